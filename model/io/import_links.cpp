#include "model/io/import_links.h"

#include "model/domain/text.h"

#include <algorithm>
#include <cstring>
#include <numeric>

namespace shelf {

namespace {

// Stable, by the number that `key` gives for a row, which is below `keys`.
template <typename Row, typename Key> void sortBy(std::vector<Row>& rows, std::vector<Row>& scratch, size_t keys, const Key& key)
{
    std::vector<uint32_t> begins(keys + 1);
    for (const Row& row : rows)
        ++begins[key(row) + 1];
    std::partial_sum(begins.begin(), begins.end(), begins.begin());
    scratch.resize(rows.size());
    for (const Row& row : rows)
        scratch[begins[key(row)]++] = row;
    rows.swap(scratch);
}

// Standing for itself in an id and between the quotes of a JSON string.
bool isPlain(std::string_view text)
{
    return std::none_of(
        text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == '"' || c == '\\' || c == ':' || c == '%' || c == 0x7f; });
}

size_t columnAt(ChangeBlock& block, std::string_view field, size_t guess)
{
    return guess < block.columns.size() && block.columns[guess].field == field ? guess : block.columnOf(field);
}

} // namespace

ImportLinks::ImportLinks(MappingContext& context)
    : m_context(context),
      m_types(context.definitions(), context.options.defaultType.empty() ? context.options.linkType : context.options.defaultType)
{
    for (const std::string& code : m_types.codes())
        m_encodedTypes.push_back(percentEncoded(code));
}

uint32_t ImportLinks::variant(std::string_view text)
{
    if (text.empty())
        return 0;
    const auto [at, isNew] = m_variantPlaces.try_emplace(std::string(text), static_cast<uint32_t>(m_variants.size()));
    if (isNew)
        m_variants.emplace_back(text);
    return at->second;
}

LinkEnds ImportLinks::endsOf(uint16_t typeName, uint32_t source, uint32_t target) const
{
    const LinkTypeName& name = m_types.at(typeName);
    const bool symmetric = m_types.symmetric(name.type);
    const bool turned = symmetric ? m_skus.text(target) < m_skus.text(source) : name.inverse;
    return turned ? LinkEnds{target, source, true, symmetric} : LinkEnds{source, target, false, false};
}

void ImportLinks::add(Row row, std::string_view packedEdits)
{
    uint64_t& recent = m_recent[contentHash(packedEdits) % m_recent.size()];
    row.packed = recent;
    if (m_edits.empty() || packedOf(row) != packedEdits) {
        row.packed = recent = m_edits.size();
        const auto size = static_cast<uint32_t>(packedEdits.size());
        m_edits.append(reinterpret_cast<const char*>(&size), sizeof size).append(packedEdits);
    }
    m_rows.push_back(row);
}

void ImportLinks::remove(const LinkId& id, uint16_t origin, uint64_t line)
{
    Row row;
    row.source = m_skus.add(id.source);
    row.target = m_skus.add(id.target);
    row.line = static_cast<uint32_t>(line);
    row.variant = variant(id.variant);
    row.origin = origin;
    row.flags = Removes | FromList;
    if (const auto type = m_types.find(id.type)) {
        row.type = m_types.at(*type).type;
        m_exists.resize(m_skus.size());
        m_plain.resize(m_skus.size());
        add(row, {});
    }
}

std::string_view ImportLinks::packedOf(const Row& row) const
{
    uint32_t size = 0;
    std::memcpy(&size, m_edits.data() + row.packed, sizeof size);
    return std::string_view(m_edits).substr(row.packed + sizeof size, size);
}

void ImportLinks::appendId(std::string& out, uint16_t type, uint32_t source, uint32_t target, uint32_t variant) const
{
    const auto part = [&](uint32_t sku) {
        if (sku < m_plain.size() && m_plain[sku])
            out.append(m_skus.text(sku));
        else
            out.append(percentEncoded(m_skus.text(sku)));
    };
    out.append("link:");
    part(source);
    out.append(1, ':').append(m_encodedTypes[type]).append(1, ':');
    part(target);
    if (variant)
        out.append(1, ':').append(percentEncoded(m_variants[variant]));
}

std::string ImportLinks::idOf(uint16_t type, uint32_t source, uint32_t target, uint32_t variant) const
{
    std::string id;
    appendId(id, type, source, target, variant);
    return id;
}

Result<void> ImportLinks::resolveSkus()
{
    m_exists.assign(m_skus.size(), 0);
    m_plain.assign(m_skus.size(), 0);
    const bool one = m_skus.size() * 8 < m_context.productCount();
    for (uint32_t sku = 0; sku < m_skus.size(); ++sku) {
        m_plain[sku] = isPlain(m_skus.text(sku)) ? 1 : 0;
        if (m_context.alsoExists && m_context.alsoExists(m_skus.text(sku))) {
            m_exists[sku] = 1;
        } else if (one) {
            const auto there = m_context.workspace.product(m_skus.text(sku));
            if (!there)
                return there.error();
            m_exists[sku] = there->has_value() ? 1 : 0;
        }
    }
    if (one || !m_context.hadProducts())
        return {};
    return m_context.workspace.forEachSku([&](std::string_view sku) {
        if (uint32_t number = 0; m_skus.find(sku, number))
            m_exists[number] = 1;
        return true;
    });
}

