#include "model/change/change_set.h"

#include <algorithm>
#include <array>

namespace shelf {

namespace {

constexpr std::array<std::pair<Origin, std::string_view>, 10> originNames = {{
    {Origin::Edit, "edit"},
    {Origin::Import, "import"},
    {Origin::Definitions, "definitions"},
    {Origin::Review, "review"},
    {Origin::Undo, "undo"},
    {Origin::Redo, "redo"},
    {Origin::Policy, "policy"},
    {Origin::Feed, "feed"},
    {Origin::Merge, "merge"},
    {Origin::Seal, "seal"},
}};

// What an empty column costs besides its texts; it bounds the number of columns of a block.
constexpr size_t bytesOfColumn = sizeof(FieldColumn);

size_t bytesOf(const TextColumn& column)
{
    return column.bytes().size() + column.size() * sizeof(uint32_t);
}

void pushAt(TextColumn& column, size_t row, std::string_view text)
{
    if (text.empty())
        return;
    column.padTo(row);
    column.push(text);
}

void appendField(std::vector<FieldChange>& fields, std::string_view field, std::string_view before, std::string_view after)
{
    if (before != after)
        fields.push_back({std::string(field), std::string(before), std::string(after)});
}

std::vector<FieldChange> differingFields(const FieldMap& before, const FieldMap& after)
{
    std::vector<FieldChange> fields;
    auto left = before.begin();
    auto right = after.begin();
    while (left != before.end() || right != after.end()) {
        if (right == after.end() || (left != before.end() && left->first < right->first)) {
            appendField(fields, left->first, left->second, {});
            ++left;
        } else if (left == before.end() || right->first < left->first) {
            appendField(fields, right->first, {}, right->second);
            ++right;
        } else {
            appendField(fields, left->first, left->second, right->second);
            ++left;
            ++right;
        }
    }
    return fields;
}

} // namespace

std::string_view originName(Origin origin)
{
    for (const auto& [value, name] : originNames) {
        if (value == origin)
            return name;
    }
    return {};
}

std::optional<Origin> originFromName(std::string_view name)
{
    for (const auto& [value, known] : originNames) {
        if (known == name)
            return value;
    }
    return std::nullopt;
}

size_t ChangeBlock::bytes() const
{
    size_t sum = bytesOf(keys) + rows() * (sizeof(ChangeOp) + sizeof(uint64_t));
    for (const FieldColumn& column : columns)
        sum += bytesOfColumn + column.field.size() + bytesOf(column.before) + bytesOf(column.after);
    return sum;
}

size_t ChangeBlock::columnOf(std::string_view field)
{
    const auto place = places.byField.find(field);
    if (place != places.byField.end() && place->second < columns.size() && columns[place->second].field == field)
        return place->second;
    // Columns may have been made without add(): look before making another.
    const auto known = std::find_if(columns.begin(), columns.end(), [field](const FieldColumn& column) { return column.field == field; });
    const auto index = static_cast<size_t>(known - columns.begin());
    if (known == columns.end())
        columns.push_back({std::string(field), {}, {}});
    places.byField.insert_or_assign(std::string(field), static_cast<uint32_t>(index));
    return index;
}

void ChangeBlock::add(const Change& change)
{
    const size_t row = rows();
    keys.push(change.key);
    ops.push_back(change.op);
    baseRevisions.push_back(change.baseRevision);
    size_t next = 0; // fields mostly come in the order of the columns
    for (const FieldChange& field : change.fields) {
        const bool inOrder = next < columns.size() && columns[next].field == field.field;
        const size_t index = inOrder ? next : columnOf(field.field);
        FieldColumn& column = columns[index];
        next = index + 1;
        if (column.before.size() > row || column.after.size() > row)
            continue;
        pushAt(column.before, row, field.before);
        pushAt(column.after, row, field.after);
    }
}

Change ChangeBlock::row(size_t index) const
{
    Change change{kind, std::string(keys.at(index)), ops[index], baseRevisions[index], {}};
    for (const FieldColumn& column : columns)
        appendField(change.fields, column.field, column.beforeAt(index), column.afterAt(index));
    const auto byName = [](const FieldChange& left, const FieldChange& right) { return left.field < right.field; };
    if (!std::is_sorted(change.fields.begin(), change.fields.end(), byName))
        std::sort(change.fields.begin(), change.fields.end(), byName);
    return change;
}

void ChangeBlock::clear()
{
    keys.clear();
    ops.clear();
    baseRevisions.clear();
    columns.clear();
    places.byField.clear();
}

void ChangeSet::add(Change change)
{
    if (blocks.empty() || blocks.back().kind != change.kind || blocks.back().full()) {
        blocks.emplace_back();
        blocks.back().kind = change.kind;
    }
    blocks.back().add(change);
}

size_t ChangeSet::size() const
{
    size_t sum = 0;
    for (const ChangeBlock& block : blocks)
        sum += block.rows();
    return sum;
}

BlockSource ChangeSet::source() const
{
    return [this, next = size_t(0)](ChangeBlock& block) mutable -> Result<bool> {
        if (next == blocks.size())
            return false;
        block = blocks[next++];
        return true;
    };
}

std::optional<Change> difference(const Thing& before, const Thing& after)
{
    const bool gone = after.revision == 0 && after.fields.empty();
    const bool isNew = before.revision == 0;
    if (isNew && gone)
        return std::nullopt;
    Change change{after.kind, after.key, ChangeOp::Edit, before.revision, {}};
    if (isNew) {
        change.op = ChangeOp::Create;
        change.fields = differingFields({}, after.fields);
        return change;
    }
    change.fields = differingFields(before.fields, after.fields);
    if (gone)
        change.op = ChangeOp::Delete;
    else if (change.fields.empty())
        return std::nullopt;
    return change;
}

Change inverse(const Change& change, uint64_t currentRevision)
{
    Change back{change.kind, change.key, change.op, currentRevision, change.fields};
    for (FieldChange& field : back.fields)
        std::swap(field.before, field.after);
    if (change.op == ChangeOp::Create) {
        back.op = ChangeOp::Delete;
    } else if (change.op == ChangeOp::Delete) {
        back.op = ChangeOp::Create;
        back.baseRevision = 0;
    }
    return back;
}

} // namespace shelf
