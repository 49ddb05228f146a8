// The YAML reader: what it gives, where things stand, and everything it refuses.
#include "model/io/yaml_reader.h"

#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <fstream>
#include <sys/stat.h>

using namespace shelf;

namespace {

std::string errorOf(std::string_view text)
{
    const auto node = parseYaml(text, "f.yaml");
    return node ? std::string("parsed") : node.error().where + " " + node.error().what;
}

std::string shown(const YamlNode& node)
{
    switch (node.type) {
    case YamlNode::Type::Null:
        return "~";
    case YamlNode::Type::Scalar:
        return node.quoted ? "'" + node.text + "'" : node.text;
    case YamlNode::Type::Sequence: {
        std::string text = "[";
        for (const YamlNode& item : node.items)
            text += shown(item) + ",";
        return text + "]";
    }
    case YamlNode::Type::Map: {
        std::string text = "{";
        for (size_t i = 0; i < node.keys.size(); ++i)
            text += node.keys[i].text + ":" + shown(node.items[i]) + ",";
        return text + "}";
    }
    }
    return {};
}

} // namespace

class TestYamlReader : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void givesTheTree_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("tree");
        QTest::newRow("empty") << QByteArray("") << QByteArray("~");
        QTest::newRow("comment only") << QByteArray("# nothing\n") << QByteArray("~");
        QTest::newRow("order of keys") << QByteArray("b: 1\na: 2\n") << QByteArray("{b:1,a:2,}");
        QTest::newRow("quoted is not plain") << QByteArray("[1, '1', \"1\", true, 'true', ~, '~', null, '']")
                                             << QByteArray("[1,'1','1',true,'true',~,'~',~,'',]");
        QTest::newRow("digits are kept") << QByteArray("[0017, 1.50, 0x1F, 1e3]") << QByteArray("[0017,1.50,0x1F,1e3,]");
        QTest::newRow("block scalar") << QByteArray("a: |\n  one\n  two\n") << QByteArray("{a:'one\ntwo\n',}");
        QTest::newRow("line ends") << QByteArray("a: 1\r\nb: |\r\n  x\r\n  y\r\n") << QByteArray("{a:1,b:'x\ny\n',}");
        QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF"
                                                       "a: 1")
                                         << QByteArray("{a:1,}");
        QTest::newRow("escapes") << QByteArray("\"\\x07\\u202E\\uFFFE\\U0001F600\"")
                                 << QByteArray("'\x07\xE2\x80\xAE\xEF\xBF\xBE\xF0\x9F\x98\x80'");
        QTest::newRow("end mark") << QByteArray("---\na: 1\n...\n") << QByteArray("{a:1,}");
        QTest::newRow("long key") << QByteArray("? \"") + QByteArray(3000, 'k') + "\"\n: 1\n"
                                  << QByteArray("{") + QByteArray(3000, 'k') + ":1,}";
    }
    void givesTheTree()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, tree);
        const auto node = parseYaml(text.toStdString(), "f.yaml");
        QVERIFY2(node.ok(), node ? "" : node.error().what.c_str());
        QCOMPARE(QByteArray::fromStdString(shown(*node)), tree);
    }

    void countsColumnsInCharacters()
    {
        const auto node = parseYaml("# \xC3\xA4\n\"\xC3\xA4\xC3\xB6\": [ \xF0\x9F\x98\x80, x ]\nb:\n  - c: d\n", "f.yaml");
        QVERIFY(node.ok());
        QVERIFY((node->mark == YamlMark{2, 1}));
        QVERIFY((node->keys[0].mark == YamlMark{2, 1}));
        QVERIFY((node->items[0].mark == YamlMark{2, 7}));
        QVERIFY((node->items[0].items[0].mark == YamlMark{2, 9}));
        QVERIFY((node->items[0].items[1].mark == YamlMark{2, 12}));
        QVERIFY((node->find("b")->items[0].items[0].mark == YamlMark{4, 8}));
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("error"); // how it begins
        const auto row = [](const char* name, const QByteArray& text, const char* error) {
            QTest::newRow(name) << text << QByteArray(error);
        };
        row("anchor", "a: &x 1\n", "f.yaml:1:4 an anchor");
        row("alias", "a: 1\nb: *x\n", "f.yaml:2:4 this is not YAML");
        row("alias of anchor", "a: &x [*x]\n", "f.yaml:1:4 an anchor");
        row("merge key", "a: 1\n<<: {b: 1}\n", "f.yaml:2:1 a merge key");
        row("tag", "a: !!binary AAAA\n", "f.yaml:1:4 a tag");
        row("local tag", "a: !x 1\n", "f.yaml:1:4 a tag");
        row("tag on a map", "!!set {a}\n", "f.yaml:1:1 a tag");
        row("duplicate key", "a: 1\nb: 2\n\"a\": 3\n", "f.yaml:3:1 the key `a`");
        row("duplicate inner key", "x: { a: 1, b: 2, a: 3 }\n", "f.yaml:1:18 the key `a`");
        row("two documents", "a: 1\n---\nb: 1\n", "f.yaml:2:1 a second document");
        row("list as key", "[a]: 1\n", "f.yaml:1:1 a key must be text");
        row("map as key", "? {a: 1}\n: 1\n", "f.yaml:1:3 a key must be text");
        row("nothing as key", "~: 1\n", "f.yaml:1:1 a key must be text");
        row("tab indent", "a:\n\tb: 1\n", "f.yaml:2:");
        row("wrong indent", "a:\n   b: 1\n  c: 2\n", "f.yaml:3:");
        row("open quote", "b: 'x'\na: \"abc\n", "f.yaml:2:4 the quote");
        row("open single quote", "a: 'abc''\n", "f.yaml:1:4 the quote");
        row("open quote at the very end", "a: \"abc", "f.yaml:1:");
        row("open bracket", "a: {b: [1, 2\n", "f.yaml:");
        row("NUL", QByteArray("a: b\0c", 6), "f.yaml:1:5 byte 4");
        row("escaped NUL", "a: \"\\0\"", "f.yaml:1:4 a text may not contain NUL");
        row("bad UTF-8", "a: \xC3\xA4\nb: \xff\n", "f.yaml:2:4 byte 9");
        row("control character", "a: \"\x07\"", "f.yaml:1:5 a control character");
        row("end of transmission", "a: 1\x04\nb: 2", "f.yaml:1:5 a control character");
        row("surrogate", "a: \"\\uD800\"", "f.yaml:1:");
        row("too deep", QByteArray(40, '[') + QByteArray(40, ']'), "f.yaml:1:33 lists and maps are nested deeper than 32");
        row("far too deep", QByteArray(60000, '['), "f.yaml:1:");
        row("far too deep by dashes", QByteArray("- ").repeated(60000) + "x", "f.yaml:1:65 lists and maps are nested");
        row("too many", QByteArray("- 1\n").repeated(20000), "f.yaml:10000:3 there are more than 10000");
        row("too many in brackets", "[" + QByteArray("1,").repeated(200000) + "]", "f.yaml:");
    }
    void refuses()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, error);
        const QByteArray got = QByteArray::fromStdString(errorOf(text.toStdString()));
        QVERIFY2(got.startsWith(error), got.constData());
    }

    void handsOverSections()
    {
        std::string seen;
        const YamlVisitor visitor{[&](const YamlKey& key) -> Result<void> {
                                      seen += key.text + "|";
                                      return {};
                                  },
            [&](const YamlKey& key, YamlNode&& node, bool inList) -> Result<void> {
                seen += key.text + (inList ? "-" : "=") + shown(node) + "|";
                return {};
            }};
        QVERIFY(parseYamlSections("a: 1\nb: [ {c: 1}, 2, [3] ]\nd: []\ne: { f: [1] }\n", "f.yaml", {}, visitor).ok());
        QCOMPARE(QByteArray::fromStdString(seen), QByteArray("a|a=1|b|b-{c:1,}|b-2|b-[3,]|d|e|e={f:[1,],}|"));
        const auto list = parseYamlSections("- 1\n", "f.yaml", {}, visitor);
        QVERIFY(!list.ok());
        QCOMPARE(QByteArray::fromStdString(list.error().where), QByteArray("f.yaml:1:1"));
        QVERIFY(!parseYamlSections("text\n", "f.yaml", {}, visitor).ok());
        QVERIFY(!parseYamlSections("a: 1\nb: 2\na: 3\n", "f.yaml", {}, visitor).ok());
        // The limit is of one item, not of the file.
        std::string many = "b:\n";
        for (int i = 0; i < 3000; ++i)
            many += "  - [1, 2, 3, 4]\n";
        QVERIFY(parseYamlSections(many, "f.yaml", {}, visitor).ok());
    }

    void readsOnlyRegularFiles()
    {
        QTemporaryDir folder;
        const std::string base = folder.path().toStdString();
        const auto codeOf = [](const std::string& path) {
            const auto node = readYamlFile(path);
            return node ? std::string() : node.error().code;
        };
        QCOMPARE(codeOf(base + "/none.yaml"), std::string("FILE"));
        QCOMPARE(codeOf(base), std::string("FILE"));
        QCOMPARE(codeOf("/dev/zero"), std::string("FILE"));
        QCOMPARE(codeOf(""), std::string("FILE"));
        QCOMPARE(::mkfifo((base + "/fifo").c_str(), 0600), 0);
        QCOMPARE(codeOf(base + "/fifo"), std::string("FILE"));
        std::ofstream(base + "/large.yaml") << "a: " << std::string(size_t(1) << 20, 'x');
        QCOMPARE(codeOf(base + "/large.yaml"), std::string("TOO_LARGE"));
        std::ofstream(base + "/good.yaml") << "a: 1\r\n";
        QCOMPARE(codeOf(base + "/good.yaml"), std::string());
    }
};

QTEST_APPLESS_MAIN(TestYamlReader)
#include "tst_yaml_reader.moc"
