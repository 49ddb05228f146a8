#include "model/domain/hash.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <stdexcept>

namespace shelf {

namespace {

struct FreeContext {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// Only out-of-memory or a broken installation makes these fail: nothing a person could act on where it happens.
void require(bool done)
{
    if (!done)
        throw std::runtime_error("OpenSSL refused SHA-256 or random bytes");
}

std::string randomBytes(size_t count)
{
    std::string bytes(count, '\0');
    require(RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) == 1);
    return bytes;
}

} // namespace

struct Sha256::State {
    std::unique_ptr<EVP_MD_CTX, FreeContext> context{EVP_MD_CTX_new()};

    void start()
    {
        // Looked for once and kept: with EVP_sha256() OpenSSL looks it up again for each hash.
        static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
        require(algorithm && context && EVP_DigestInit_ex(context.get(), algorithm, nullptr) == 1);
    }
};

Sha256::Sha256() : m_state(std::make_unique<State>())
{
    m_state->start();
}

Sha256::~Sha256() = default;

void Sha256::add(std::string_view bytes)
{
    require(EVP_DigestUpdate(m_state->context.get(), bytes.data(), bytes.size()) == 1);
}

Digest Sha256::finish()
{
    Digest digest;
    unsigned int length = 0;
    require(EVP_DigestFinal_ex(m_state->context.get(), digest.data(), &length) == 1 && length == digest.size());
    m_state->start();
    return digest;
}

Digest sha256(std::string_view bytes)
{
    thread_local Sha256 hash; // finish() makes it ready for the next
    hash.add(bytes);
    return hash.finish();
}

std::string hex(std::string_view bytes)
{
    static constexpr char digits[] = "0123456789abcdef";
    std::string result;
    result.reserve(bytes.size() * 2);
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        result.push_back(digits[byte >> 4]);
        result.push_back(digits[byte & 15]);
    }
    return result;
}

std::string hex(const Digest& digest)
{
    return hex(std::string_view(reinterpret_cast<const char*>(digest.data()), digest.size()));
}

std::string sha256Hex(std::string_view bytes)
{
    return hex(sha256(bytes));
}

std::string newUuid()
{
    std::string bytes = randomBytes(16);
    bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x40); // version 4: random (RFC 4122, 4.4)
    bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80); // the variant of RFC 4122
    std::string text = hex(bytes);
    for (const size_t dash : {8u, 13u, 18u, 23u})
        text.insert(dash, 1, '-');
    return text;
}

std::string randomName(int bytes)
{
    return hex(randomBytes(bytes > 0 ? static_cast<size_t>(bytes) : 0));
}

} // namespace shelf
