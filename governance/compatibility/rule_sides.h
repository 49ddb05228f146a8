// Which products stand on a side of a compatibility rule: those of a family, or of a category and everything below it. Values that
// variants take from their parents count.
#pragma once

#include "model/catalog/snapshot.h"

#include <string>
#include <string_view>
#include <vector>

namespace shelf {

class RuleSide {
public:
    RuleSide(const Snapshot& catalog, std::string_view spec); // "cpu", "category:parts/cpu"

    bool isCategory() const { return m_isCategory; }
    Code family() const { return m_isCategory || m_codes.empty() ? 0 : m_codes.front(); } // 0: no product has it
    bool has(const Snapshot& catalog, Row row) const; // of products that exist
    std::vector<Row> rows(const Snapshot& catalog) const; // sorted

private:
    bool hasCode(Code code) const;
    const Column* m_column = nullptr;
    bool m_inherits = true;
    bool m_isCategory = false;
    std::vector<Code> m_codes; // of a family
    std::vector<uint8_t> m_isIn; // by code of a list of categories
};

} // namespace shelf
