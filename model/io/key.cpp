#include "model/io/key.h"

#include "model/domain/hash.h"
#include "model/domain/text.h"
#include "model/io/import_hash.h"

#include <QList>
#include <QString>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace shelf {

namespace {

constexpr size_t readableBytes = 60;
constexpr size_t mostHashes = size_t(4) << 20; // of cells kept at a time
constexpr uint64_t mostWork = uint64_t(1) << 30; // cell hashes looked at in the search for the smallest set
constexpr int mostRounds = 8;

bool isStable(const NamedColumn& column)
{
    switch (column.target) {
    case Target::Attribute:
    case Target::Category:
    case Target::Categories:
    case Target::Split:
        return !speaksOfChange(codeFor(column.label));
    case Target::Core:
        return column.core->type == CoreType::Text && column.code != "currency";
    default:
        return false;
    }
}

// Hashes of the stable cells of some rows, row by row.
class KeyRows {
public:
    explicit KeyRows(size_t width) : m_width(width) { }
    void add(const std::vector<uint64_t>& hashes) { m_hashes.insert(m_hashes.end(), hashes.begin(), hashes.end()); }
    size_t rows() const { return m_width ? m_hashes.size() / m_width : 0; }
    bool full() const { return m_hashes.size() + m_width > mostHashes; }
    uint64_t work() const { return m_work; }

    // Whether these columns tell apart whatever all columns tell apart.
    bool separates(const std::vector<size_t>& columns)
    {
        std::unordered_map<uint64_t, uint64_t> seen; // hash of the key -> hash of all
        for (size_t row = 0; row < rows(); ++row) {
            m_work += columns.size() + 4;
            const uint64_t whole = wholeOf(row);
            const auto [at, isNew] = seen.try_emplace(keyOf(row, columns), whole);
            if (!isNew && at->second != whole)
                return false;
        }
        return true;
    }
    static uint64_t combine(uint64_t hash, uint64_t cell)
    {
        return hash_detail::fold(hash ^ 0x9E3779B97F4A7C15u, cell ^ 0xA0761D6478BD642Fu) + cell;
    }

private:
    uint64_t keyOf(size_t row, const std::vector<size_t>& columns) const
    {
        uint64_t hash = 0;
        for (const size_t column : columns)
            hash = combine(hash, m_hashes[row * m_width + column]);
        return hash;
    }
    uint64_t wholeOf(size_t row) const
    {
        uint64_t hash = 0;
        for (size_t column = 0; column < m_width; ++column)
            hash = combine(hash, m_hashes[row * m_width + column]);
        return hash;
    }

    size_t m_width;
    std::vector<uint64_t> m_hashes;
    uint64_t m_work = 0;
};

// The next set of `size` out of `count` in lexicographic order.
bool nextSet(std::vector<size_t>& set, size_t count)
{
    for (size_t i = set.size(); i-- > 0;) {
        if (set[i] + (set.size() - i) < count) {
            ++set[i];
            for (size_t j = i + 1; j < set.size(); ++j)
                set[j] = set[j - 1] + 1;
            return true;
        }
    }
    return false;
}

std::vector<size_t> smallestSet(KeyRows& rows, size_t count)
{
    const uint64_t budget = rows.work() + mostWork;
    for (size_t size = 1; size <= count && rows.work() < budget; ++size) {
        std::vector<size_t> set;
        for (size_t i = 0; i < size; ++i)
            set.push_back(i);
        do {
            if (rows.separates(set))
                return set;
        } while (nextSet(set, count) && rows.work() < budget);
    }
    // Too many sets to try: leave columns out, from the right, as long as the others suffice.
    std::vector<size_t> set;
    for (size_t i = 0; i < count; ++i)
        set.push_back(i);
    for (size_t i = count; i-- > 0 && set.size() > 1;) {
        std::vector<size_t> fewer = set;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
        if (rows.separates(fewer))
            set = std::move(fewer);
    }
    return set;
}

// Calls `visit` with the hashes of each good row's stable cells.
template <typename Visit>
Result<void> forEachRow(const ImportFile& file, const std::vector<size_t>& cells, const Progress& progress, const Visit& visit)
{
    auto opened = openRecords(file.path, file.form);
    if (!opened)
        return opened.error();
    Record record;
    std::vector<uint64_t> hashes(cells.size());
    for (uint64_t count = 0; (*opened)->next(record); ++count) {
        if (count % 4096 == 0 && progress.cancelled())
            return Error{ErrorKind::Cancelled, "CANCELLED", file.path, "cancelled; nothing was changed", "start it again when you like"};
        if (record.fault != RecordFault::None || record.width != file.columns.size())
            continue;
        for (size_t i = 0; i < cells.size(); ++i)
            hashes[i] = hashOf(record.cells[cells[i]]).a;
        visit(hashes);
    }
    if ((*opened)->error())
        return *(*opened)->error();
    return {};
}

uint64_t hashAll(const std::vector<uint64_t>& hashes, const std::vector<size_t>& columns)
{
    uint64_t hash = 0;
    for (const size_t column : columns)
        hash = KeyRows::combine(hash, hashes[column]);
    return hash;
}

} // namespace

