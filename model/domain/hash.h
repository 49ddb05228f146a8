// SHA-256 through OpenSSL's EVP, and random identifiers.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace shelf {

using Digest = std::array<uint8_t, 32>;

// Streaming SHA-256. Not copyable; use again only after finish().
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;
    void add(std::string_view bytes);
    Digest finish();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

Digest sha256(std::string_view bytes);
std::string hex(const Digest& digest);
std::string hex(std::string_view bytes);
std::string sha256Hex(std::string_view bytes);
std::string newUuid(); // random, version 4, lower case with dashes
std::string randomName(int bytes = 8); // lower-case hex

} // namespace shelf
