#include "governance/release/signature.h"

#include "governance/release/files.h"

#include "model/domain/hash.h"

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <optional>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace shelf {

namespace {

constexpr size_t keyFileLimit = 16384;

Error badKey(const std::string& file, std::string what, std::string tryThis)
{
    return {ErrorKind::Rejected, "KEY", file, std::move(what), std::move(tryThis)};
}

constexpr const char* makeOne = "make one with `openssl genpkey -algorithm ed25519 -aes256 -out key.pem`";

// While it lives the process is not dumped: neither by a crash nor by another process of the same user.
class NoCoreDumps {
public:
    NoCoreDumps() : m_dumpable(::prctl(PR_GET_DUMPABLE, 0, 0, 0, 0))
    {
        m_hasLimit = ::getrlimit(RLIMIT_CORE, &m_limit) == 0;
        const rlimit none{0, m_limit.rlim_max};
        if (m_hasLimit)
            ::setrlimit(RLIMIT_CORE, &none);
        ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    }
    ~NoCoreDumps()
    {
        if (m_hasLimit)
            ::setrlimit(RLIMIT_CORE, &m_limit);
        if (m_dumpable == 1)
            ::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
    }
    NoCoreDumps(const NoCoreDumps&) = delete;
    NoCoreDumps& operator=(const NoCoreDumps&) = delete;

private:
    int m_dumpable;
    rlimit m_limit{};
    bool m_hasLimit = false;
};

// The bytes of a key file, wiped afterwards.
struct KeyText {
    std::string bytes;
    KeyText() { bytes.reserve(keyFileLimit + 1); }
    ~KeyText() { OPENSSL_cleanse(bytes.data(), bytes.capacity()); }
    KeyText(const KeyText&) = delete;
    KeyText& operator=(const KeyText&) = delete;
    bool has(std::string_view part) const { return bytes.find(part) != std::string::npos; }
};

using KeyPtr = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using BioPtr = std::unique_ptr<BIO, decltype(&BIO_free)>;
using ContextPtr = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

struct KeyFile {
    FileHandle handle;
    struct stat status { };
};

Result<KeyFile> openKeyFile(const std::string& file)
{
    KeyFile opened;
    opened.handle = FileHandle(uninterrupted([&] { return ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY); }));
    if (!opened.handle.valid() && (errno == ENOENT || errno == ENOTDIR))
        return badKey(file, "there is no such key file", "check its name");
    if (!opened.handle.valid() && (errno == ENXIO || errno == ENODEV))
        return badKey(file, "is no regular file", "name the file that holds the key");
    if (!opened.handle.valid())
        return systemError(file, "the key cannot be opened", errno);
    if (::fstat(opened.handle.get(), &opened.status) != 0)
        return systemError(file, "the key cannot be looked at", errno);
    if (!S_ISREG(opened.status.st_mode))
        return badKey(file, "is no regular file", "name the file that holds the key");
    if (opened.status.st_size > static_cast<off_t>(keyFileLimit))
        return badKey(file, "is far too large for a key", "name the file that holds the key");
    return opened;
}

Result<void> readKey(const KeyFile& opened, const std::string& file, KeyText& text)
{
    text.bytes.resize(keyFileLimit);
    size_t size = 0;
    while (size < keyFileLimit) {
        const ssize_t got = uninterrupted([&] { return ::read(opened.handle.get(), text.bytes.data() + size, keyFileLimit - size); });
        if (got < 0)
            return systemError(file, "the key cannot be read", errno);
        if (got == 0)
            break;
        size += static_cast<size_t>(got);
    }
    text.bytes.resize(size);
    return {};
}

std::string realFolderOf(const std::string& path)
{
    const std::unique_ptr<char, void (*)(void*)> real(::realpath(path.c_str(), nullptr), ::free);
    const std::string text = real ? real.get() : std::string();
    return text.substr(0, text.rfind('/') == std::string::npos ? 0 : text.rfind('/') + 1);
}

// A key must not travel with what it vouches for.
Result<void> checkPlace(const std::string& file, const std::string& workspace)
{
    const std::string folder = realFolderOf(file);
    if (!workspace.empty() && folder == realFolderOf(workspace))
        return badKey(file, "lies in the workspace's folder, and would be copied with it", "keep the key in a folder of its own");
    if (::access((folder + "manifest.json").c_str(), F_OK) == 0)
        return badKey(
            file, "lies in a release, and would be handed out with it", "keep the key in a folder of its own, and make a new one");
    return {};
}

struct Asking {
    const PassphraseSource* source;
    const std::string* file;
    std::optional<Error> error;
    bool asked = false;
};

int givePassphrase(char* buffer, int size, int, void* user)
{
    auto& asking = *static_cast<Asking*>(user);
    asking.asked = true;
    if (!*asking.source) {
        asking.error = badKey(*asking.file, "is encrypted, and no passphrase is given", "use --passphrase-fd");
        return -1;
    }
    const auto secret = (*asking.source)(*asking.file);
    if (!secret) {
        asking.error = secret.error();
        return -1;
    }
    if (secret->bytes().size() > static_cast<size_t>(size))
        return -1;
    std::memcpy(buffer, secret->bytes().data(), secret->bytes().size());
    return static_cast<int>(secret->bytes().size());
}

Result<KeyPtr> parsePrivate(const KeyText& text, const std::string& file, const PassphraseSource& passphrase)
{
    if (text.has("-----BEGIN PUBLIC KEY-----"))
        return badKey(file, "holds a public key", "name the private one");
    if (!text.has("-----BEGIN PRIVATE KEY-----") && !text.has("-----BEGIN ENCRYPTED PRIVATE KEY-----"))
        return badKey(file, "is no private key in PEM (PKCS#8)", makeOne);
    const BioPtr bio(BIO_new_mem_buf(text.bytes.data(), static_cast<int>(text.bytes.size())), BIO_free);
    Asking asking{&passphrase, &file, {}, false};
    KeyPtr key(bio ? PEM_read_bio_PrivateKey(bio.get(), nullptr, givePassphrase, &asking) : nullptr, EVP_PKEY_free);
    ERR_clear_error();
    if (asking.error)
        return *asking.error;
    if (!key && asking.asked)
        return badKey(file, "cannot be decrypted: the passphrase is not right", "type it again");
    if (!key)
        return badKey(file, "is a damaged private key", "use a copy of it");
    if (EVP_PKEY_get_id(key.get()) != EVP_PKEY_ED25519)
        return badKey(file, "is no Ed25519 key", makeOne);
    return key;
}

std::string fingerprintOf(EVP_PKEY* key)
{
    unsigned char* der = nullptr;
    const int size = i2d_PUBKEY(key, &der);
    const std::string text = size > 0 ? std::string(reinterpret_cast<char*>(der), static_cast<size_t>(size)) : std::string();
    OPENSSL_free(der);
    return sha256Hex(text);
}

const unsigned char* bytesOf(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

bool signatureFits(EVP_PKEY* key, std::string_view message, std::string_view signature)
{
    const ContextPtr context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    const bool fits = context && signature.size() == signatureBytes
        && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key) == 1
        && EVP_DigestVerify(context.get(), bytesOf(signature), signature.size(), bytesOf(message), message.size()) == 1;
    ERR_clear_error();
    return fits;
}

} // namespace

