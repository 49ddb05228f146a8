// Ed25519 signatures over the bytes of manifest.json: 64 bytes that `openssl pkeyutl -verify -rawin` checks as well.
#pragma once

#include "model/domain/result.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

// A passphrase; its bytes are wiped when it goes.
class Secret {
public:
    static constexpr size_t maxBytes = 1024;
    Secret() { m_bytes.reserve(maxBytes); }
    ~Secret();
    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret&&) = delete;
    bool push(char byte); // false where it is full
    const std::string& bytes() const { return m_bytes; }

private:
    std::string m_bytes;
};
// Asked only for keys that are encrypted.
using PassphraseSource = std::function<Result<Secret>(const std::string& keyFile)>;

// A private key in memory. While one is, the process leaves no core file.
class SigningKey {
public:
    // PKCS#8 PEM, encrypted or not; a regular file that its owner alone can reach (0600 or stricter), not in the folder of
    // `workspace` and not in a release. Errors: Rejected KEY, System.
    static Result<SigningKey> load(const std::string& file, const std::string& workspace, const PassphraseSource& passphrase);
    ~SigningKey();
    SigningKey(SigningKey&&) noexcept;
    SigningKey& operator=(SigningKey&&) = delete;

    Result<std::string> sign(std::string_view message) const; // raw, 64 bytes
    const std::string& fingerprint() const; // SHA-256 of the public key (SubjectPublicKeyInfo), in hex

private:
    struct Data;
    explicit SigningKey(std::unique_ptr<Data> data);
    std::unique_ptr<Data> m_data;
};

class PublicKey {
public:
    // PEM as `openssl pkey -pubout` writes it. Errors: Rejected KEY, System.
    static Result<PublicKey> load(const std::string& file);
    ~PublicKey();
    PublicKey(PublicKey&&) noexcept;
    PublicKey& operator=(PublicKey&&) = delete;
    bool verifies(std::string_view message, std::string_view signature) const;

private:
    struct Data;
    explicit PublicKey(std::unique_ptr<Data> data);
    std::unique_ptr<Data> m_data;
};

inline constexpr size_t signatureBytes = 64;

} // namespace shelf