Result<std::vector<std::string>> proposeKey(const ImportFile& file, const Progress& progress)
{
    std::vector<size_t> cells, all;
    for (const NamedColumn& column : file.columns) {
        const auto named = std::find(file.form.header.begin(), file.form.header.end(), file.form.header[column.cell]);
        const bool nameIsItsOwn = named - file.form.header.begin() == static_cast<std::ptrdiff_t>(column.cell) && !named->empty();
        if (nameIsItsOwn && isStable(column))
            cells.push_back(column.cell);
    }
    if (cells.empty())
        return std::vector<std::string>();
    for (size_t i = 0; i < cells.size(); ++i)
        all.push_back(i);

    KeyRows rows(cells.size());
    bool partial = false;
    auto read = forEachRow(file, cells, progress, [&](const std::vector<uint64_t>& hashes) {
        if (rows.full())
            partial = true;
        else
            rows.add(hashes);
    });
    if (!read)
        return read.error();
    std::vector<size_t> key = smallestSet(rows, cells.size());

    // Of a file too large to be kept only a part was looked at: what the key mixes up in the rest is added, and the search begins
    // again, until it mixes up nothing.
    for (int round = 0; partial && round < mostRounds; ++round) {
        std::unordered_map<uint64_t, uint64_t> seen;
        std::unordered_set<uint64_t> mixed;
        read = forEachRow(file, cells, progress, [&](const std::vector<uint64_t>& hashes) {
            const uint64_t hash = hashAll(hashes, key);
            const auto [at, isNew] = seen.try_emplace(hash, hashAll(hashes, all));
            if (!isNew && at->second != hashAll(hashes, all) && mixed.size() < 10000)
                mixed.insert(hash);
        });
        if (!read)
            return read.error();
        if (mixed.empty())
            break;
        KeyRows counterexamples(cells.size());
        read = forEachRow(file, cells, progress, [&](const std::vector<uint64_t>& hashes) {
            if (mixed.contains(hashAll(hashes, key)) && !counterexamples.full())
                counterexamples.add(hashes);
        });
        if (!read)
            return read.error();
        // The counterexamples alone may suggest a key that fails on the first part: take both.
        std::vector<size_t> more = smallestSet(counterexamples, cells.size());
        more.insert(more.end(), key.begin(), key.end());
        std::sort(more.begin(), more.end());
        more.erase(std::unique(more.begin(), more.end()), more.end());
        key = std::move(more);
    }
    std::vector<std::string> headers;
    for (const size_t column : key)
        headers.push_back(file.form.header[cells[column]]);
    return headers;
}

std::string generatedSku(std::span<const std::string_view> values, std::string_view family)
{
    std::string readable;
    std::string hashed(family);
    for (const std::string_view value : values) {
        hashed += '\x1F';
        hashed += value;
        if (readable.size() >= readableBytes * 2)
            continue; // it is going to be cut
        bool pending = !readable.empty();
        const auto put = [&](const QString& text) {
            if (pending && !readable.empty())
                readable += '-';
            pending = false;
            readable += text.toStdString();
        };
        const std::string_view start = value.substr(0, readableBytes * 4);
        for (const char32_t letter : QString::fromUtf8(start.data(), static_cast<qsizetype>(start.size())).toUcs4()) {
            const bool keep = QChar::isLetterOrNumber(letter) || (letter == U'.' && !pending) || letter == U'+';
            if (letter == 0xFFFD || !keep)
                pending = !readable.empty();
            else
                put(QString::fromUcs4(&letter, 1).toLower());
        }
    }
    if (std::none_of(values.begin(), values.end(), [](std::string_view value) { return !value.empty(); }))
        return {};
    while (!readable.empty() && readable.size() > readableBytes) {
        size_t end = readableBytes;
        while (end > 0 && (static_cast<uint8_t>(readable[end]) & 0xC0) == 0x80)
            --end;
        readable.resize(end);
    }
    while (readable.ends_with('-') || readable.ends_with('.'))
        readable.pop_back();
    return (readable.empty() ? "item" : readable) + "-" + sha256Hex(hashed).substr(0, 6);
}

} // namespace shelf
