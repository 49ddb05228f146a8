// Units: which there are, what dimension they measure and how they convert. Factors of the inch, the pound and the gallon are
// exact by definition (international yard and pound, 1959); prefixes are decimal (SI), and binary with an i (IEC 80000-13).
#include "model/domain/decimal.h"
#include "model/domain/text.h"
#include "model/domain/value.h"

#include <algorithm>
#include <cstdio>

namespace shelf {

namespace {

enum class Dimension { // clang-format off
    Length, Area, Mass, Volume, Power, Energy, Voltage, Current, Charge, Resistance, Frequency, Data, Bits, DataRate,
    BitRate, Time, Temperature, Share, Pressure, Speed, Rotation, Luminance, LuminousFlux, Loudness, Pixels, Angle,
    Force, Torque, AirFlow
}; // clang-format on

// One unit: value × factor + offset is the value in the dimension's base unit.
struct Unit {
    std::string_view symbol;
    Dimension dimension;
    double factor;
    double offset = 0;
};

using enum Dimension;

// clang-format off
constexpr Unit units[] = {
    {"µm", Length, 1e-3}, {"mm", Length, 1}, {"cm", Length, 10}, {"dm", Length, 100}, {"m", Length, 1000}, {"km", Length, 1e6},
    {"in", Length, 25.4}, {"\"", Length, 25.4}, {"″", Length, 25.4}, {"ft", Length, 304.8}, {"yd", Length, 914.4},
    {"mi", Length, 1609344}, {"nm", Length, 1e-6},
    {"mm²", Area, 1}, {"cm²", Area, 100}, {"m²", Area, 1e6}, {"sq ft", Area, 92903.04},
    {"µg", Mass, 1e-3}, {"mg", Mass, 1}, {"g", Mass, 1000}, {"kg", Mass, 1e6}, {"t", Mass, 1e9}, {"oz", Mass, 28349.523125},
    {"lb", Mass, 453592.37}, {"lbs", Mass, 453592.37},
    {"ml", Volume, 1}, {"mL", Volume, 1}, {"cl", Volume, 10}, {"dl", Volume, 100}, {"l", Volume, 1000}, {"L", Volume, 1000},
    {"m³", Volume, 1e6}, {"cm³", Volume, 1}, {"fl oz", Volume, 29.5735295625}, {"gal", Volume, 3785.411784},
    {"mW", Power, 1}, {"W", Power, 1000}, {"kW", Power, 1e6}, {"MW", Power, 1e9}, {"hp", Power, 745699.87158227022},
    {"J", Energy, 1}, {"kJ", Energy, 1000}, {"Wh", Energy, 3600}, {"kWh", Energy, 3.6e6}, {"cal", Energy, 4.184}, {"kcal", Energy, 4184},
    {"mV", Voltage, 1}, {"V", Voltage, 1000}, {"kV", Voltage, 1e6},
    {"µA", Current, 1e-3}, {"mA", Current, 1}, {"A", Current, 1000},
    {"mAh", Charge, 1}, {"Ah", Charge, 1000},
    {"Ω", Resistance, 1}, {"kΩ", Resistance, 1000}, {"MΩ", Resistance, 1e6},
    {"Hz", Frequency, 1}, {"kHz", Frequency, 1e3}, {"MHz", Frequency, 1e6}, {"GHz", Frequency, 1e9},
    {"B", Data, 1}, {"kB", Data, 1e3}, {"KB", Data, 1e3}, {"MB", Data, 1e6}, {"GB", Data, 1e9}, {"TB", Data, 1e12}, {"PB", Data, 1e15},
    {"KiB", Data, 1024}, {"MiB", Data, 1048576}, {"GiB", Data, 1073741824}, {"TiB", Data, 1099511627776},
    {"bit", Bits, 1}, {"kbit", Bits, 1e3}, {"Mbit", Bits, 1e6}, {"Gbit", Bits, 1e9},
    {"B/s", DataRate, 1}, {"kB/s", DataRate, 1e3}, {"MB/s", DataRate, 1e6}, {"GB/s", DataRate, 1e9},
    {"bit/s", BitRate, 1}, {"kbit/s", BitRate, 1e3}, {"Mbit/s", BitRate, 1e6}, {"Gbit/s", BitRate, 1e9}, {"Mbps", BitRate, 1e6},
    {"Gbps", BitRate, 1e9},
    {"ns", Time, 1e-6}, {"µs", Time, 1e-3}, {"ms", Time, 1}, {"s", Time, 1000}, {"min", Time, 60000}, {"h", Time, 3600000},
    {"d", Time, 86400000},
    {"°C", Temperature, 1}, {"K", Temperature, 1, -273.15}, {"°F", Temperature, 5.0 / 9.0, -160.0 / 9.0},
    {"‰", Share, 0.1}, {"%", Share, 1},
    {"Pa", Pressure, 1}, {"hPa", Pressure, 100}, {"kPa", Pressure, 1000}, {"mbar", Pressure, 100}, {"bar", Pressure, 1e5},
    {"psi", Pressure, 6894.757293168361},
    {"m/s", Speed, 3.6}, {"km/h", Speed, 1}, {"mph", Speed, 1.609344},
    {"rpm", Rotation, 1}, {"RPM", Rotation, 1}, {"1/min", Rotation, 1},
    {"cd/m²", Luminance, 1}, {"nits", Luminance, 1},
    {"lm", LuminousFlux, 1},
    {"dB", Loudness, 1}, {"dBA", Loudness, 1}, {"dB(A)", Loudness, 1},
    {"px", Pixels, 1}, {"MP", Pixels, 1e6},
    {"°", Angle, 1},
    {"N", Force, 1}, {"kN", Force, 1000},
    {"Nm", Torque, 1},
    {"m³/h", AirFlow, 1}, {"CFM", AirFlow, 1.69901082},
};
// clang-format on

const Unit* unitOf(std::string_view symbol)
{
    const auto found = std::find_if(std::begin(units), std::end(units), [symbol](const Unit& unit) { return unit.symbol == symbol; });
    return found == std::end(units) ? nullptr : &*found;
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

// Length of the number in front: -digits, mark, digits, exponent; 0 where there is none.
size_t numberLength(std::string_view text, char mark)
{
    size_t at = !text.empty() && text[0] == '-' ? 1 : 0;
    size_t digits = 0;
    bool marked = false;
    for (; at < text.size() && (isDigit(text[at]) || (text[at] == mark && !marked && at + 1 < text.size() && isDigit(text[at + 1])));
         ++at) {
        marked = marked || text[at] == mark;
        digits += isDigit(text[at]) ? 1 : 0;
    }
    if (digits == 0)
        return 0;
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        size_t end = at + 1;
        if (end < text.size() && (text[end] == '-' || text[end] == '+'))
            ++end;
        const size_t first = end;
        while (end < text.size() && isDigit(text[end]))
            ++end;
        if (end > first)
            at = end;
    }
    return at;
}

} // namespace

bool isUnit(std::string_view symbol)
{
    return unitOf(symbol) != nullptr;
}

std::optional<double> convertUnit(double value, std::string_view from, std::string_view to)
{
    if (from == to)
        return value;
    const Unit* source = unitOf(from);
    const Unit* target = unitOf(to);
    if (!source || !target || source->dimension != target->dimension)
        return std::nullopt;
    const double converted = (value * source->factor + source->offset - target->offset) / target->factor;
    // To 15 significant digits: what a double keeps of any decimal; the rest is noise of the arithmetic (0.30000000000000004).
    char buffer[40];
    std::snprintf(buffer, sizeof buffer, "%.14e", converted);
    return toDouble(buffer);
}

std::optional<std::pair<std::string, std::string>> splitUnit(std::string_view text, char decimalMark)
{
    text = trimmed(text);
    if (!text.empty() && text[0] == '+')
        text.remove_prefix(1);
    const size_t length = numberLength(text, decimalMark);
    const auto number = canonicalDecimal(text.substr(0, length), decimalMark);
    const std::string_view unit = trimmed(text.substr(length));
    const bool numeric = !unit.empty() && (isDigit(unit[0]) || unit[0] == '.' || unit[0] == ',' || unit[0] == '-' || unit[0] == '+');
    if (length == 0 || !number || numeric) // what goes on like a number is no unit: "5,6000", "1.000,50", "5-"
        return std::nullopt;
    return std::pair(*number, std::string(unit));
}

} // namespace shelf
