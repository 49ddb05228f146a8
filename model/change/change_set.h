// A ChangeSet is a value that says how things change: kind, key, field, before, after. It names nothing by row, so it means
// the same in every copy of a workspace. Everything that changes the catalog is one, and Workspace::apply takes it.
//
// In memory and in the journal a change set is a sequence of blocks: up to maxBlockRows changed things of one kind, column by
// column. An edit of one cell is a block of one row and one column; an import of a million products is some thirty blocks that
// are made, written and forgotten one after the other, so that memory stays bounded.
#pragma once

#include "model/domain/thing.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace shelf {

enum class ChangeOp : uint8_t { Create = 1, Edit = 2, Delete = 3 };

// What made a change set. Written into the journal.
enum class Origin : uint8_t {
    Edit = 1,
    Import = 2,
    Definitions = 3,
    Review = 4,
    Undo = 5,
    Redo = 6,
    Policy = 7,
    Feed = 8,
    Merge = 9,
    Seal = 10
};
std::string_view originName(Origin origin);
std::optional<Origin> originFromName(std::string_view name);

// One field's change; canonical JSON text, empty: absent. before == after never occurs.
struct FieldChange {
    std::string field;
    std::string before;
    std::string after;
    bool operator==(const FieldChange&) const = default;
};

// One thing's change. baseRevision is the revision it was made on (0 for Create). A Delete lists every field's before.
//
// Mappings: the fields are content keys and apply to the working content (the draft, else the approved version). Control
// fields begin with '@' and are interpreted by model/change/mapping_state.h: "@status" (draft -> in_review -> approved |
// rejected), "@retire" (true: the draft proposes to retire), "@comment" (with a decision), "@hold".
struct Change {
    ThingKind kind = ThingKind::Product;
    std::string key;
    ChangeOp op = ChangeOp::Edit;
    uint64_t baseRevision = 0;
    std::vector<FieldChange> fields;
    bool operator==(const Change&) const = default;
};

// Texts one after the other: row i is bytes [ends[i-1], ends[i]). Rows beyond the last are empty.
class TextColumn {
public:
    TextColumn() = default;
    TextColumn(std::string bytes, std::vector<uint32_t> ends) : m_bytes(std::move(bytes)), m_ends(std::move(ends)) { }

    void push(std::string_view text)
    {
        m_bytes.append(text);
        m_ends.push_back(static_cast<uint32_t>(m_bytes.size()));
    }
    // For writers that append to bytes() directly: ends the current row.
    void endRow() { m_ends.push_back(static_cast<uint32_t>(m_bytes.size())); }
    std::string& bytes() { return m_bytes; }
    const std::string& bytes() const { return m_bytes; }
    const std::vector<uint32_t>& ends() const { return m_ends; }
    std::string_view at(size_t row) const
    {
        if (row >= m_ends.size())
            return {};
        const uint32_t begin = row ? m_ends[row - 1] : 0;
        return std::string_view(m_bytes).substr(begin, m_ends[row] - begin);
    }
    size_t size() const { return m_ends.size(); }
    bool allEmpty() const { return m_bytes.empty(); }
    // Empty rows up to `rows` of them; never takes rows away.
    void padTo(size_t rows)
    {
        if (m_ends.size() < rows)
            m_ends.resize(rows, static_cast<uint32_t>(m_bytes.size()));
    }
    void clear()
    {
        m_bytes.clear();
        m_ends.clear();
    }
    bool operator==(const TextColumn&) const = default;

private:
    std::string m_bytes;
    std::vector<uint32_t> m_ends;
};

// Either column may have fewer rows than the block, or none: a value that has no row is absent. Writers therefore append
// only what is there (padTo(row), then push); readers ask beforeAt and afterAt.
struct FieldColumn {
    std::string field;
    TextColumn before;
    TextColumn after;

    std::string_view beforeAt(size_t row) const { return before.at(row); }
    std::string_view afterAt(size_t row) const { return after.at(row); }
    bool operator==(const FieldColumn&) const = default;
};

inline constexpr size_t maxBlockRows = 32768;
inline constexpr size_t maxBlockBytes = size_t(12) << 20; // a block is closed when its bytes() pass this

// Where add() found a field's column. Only a hint, checked at each use: it is no part of a block's value.
struct ColumnPlaces {
    struct Hash {
        using is_transparent = void;
        size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };
    std::unordered_map<std::string, uint32_t, Hash, std::equal_to<>> byField;
    bool operator==(const ColumnPlaces&) const { return true; }
};

struct ChangeBlock {
    ThingKind kind = ThingKind::Product;
    TextColumn keys;
    std::vector<ChangeOp> ops;
    std::vector<uint64_t> baseRevisions;
    std::vector<FieldColumn> columns; // a row whose before and after are both empty does not touch that field
    ColumnPlaces places;

    size_t rows() const { return keys.size(); }
    size_t bytes() const; // of memory, about: texts, four for each row of a column, something for each column
    bool full() const { return rows() >= maxBlockRows || bytes() >= maxBlockBytes; }
    void add(const Change& change); // of this block's kind; a field named twice counts once
    Change row(size_t index) const; // its fields in byte order of their names
    // Index of the field's column, which is made where there is none.
    size_t columnOf(std::string_view field);
    void clear();
    bool operator==(const ChangeBlock&) const = default;
};

// Gives the next block of a change set, false at its end. Called until false or an error.
using BlockSource = std::function<Result<bool>(ChangeBlock& block)>;

// What is said about a change set as a whole. Workspace::apply fills in number, uuid (if empty), workspace and time.
struct ChangeSetHeader {
    uint64_t number = 0; // in this workspace's journal, from 1
    std::string uuid;
    std::string workspace; // id of the workspace it was made in
    std::string time; // UTC, ISO 8601 with milliseconds
    std::string author; // a person's name as given
    std::string label; // what a person reads in the history
    Origin origin = Origin::Edit;
    std::optional<uint64_t> undoes; // with Undo and Redo: the change set whose effect is taken back or brought again
};

struct ChangeSet {
    ChangeSetHeader header;
    std::vector<ChangeBlock> blocks;

    void add(Change change); // into the last block, or a new one where the kind differs or it is full
    bool empty() const { return blocks.empty(); }
    size_t size() const; // number of changed things
    BlockSource source() const; // a copy of each block in turn; the change set must outlive it
};

// The change from `before` to `after` (same kind and key); nullopt where nothing differs. An empty revision (0) on `before`
// makes it a Create, `after` without fields and with revision 0 a Delete. (To create a thing without fields, give `after` a
// revision.)
std::optional<Change> difference(const Thing& before, const Thing& after);
// The change that takes `change` back, made on `currentRevision`; a Create is made on revision 0. Not for mappings, whose
// status has rules of its own: undoChange in model/change/mapping_state.h.
Change inverse(const Change& change, uint64_t currentRevision);

} // namespace shelf