Secret::~Secret()
{
    OPENSSL_cleanse(m_bytes.data(), m_bytes.capacity());
}

Secret::Secret(Secret&& other) noexcept : m_bytes(std::move(other.m_bytes)) { }

bool Secret::push(char byte)
{
    if (m_bytes.size() >= maxBytes)
        return false;
    m_bytes.push_back(byte);
    return true;
}

struct SigningKey::Data {
    NoCoreDumps noDumps;
    KeyPtr key{nullptr, EVP_PKEY_free};
    std::string fingerprint;
};

SigningKey::SigningKey(std::unique_ptr<Data> data) : m_data(std::move(data)) { }
SigningKey::~SigningKey() = default;
SigningKey::SigningKey(SigningKey&&) noexcept = default;

Result<SigningKey> SigningKey::load(const std::string& file, const std::string& workspace, const PassphraseSource& passphrase)
{
    const auto opened = openKeyFile(file);
    if (!opened)
        return opened.error();
    if (opened->status.st_mode & 077)
        return badKey(file, "others than its owner can reach this key", "run `chmod 600` on it");
    if (auto placed = checkPlace(file, workspace); !placed)
        return placed.error();
    auto data = std::make_unique<Data>();
    KeyText text;
    if (auto read = readKey(*opened, file, text); !read)
        return read.error();
    auto key = parsePrivate(text, file, passphrase);
    if (!key)
        return key.error();
    data->key = std::move(*key);
    data->fingerprint = fingerprintOf(data->key.get());
    return SigningKey(std::move(data));
}

Result<std::string> SigningKey::sign(std::string_view message) const
{
    std::string signature(signatureBytes, '\0');
    size_t size = signature.size();
    const ContextPtr context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    const bool done = context && EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, m_data->key.get()) == 1
        && EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytesOf(message), message.size()) == 1
        && size == signatureBytes && signatureFits(m_data->key.get(), message, signature);
    ERR_clear_error();
    if (!done)
        return Error{ErrorKind::System, "SIGN", "manifest.json", "cannot be signed", "look at the installation of OpenSSL"};
    return signature;
}

const std::string& SigningKey::fingerprint() const
{
    return m_data->fingerprint;
}

struct PublicKey::Data {
    KeyPtr key{nullptr, EVP_PKEY_free};
};

PublicKey::PublicKey(std::unique_ptr<Data> data) : m_data(std::move(data)) { }
PublicKey::~PublicKey() = default;
PublicKey::PublicKey(PublicKey&&) noexcept = default;

Result<PublicKey> PublicKey::load(const std::string& file)
{
    const auto opened = openKeyFile(file);
    if (!opened)
        return opened.error();
    KeyText text;
    if (auto read = readKey(*opened, file, text); !read)
        return read.error();
    if (text.has("PRIVATE KEY-----"))
        return badKey(file, "holds a private key", "write the public one with `openssl pkey -in key.pem -pubout -out pub.pem`");
    const BioPtr bio(BIO_new_mem_buf(text.bytes.data(), static_cast<int>(text.bytes.size())), BIO_free);
    auto data = std::make_unique<Data>();
    data->key.reset(bio ? PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr) : nullptr);
    ERR_clear_error();
    if (!data->key)
        return badKey(file, "is no public key in PEM", "write one with `openssl pkey -in key.pem -pubout -out pub.pem`");
    if (EVP_PKEY_get_id(data->key.get()) != EVP_PKEY_ED25519)
        return badKey(file, "is no Ed25519 key", "use the public part of the key that releases are signed with");
    return PublicKey(std::move(data));
}

bool PublicKey::verifies(std::string_view message, std::string_view signature) const
{
    return signatureFits(m_data->key.get(), message, signature);
}

} // namespace shelf