// By id: rows whose ids follow each other are written to pages that follow each other.
void ImportLinks::sort()
{
    std::vector<uint32_t> order(m_skus.size()), rank(m_skus.size());
    std::iota(order.begin(), order.end(), 0u);
    std::vector<std::string> encoded;
    const bool allPlain = std::all_of(m_plain.begin(), m_plain.end(), [](char plain) { return plain != 0; });
    if (!allPlain)
        for (uint32_t sku = 0; sku < m_skus.size(); ++sku)
            encoded.push_back(percentEncoded(m_skus.text(sku)));
    std::sort(order.begin(), order.end(), [&](uint32_t left, uint32_t right) {
        const std::string_view a = allPlain ? m_skus.text(left) : std::string_view(encoded[left]);
        const std::string_view b = allPlain ? m_skus.text(right) : std::string_view(encoded[right]);
        const size_t common = std::min(a.size(), b.size());
        const int compared = std::memcmp(a.data(), b.data(), common);
        if (compared != 0 || a.size() == b.size())
            return compared < 0;
        return a.size() < b.size() ? ':' < static_cast<unsigned char>(b[common]) : static_cast<unsigned char>(a[common]) < ':';
    });
    for (uint32_t place = 0; place < order.size(); ++place)
        rank[order[place]] = place;
    std::vector<Row> scratch;
    if (m_variants.size() > 1)
        sortBy(m_rows, scratch, m_variants.size(), [](const Row& row) { return row.variant; });
    sortBy(m_rows, scratch, m_skus.size(), [&](const Row& row) { return rank[row.target]; });
    sortBy(m_rows, scratch, m_types.codes().size(), [](const Row& row) { return row.type; });
    sortBy(m_rows, scratch, m_skus.size(), [&](const Row& row) { return rank[row.source]; });
}

bool ImportLinks::sameId(const Row& left, const Row& right) const
{
    return left.source == right.source && left.target == right.target && left.type == right.type && left.variant == right.variant;
}

bool ImportLinks::namesUnknown(const Row& row)
{
    if (m_exists[row.source] && m_exists[row.target])
        return false;
    if (row.flags & Removes)
        return false; // what is gone may be taken out
    const MappingOrigin& origin = m_context.origins[row.origin];
    const bool turned = row.flags & Turned;
    if (!m_exists[row.source])
        m_context.rejectUnknown(row.origin, row.line, turned ? origin.targetColumn : origin.sourceColumn, m_skus.text(row.source));
    else
        m_context.rejectUnknown(row.origin, row.line, turned ? origin.sourceColumn : origin.targetColumn, m_skus.text(row.target));
    return true;
}

// A second row for one id: the same again, its other end, or a contradiction.
void ImportLinks::join(const Row& first, const Row& other, Group& group, bool& rejected)
{
    const std::string_view mine = group.merged ? std::string_view(m_merged) : packedOf(first);
    const std::string_view theirs = packedOf(other);
    const bool removes = other.flags & Removes;
    if (removes == group.removes && mine == theirs) {
        ++m_context.report.duplicates;
        return;
    }
    if (removes != group.removes && (first.flags & other.flags & FromList)) {
        group.removes = false; // one end's list drops what the other end's list names
        m_merged = removes ? std::string(mine) : std::string(theirs);
        group.merged = true;
        return;
    }
    const bool otherEnd = m_types.symmetric(first.type) && ((first.flags ^ other.flags) & Turned) && !removes && !group.removes;
    bool agree = otherEnd;
    std::string more;
    if (otherEnd) {
        const ContentEdits known = unpackEdits(mine);
        for (const ContentEdit& edit : unpackEdits(theirs)) {
            const auto at = std::find_if(known.begin(), known.end(), [&](const ContentEdit& one) { return one.key == edit.key; });
            if (at == known.end())
                packEdits(more, {edit});
            else
                agree = agree && *at == edit;
        }
    }
    if (!agree) {
        rejected = true;
        m_context.reject(other.origin, other.line, m_context.origins[other.origin].targetColumn, "DUPLICATE_KEY",
            "the same link is in line " + std::to_string(first.line) + " with other values");
        return;
    }
    m_merged = std::string(mine) + more;
    group.merged = true;
}

size_t ImportLinks::nextGroup(Group& group)
{
    group.first = m_next;
    group.end = m_next + 1;
    group.merged = false;
    while (group.end < m_rows.size() && sameId(m_rows[group.first], m_rows[group.end]))
        ++group.end;
    m_next = group.end;
    size_t chosen = std::string::npos;
    for (size_t at = group.first; at < group.end; ++at) {
        const Row& row = m_rows[at];
        if (namesUnknown(row))
            continue;
        bool rejected = false;
        if (chosen == std::string::npos) {
            chosen = at;
            group.removes = row.flags & Removes;
            group.flags = row.flags;
        } else {
            join(m_rows[chosen], row, group, rejected);
            if (!rejected)
                group.flags |= row.flags & Unchecked;
        }
    }
    return chosen;
}

