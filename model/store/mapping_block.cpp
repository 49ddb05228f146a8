#include "model/store/mapping_block.h"

#include "model/domain/decimal.h"
#include "model/domain/mapping.h"
#include "model/domain/product.h"
#include "model/domain/text.h"

#include <algorithm>
#include <array>

namespace shelf {

namespace {

// The keys a plain link may have, in byte order.
enum Key : size_t { Owner, Rank, Reason, Source, Target, TargetRank, Type, KeyCount };
constexpr std::array<std::string_view, KeyCount> keyNames = {"owner", "rank", "reason", "source", "target", "target_rank", "type"};

// The text of a JSON string that holds no escapes; nullopt: another value, or one to be looked at closely.
std::optional<std::string_view> plainText(std::string_view json)
{
    if (json.size() < 3 || json.front() != '"' || json.back() != '"')
        return std::nullopt;
    const std::string_view text = json.substr(1, json.size() - 2);
    bool ascii = true;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == '"' || byte == '\\' || byte == 0x7f)
            return std::nullopt;
        ascii = ascii && byte < 0x80;
    }
    return ascii || !firstInvalidUtf8(text) ? std::optional(text) : std::nullopt;
}

bool isPlainSku(std::string_view text)
{
    return text.size() <= maxSkuBytes && text.front() != ' ' && text.back() != ' ' && text.find_first_of(":%") == std::string_view::npos
        && std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool isPlainNumber(std::string_view json)
{
    const bool digits = json.size() < 10 && json.front() != '0' && json.find_first_not_of("0123456789") == std::string_view::npos;
    return digits || canonicalDecimal(json) == json;
}

bool hasId(std::string_view id, std::string_view source, std::string_view type, std::string_view target)
{
    constexpr size_t begin = 5; // "link:"
    return id.size() == begin + source.size() + type.size() + target.size() + 2 && id.starts_with("link:")
        && id.substr(begin, source.size()) == source && id[begin + source.size()] == ':'
        && id.substr(begin + source.size() + 1, type.size()) == type && id[begin + source.size() + 1 + type.size()] == ':'
        && id.ends_with(target);
}

using Columns = std::array<const FieldColumn*, KeyCount>;

bool findColumns(const ChangeBlock& block, Columns& columns)
{
    columns.fill(nullptr);
    for (const FieldColumn& column : block.columns) {
        const auto known = std::find(keyNames.begin(), keyNames.end(), column.field);
        if (known == keyNames.end() || !column.before.allEmpty())
            return false;
        columns[static_cast<size_t>(known - keyNames.begin())] = &column;
    }
    return columns[Source] && columns[Type] && columns[Target];
}

// Appends the row's draft to `drafts`; false: the row is no plain link.
bool takeRow(const ChangeBlock& block, const Columns& columns, size_t row, TextColumn& drafts)
{
    const auto value = [&](Key key) { return columns[key] ? columns[key]->afterAt(row) : std::string_view(); };
    const auto source = plainText(value(Source)), type = plainText(value(Type)), target = plainText(value(Target));
    if (!source || !type || !target || *source == *target || !isPlainSku(*source) || !isPlainSku(*target) || !isPlainSku(*type)
        || !hasId(block.keys.at(row), *source, *type, *target))
        return false;
    for (const Key key : {Owner, Reason})
        if (!value(key).empty() && !plainText(value(key)))
            return false;
    for (const Key key : {Rank, TargetRank})
        if (!value(key).empty() && !isPlainNumber(value(key)))
            return false;
    std::string& bytes = drafts.bytes();
    char before = '{';
    for (size_t key = 0; key < KeyCount; ++key) {
        const std::string_view json = value(static_cast<Key>(key));
        if (json.empty())
            continue;
        bytes.append(1, before).append(1, '"').append(keyNames[key]).append("\":").append(json);
        before = ',';
    }
    bytes += '}';
    drafts.endRow();
    return true;
}

// What the links name. They come in order of their sources, so that targets lie anywhere: each is asked for some rows ahead.
void see(const ChangeBlock& block, const Columns& columns, ReferenceChecks& references)
{
    constexpr size_t ahead = 16;
    const auto textAt = [&](Key key, size_t row) {
        const std::string_view json = columns[key]->afterAt(row);
        return json.substr(1, json.size() - 2);
    };
    std::array<size_t, ahead> hashes{};
    const auto begin = [&](size_t row) {
        hashes[row % ahead] = SeenTexts::hashOf(textAt(Target, row));
        references.seenSkus().fetch(hashes[row % ahead]);
    };
    for (size_t row = 0; row < std::min(ahead, block.rows()); ++row)
        begin(row);
    for (size_t row = 0; row < block.rows(); ++row) {
        references.seenSkus().fetchText(hashes[(row + ahead / 2) % ahead]);
        references.seeLink(block.keys.at(row), textAt(Source, row), textAt(Type, row), textAt(Target, row), hashes[row % ahead]);
        if (row + ahead < block.rows())
            begin(row + ahead);
    }
}

} // namespace

MappingBlockInsert::Prepared MappingBlockInsert::prepare(const ChangeBlock& block, ReferenceChecks& references)
{
    Columns columns;
    const bool creates = std::all_of(block.ops.begin(), block.ops.end(), [](ChangeOp op) { return op == ChangeOp::Create; })
        && std::all_of(block.baseRevisions.begin(), block.baseRevisions.end(), [](uint64_t revision) { return revision == 0; });
    if (!creates || !findColumns(block, columns))
        return {};
    Prepared prepared;
    for (size_t row = 0; row < block.rows(); ++row)
        if (!takeRow(block, columns, row, prepared.drafts))
            return {};
    see(block, columns, references);
    prepared.plain = true;
    return prepared;
}

void MappingBlockInsert::insert(const ChangeBlock& block, const Prepared& prepared, const ChangeContext& context)
{
    if (!m_statement)
        m_statement = std::make_unique<Query>(m_database,
            "INSERT INTO mapping(id, revision, changed_in, version, draft, draft_status, draft_retires, draft_authors)"
            " VALUES(?1, 1, ?2, 0, ?3, ?4, 0, ?5)");
    const std::string authors = Json::strings({context.author}).write();
    m_statement->bind(2, static_cast<int64_t>(context.number)).bind(4, statusName(MappingStatus::Draft)).bind(5, authors);
    for (size_t row = 0; row < block.rows(); ++row)
        m_statement->bind(1, block.keys.at(row)).bind(3, prepared.drafts.at(row)).run();
}

} // namespace shelf
