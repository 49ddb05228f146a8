#include "governance/rules/attributes/twins.h"

namespace shelf::attr {

void keepPossibleTwins(std::vector<HashedRow>& rows)
{
    // One bit for "met" and one for "met again" in tables of sixteen bits a row: of rows that have no twin some 6 % stay.
    const uint64_t bits = std::bit_ceil(std::max<uint64_t>(rows.size() * 16, 1024));
    std::vector<uint64_t> met(bits / 64), again(bits / 64);
    for (const HashedRow& hashed : rows) {
        const uint64_t place = hashed.hash & (bits - 1);
        const uint64_t bit = uint64_t(1) << (place & 63);
        again[place >> 6] |= met[place >> 6] & bit;
        met[place >> 6] |= bit;
    }
    std::erase_if(rows, [&](const HashedRow& hashed) {
        const uint64_t place = hashed.hash & (bits - 1);
        return !(again[place >> 6] >> (place & 63) & 1);
    });
}

std::string namedTwins(const Snapshot& catalog, const std::vector<Row>& shown, size_t count)
{
    std::vector<std::string> names;
    for (const Row row : shown)
        names.push_back(productLabel(catalog, row));
    if (count > names.size())
        return join(names, ", ") + " and " + std::to_string(count - names.size()) + " more";
    return listed(names);
}

std::string otherTwins(const Snapshot& catalog, const Twins& group, Row row)
{
    std::vector<Row> shown;
    for (size_t i = 0; i < group.rows.size() && shown.size() < shownTwins; ++i)
        if (group.rows[i] != row)
            shown.push_back(group.rows[i]);
    return namedTwins(catalog, shown, group.rows.size() - 1);
}

} // namespace shelf::attr
