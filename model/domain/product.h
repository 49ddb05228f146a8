// Which fields every product has besides its family's attributes. A product is a Thing whose key is its SKU; its fields
// are these core fields and its attribute values by code ("socket", "name@de", "warranty@web"), side by side.
//
// JSON of the core fields: name, family, lifecycle, brand, gtin, currency, parent, image: strings; price, cost: numbers with
// at most six decimals; stock: integer; stock_since, launch, end_of_life: strings YYYY-MM-DD; categories, channels,
// aliases: arrays of strings (the first category is the primary one; no channels: all); never_recommend: boolean.
// Attribute values: number and integer: number; boolean: true/false; multi-choice: array of strings; money:
// string "199.00 USD"; all other types: string. A value that an import could not read as its attribute's type is kept
// as a string.
#pragma once

#include "model/domain/thing.h"

#include <span>
#include <string_view>

namespace shelf {

enum class CoreType { Text, Money, Integer, Date, Boolean, List, Lifecycle };

struct CoreField {
    std::string_view name;
    CoreType type;
};

std::span<const CoreField> coreFields(); // in the order in which files list them
const CoreField* coreField(std::string_view name); // nullptr: not a core field

inline constexpr std::string_view lifecycles[] = {"planned", "active", "end-of-life", "retired"};
bool isLifecycle(std::string_view text);

// Limits of formats.md, in bytes.
inline constexpr size_t maxSkuBytes = 255;
inline constexpr size_t maxCellBytes = size_t(1) << 20;

// A SKU the store accepts: 1…255 bytes of valid UTF-8, no control characters, no space at either end. Error says which.
Result<void> checkSku(std::string_view sku);
// Reads a core field's value from what a person typed ("5.25", "2026-01-31", "yes") as JSON text; the primary `category`
// is not a core field of its own: callers set `categories`. Error: what is expected.
Result<std::string> coreValueFromText(const CoreField& field, std::string_view text, char decimalMark = '.');

} // namespace shelf
