#include "governance/compatibility/row_groups.h"

#include <array>
#include <unordered_map>

namespace shelf {

namespace {

// The codes of a field for sorted rows.
std::vector<Code> codesFor(const Snapshot& catalog, const std::vector<Row>& rows, const GroupField& field)
{
    std::vector<Code> codes(rows.size());
    if (!field.column)
        return codes;
    std::array<Code, chunkRows> buffer;
    for (size_t at = 0; at < rows.size();) {
        const Row chunk = rows[at] / chunkRows;
        const auto values = catalog.chunk(field.column, chunk, buffer.data(), field.inherits);
        for (; at < rows.size() && rows[at] / chunkRows == chunk; ++at)
            codes[at] = values[rows[at] % chunkRows];
    }
    return codes;
}

// Splits groups by one more field; gives how many there are now.
uint32_t refine(std::vector<uint32_t>& groups, uint32_t count, const std::vector<Code>& codes, Code highest)
{
    constexpr uint32_t none = ~uint32_t(0);
    constexpr uint64_t dense = uint64_t(1) << 22;
    uint32_t next = 0;
    const uint64_t places = uint64_t(count) * (uint64_t(highest) + 1);
    if (places <= dense) {
        std::vector<uint32_t> known(places, none);
        for (size_t i = 0; i < groups.size(); ++i) {
            uint32_t& place = known[uint64_t(groups[i]) * (uint64_t(highest) + 1) + codes[i]];
            if (place == none)
                place = next++;
            groups[i] = place;
        }
        return next;
    }
    std::unordered_map<uint64_t, uint32_t> known;
    known.reserve(groups.size() / 4);
    for (size_t i = 0; i < groups.size(); ++i) {
        const auto [place, isNew] = known.try_emplace(uint64_t(groups[i]) << 32 | codes[i], next);
        next += isNew ? 1 : 0;
        groups[i] = place->second;
    }
    return next;
}

} // namespace

RowGroups::RowGroups(const Snapshot& catalog, std::vector<Row> rows, const std::vector<GroupField>& fields)
    : m_width(fields.size()), m_rows(std::move(rows)), m_groupOf(m_rows.size())
{
    uint32_t count = m_rows.empty() ? 0 : 1;
    std::vector<std::vector<Code>> codes;
    for (const GroupField& field : fields) {
        codes.push_back(codesFor(catalog, m_rows, field));
        count = refine(m_groupOf, count, codes.back(), field.column ? field.column->valueCount() : 0);
    }
    m_counts.resize(count);
    m_codes.resize(count * m_width);
    for (size_t i = 0; i < m_rows.size(); ++i) {
        if (m_counts[m_groupOf[i]]++ == 0)
            for (size_t field = 0; field < m_width; ++field)
                m_codes[m_groupOf[i] * m_width + field] = codes[field][i];
    }
}

std::vector<Code> RowGroups::codes(size_t field) const
{
    std::vector<Code> result;
    result.reserve(size());
    for (size_t group = 0; group < size(); ++group)
        result.push_back(code(group, field));
    return result;
}

} // namespace shelf
