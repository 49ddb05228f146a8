// Attribute values between what people type and the canonical JSON text the catalog keeps.
#pragma once

#include "model/domain/definitions.h"
#include "model/domain/result.h"

#include <optional>
#include <string>
#include <string_view>

namespace shelf {

// How a text is to be read; the defaults are those of formats.md.
struct ValueReading {
    char decimalMark = '.';
    std::string listSeparator = "|"; // of multi-choice values; "\\|" and "\\\\" are escapes where it is "|"
    std::string datePattern; // a Qt date pattern; empty: ISO 8601
    std::string unit; // unit of a bare number in this text; empty: the attribute's own
};

// Canonical JSON text of a non-empty text as a value of this attribute; numbers are converted to the attribute's unit
// ("1.5 kg" or ValueReading::unit). Unknown options are not an error here. Error: Rejected with what was expected.
Result<std::string> valueFromText(const Attribute& attribute, std::string_view text, const ValueReading& reading = {});

// A canonical JSON value as text for people and delimited files: strings as they are, numbers in shortest form, booleans true
// and false, lists joined with '|' ('|' and '\' in an element escaped with '\'). Empty for an absent value.
std::string valueToText(std::string_view json);

// `value` in unit `from` as a value in unit `to`; nullopt where the units are unknown or of different dimensions. Units are
// case sensitive symbols: mm cm m in ft, mg g kg oz lb, ml l, W kW, V, A, mAh Ah, Hz kHz MHz GHz, B kB MB GB TB (decimal),
// KiB MiB GiB TiB, s min h d, °C °F, %, and the like.
std::optional<double> convertUnit(double value, std::string_view from, std::string_view to);
bool isUnit(std::string_view symbol);
// Splits "1.5 kg" into number and unit; the unit is empty where there is none. nullopt: no number in front.
std::optional<std::pair<std::string, std::string>> splitUnit(std::string_view text, char decimalMark = '.');

} // namespace shelf
