// Signed releases: checked by us and by openssl; keys that could leak are refused.
#include "governance/release/signature.h"
#include "tests/governance/release_desk.h"

#include <QProcess>
#include <QStandardPaths>

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

using namespace shelf;
using namespace shelf::test;

namespace {

// Keys of their own, in a folder of their own.
struct SigningDesk : ReleaseDesk {
    QTemporaryDir keys;

    SigningDesk()
    {
        stock(4);
        approvedLink("P0", "P1");
    }
    std::string key(const std::string& name) const { return keys.path().toStdString() + "/" + name; }
    std::string makeKey(const std::string& name, std::vector<std::string> more = {}) const
    {
        more.insert(more.begin(), {"genpkey", "-algorithm", "ed25519", "-out", key(name)});
        openssl(more);
        ::chmod(key(name).c_str(), 0600);
        return key(name);
    }
    std::string publicOf(const std::string& name) const
    {
        openssl({"pkey", "-in", key(name), "-pubout", "-out", key(name + ".pub")});
        return key(name + ".pub");
    }
    static int openssl(const std::vector<std::string>& words)
    {
        QStringList arguments;
        for (const std::string& word : words)
            arguments.append(QString::fromStdString(word));
        QProcess process;
        process.start(QStringLiteral("openssl"), arguments);
        return process.waitForFinished() && process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    }
    Result<SigningKey> load(const std::string& name, const std::string& passphrase = {}) const
    {
        return SigningKey::load(key(name), workspace->path(), [&](const std::string&) -> Result<Secret> {
            Secret secret;
            for (const char byte : passphrase)
                secret.push(byte);
            return secret;
        });
    }
    Result<ExportOutcome> publishSigned(const std::string& name, const std::vector<const SigningKey*>& signers)
    {
        return exportRelease(*workspace, {dir(name), "rita", {}, false, signers});
    }
    VerifyReport verified(const std::string& name, const std::string& publicKey) const
    {
        const auto loaded = PublicKey::load(publicKey);
        if (!loaded)
            qFatal("%s", loaded.error().what.c_str());
        return verifyRelease(dir(name), {}, {}, &*loaded).value();
    }
};

} // namespace

class SignatureTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(!QStandardPaths::findExecutable(QStringLiteral("openssl")).isEmpty(), "openssl is missing: ./run-tests installs it");
    }

    void aSignedReleaseIsCheckedByUsAndByOpenssl()
    {
        SigningDesk desk;
        desk.makeKey("a");
        const std::string publicKey = desk.publicOf("a");
        {
            const auto key = desk.load("a");
            SHELF_OK(key);
            QCOMPARE(::prctl(PR_GET_DUMPABLE, 0, 0, 0, 0), 0);
            rlimit limit{};
            ::getrlimit(RLIMIT_CORE, &limit);
            QCOMPARE(limit.rlim_cur, rlim_t(0));
            const auto done = desk.publishSigned("r1", {&*key});
            SHELF_OK(done);
            QCOMPARE(done->signatures, std::vector<std::string>{"manifest.json.sig"});
        }
        QCOMPARE(::prctl(PR_GET_DUMPABLE, 0, 0, 0, 0), 1);
        const VerifyReport report = desk.verified("r1", publicKey);
        SHELF_SOUND(report.problems);
        QCOMPARE(report.signature, SignatureState::Valid);
        QCOMPARE(verifyRelease(desk.dir("r1"))->signature, SignatureState::NotChecked);
        SHELF_SOUND(desk.problems("r1"));
        const std::string folder = desk.dir("r1");
        QCOMPARE(SigningDesk::openssl({"pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", publicKey, "-in", folder + "/manifest.json",
                     "-sigfile", folder + "/manifest.json.sig"}),
            0);
    }

    void whatIsUnsignedOrWronglySignedIsAProblem()
    {
        SigningDesk desk;
        desk.makeKey("a");
        desk.makeKey("b");
        const std::string a = desk.publicOf("a"), b = desk.publicOf("b");
        SHELF_OK(desk.publish("plain"));
        QVERIFY(!desk.verified("plain", a).ok());
        const auto key = desk.load("a");
        SHELF_OK(key);
        SHELF_OK(desk.publishSigned("r2", {&*key}));
        QCOMPARE(desk.verified("r2", b).signature, SignatureState::Wrong);
        const std::string manifest = desk.dir("r2") + "/manifest.json", text = readFile(manifest);
        writeFile(manifest, replaced(text, "\"four_eyes\": \"strict\"", "\"four_eyes\": \"solo\""));
        QCOMPARE(desk.verified("r2", a).signature, SignatureState::Wrong);
        writeFile(manifest, text);
        SHELF_SOUND(desk.verified("r2", a).problems);
        const std::string signature = manifest + ".sig";
        for (const std::string& bytes : {std::string(), std::string(63, 'x'), std::string(64, '\0'), std::string(65, 'x')}) {
            writeFile(signature, bytes);
            QVERIFY(!desk.verified("r2", a).ok());
        }
    }

    void whileKeysChangeTwoSignaturesAreGiven()
    {
        SigningDesk desk;
        desk.makeKey("old");
        desk.makeKey("new");
        const auto older = desk.load("old"), newer = desk.load("new");
        SHELF_OK(older);
        SHELF_OK(newer);
        SHELF_OK(desk.publishSigned("r1", {&*older, &*newer}));
        SHELF_SOUND(desk.verified("r1", desk.publicOf("old")).problems);
        SHELF_SOUND(desk.verified("r1", desk.publicOf("new")).problems);
    }

    void encryptedKeysNeedTheirPassphrase()
    {
        SigningDesk desk;
        desk.makeKey("e", {"-aes256", "-pass", "pass:geheim"});
        SHELF_OK(desk.load("e", "geheim"));
        QCOMPARE(desk.load("e", "falsch").error().code, std::string("KEY"));
        QCOMPARE(desk.load("e").error().code, std::string("KEY"));
    }

    void keysThatCouldLeakAreRefused()
    {
        SigningDesk desk;
        desk.makeKey("a");
        for (const mode_t mode : {0640, 0604, 0610, 0660}) {
            ::chmod(desk.key("a").c_str(), mode);
            const auto loaded = desk.load("a");
            QVERIFY(!loaded);
            QVERIFY(loaded.error().tryThis.find("chmod 600") != std::string::npos);
        }
        ::chmod(desk.key("a").c_str(), 0400);
        SHELF_OK(desk.load("a"));
        const std::string beside = desk.folder.path().toStdString() + "/key.pem";
        writeFile(beside, readFile(desk.key("a")));
        ::chmod(beside.c_str(), 0600);
        QVERIFY(!SigningKey::load(beside, desk.workspace->path(), {}));
        SHELF_OK(desk.publish("r1"));
        const std::string inside = desk.dir("r1") + "/key.pem";
        writeFile(inside, readFile(desk.key("a")));
        ::chmod(inside.c_str(), 0600);
        QVERIFY(!SigningKey::load(inside, desk.workspace->path(), {}));
    }

    void otherFilesAreNoKeys_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray("hello\n");
        QTest::newRow("damaged") << QByteArray("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        QTest::newRow("damaged, encrypted") << QByteArray(
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n");
        QTest::newRow("large") << QByteArray(20000, 'x');
    }
    void otherFilesAreNoKeys()
    {
        QFETCH(QByteArray, bytes);
        const SigningDesk desk;
        writeFile(desk.key("x"), bytes.toStdString());
        ::chmod(desk.key("x").c_str(), 0600);
        QVERIFY(!desk.load("x"));
        QVERIFY(!PublicKey::load(desk.key("x")));
    }

    void otherKindsOfFileAreRefusedWithoutWaiting()
    {
        const SigningDesk desk;
        ::mkfifo(desk.key("pipe").c_str(), 0600);
        QVERIFY(!desk.load("pipe"));
        QVERIFY(!PublicKey::load(desk.key("pipe")));
        QVERIFY(!SigningKey::load(desk.keys.path().toStdString(), {}, {}));
        QVERIFY(!desk.load("missing"));
    }
};

QTEST_APPLESS_MAIN(SignatureTest)
#include "tst_signature.moc"
