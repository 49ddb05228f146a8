// What looks like somebody's personal data in a text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shelf::attr {

struct PersonalData {
    std::string_view what; // "an e-mail address"
    std::string_view text; // views the text it was found in
};

// The first one in a text, but for those that begin or end with one of `allowed`:
//   an e-mail address      local@domain.tld
//   a bank account         an IBAN of a country that has them, of its length, whose check digits are right (ISO 13616, mod 97)
//   a card number          14 to 19 digits with a card network's beginning and length, in the groups cards have, right by Luhn
//   a telephone number     '+', a country code, 8 to 15 digits in all, in the groups people write
std::optional<PersonalData> personalDataIn(std::string_view text, const std::vector<std::string>& allowed);

// With its middle hidden, so that a report does not spread it: "j…@example.com", "DE89…00".
std::string masked(const PersonalData& data);

} // namespace shelf::attr
