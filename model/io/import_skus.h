// SKUs that look like others: numbers that a spreadsheet has rewritten (17 for 0017, 1.23E+17), and texts that are equal but for
// case or Unicode form. A first import of a million SKUs must not pay for this, so as little as possible is remembered: most forms
// of a SKU that could be mistaken for another can be written down and looked up among the SKUs themselves.
#pragma once

#include "model/io/import_seen.h"

#include <bitset>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

class SkuForms {
public:
    // Whether exactly this SKU is known.
    using Known = std::function<bool(std::string_view sku)>;

    // What a SKU is made of: one look at its bytes decides for most of them that nothing is to be asked.
    struct Shape {
        bool upper = false, lower = false; // letters A…Z, a…z
        bool other = false; // bytes beyond ASCII
        bool number = false; // begins like a number, and has nothing that no number has
        bool mixed() const { return other || (upper && lower); }
    };
    static Shape shapeOf(std::string_view sku);

    // A known SKU that is equal to this one only as a number; asked before add().
    std::optional<std::string> sameNumber(std::string_view sku, Shape shape, const Known& known) const;
    // A known SKU that is equal to this one but for case or Unicode form.
    std::optional<std::string> lookalike(std::string_view sku, Shape shape, const Known& known) const;
    void add(std::string_view sku, Shape shape);

private:
    static constexpr size_t mostDigits = 256;
    std::optional<std::string> stored(std::string_view form) const;
    void store(std::string_view form, std::string_view sku);

    size_t m_longest = 0; // of known whole numbers
    std::bitset<mostDigits> m_plain; // lengths of known whole numbers without a leading zero …
    std::bitset<mostDigits> m_padded; // … and with one
    bool m_upper = false, m_lower = false; // some SKU has only such letters
    bool m_mixed = false, m_otherNumbers = false; // some form is stored
    SeenRows m_forms; // of SKUs in mixed case, beyond ASCII, or numbers that are not whole -> where they are in m_texts
    std::string m_texts; // those SKUs, each with LF behind it
};

// What a person is told about a SKU that was rejected for that.
std::string mangledMessage(std::string_view sku, std::string_view candidate);

// How many look-alikes there are, and the first few of them.
struct Lookalikes {
    uint64_t count = 0;
    std::vector<std::string> examples;
    void add(std::string_view sku, uint64_t line, std::string_view other);
    void add(const Lookalikes& more);
};

// "90.750" -> "9075e-2", "1.23E+17" -> "123e15", "0017" -> "17e0"; nullopt: it does not read as a number. Equal numbers have equal
// forms.
std::optional<std::string> numberForm(std::string_view text);

} // namespace shelf