bool ImportLinks::checkContentOf(const Row& row, const std::string& id, const FieldMap& content)
{
    if (auto good = checkContent(id, content); !good) {
        const size_t comma = good.error().where.rfind(", ");
        m_context.reject(row.origin, row.line, comma == std::string::npos ? std::string() : good.error().where.substr(comma + 2),
            good.error().code, good.error().what + "; " + good.error().tryThis);
        return false;
    }
    if (auto known = m_context.checkNames(id, content); !known) {
        m_context.reject(row.origin, row.line, {}, known.error().code, known.error().what);
        return false;
    }
    return true;
}

// A link where no mapping is there: straight into the columns of the block.
void ImportLinks::writeNew(const Row& row, const Group& group, ChangeBlock& block)
{
    const size_t index = block.rows();
    m_id.clear();
    appendId(m_id, row.type, row.source, row.target, row.variant);
    const auto quoted = [&](size_t guess, std::string_view field, std::string_view text, bool plain) {
        TextColumn& column = block.columns[columnAt(block, field, guess)].after;
        column.padTo(index);
        if (plain) {
            column.bytes().append(1, '"').append(text).append(1, '"');
            column.endRow();
        } else {
            column.push(jsonString(text));
        }
    };
    block.keys.push(m_id);
    block.ops.push_back(ChangeOp::Create);
    block.baseRevisions.push_back(0);
    quoted(0, "source", m_skus.text(row.source), m_plain[row.source]);
    quoted(1, "type", m_types.codes()[row.type], false);
    quoted(2, "target", m_skus.text(row.target), m_plain[row.target]);
    if (row.variant)
        quoted(3, "variant", m_variants[row.variant], false);
    std::string_view packed = group.merged ? std::string_view(m_merged) : packedOf(row);
    PackedEdit edit;
    size_t guess = 3;
    while (nextEdit(packed, edit)) {
        if (edit.op != EditOp::Set && edit.op != EditOp::Text)
            continue;
        TextColumn& column = block.columns[columnAt(block, contentKeys(MappingKind::Link)[edit.key].name, guess++)].after;
        column.padTo(index);
        column.push(edit.json);
    }
    m_context.countNew(MappingKind::Link, m_context.origins[row.origin].counted);
    if (m_context.options.dryRun && m_context.report.changes.size() < 1000)
        m_context.reportChange(block.row(index));
}

Result<void> ImportLinks::write(const Row& row, const Group& group, ChangeBlock& block)
{
    const bool counted = m_context.origins[row.origin].counted;
    const bool simple = m_fresh && !(group.flags & Unchecked);
    if (simple && !group.removes) {
        writeNew(row, group, block);
        return {};
    }
    const std::string id = idOf(row.type, row.source, row.target, row.variant);
    auto present = m_fresh ? Result<std::optional<MappingState>>(std::optional<MappingState>()) : m_context.workspace.mapping(id);
    if (!present)
        return present.error();
    if (group.removes) {
        if (*present)
            m_context.remove(**present, counted, block);
        else
            m_context.report.unchanged += counted ? 1 : 0;
        return {};
    }
    FieldMap content;
    if (*present) {
        content = (*present)->working();
    } else {
        content.setText("source", m_skus.text(row.source));
        content.setText("type", m_types.codes()[row.type]);
        content.setText("target", m_skus.text(row.target));
        content.setText("variant", m_variants[row.variant]);
    }
    const ContentEdits edits = unpackEdits(group.merged ? std::string_view(m_merged) : packedOf(row));
    for (const ContentEdit& edit : edits)
        applyEdit(content, edit);
    if (group.flags & Unchecked)
        settleSeason(content, edits, MappingKind::Link, m_context.definitions());
    const bool same = *present && content == (*present)->working();
    if (!same && !checkContentOf(row, id, content))
        return {};
    m_context.upsert(*present ? &**present : nullptr, id, std::move(content), counted, block);
    return {};
}

Result<bool> ImportLinks::next(ChangeBlock& block)
{
    if (m_next == 0) {
        const auto any = m_context.hasMappings();
        if (!any)
            return any.error();
        m_fresh = !*any;
    }
    block.clear();
    block.kind = ThingKind::Mapping;
    Group group;
    while (m_next < m_rows.size() && !block.full()) {
        if (m_next % 4096 == 0 && m_context.cancelled())
            return cancelledImport("import");
        const size_t chosen = nextGroup(group);
        if (chosen == std::string::npos)
            continue;
        if (auto written = write(m_rows[chosen], group, block); !written)
            return written.error();
    }
    return block.rows() > 0;
}

} // namespace shelf
