#include "model/io/import_rows.h"

#include "model/domain/text.h"
#include "model/io/record_check.h"

#include <algorithm>

namespace shelf {

namespace {

constexpr size_t freshBlockBytes = size_t(8) << 20;
constexpr size_t comparedBlockBytes = size_t(3) << 20; // what is there before goes into these blocks too
constexpr size_t pendingRows = 32;

bool isSimpleSku(std::string_view sku)
{
    if (sku.empty() || sku.size() > maxSkuBytes || sku.front() == ' ' || sku.back() == ' ')
        return false;
    return std::all_of(sku.begin(), sku.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
}

} // namespace

RowBuilder::RowBuilder(
    const FilePlan& plan, SeenRows& seen, Rejections& rejections, RowCounts& counts, bool fresh, SkuOrdinals* ordinals, SkuForms* forms)
    : m_plan(plan), m_seen(seen), m_rejections(rejections), m_counts(counts), m_fresh(fresh), m_ordinals(ordinals), m_forms(forms),
      m_isSeen([&seen](std::string_view sku) { return seen.has(hashOf(sku)); }), m_cells(plan, rejections, counts, fresh)
{
}

bool RowBuilder::full() const
{
    const size_t bytes = m_cells.columnsBytes() + m_keys.bytes();
    return m_keys.rows() >= maxBlockRows || bytes >= (m_fresh ? freshBlockBytes : comparedBlockBytes);
}

RowBlock RowBuilder::take()
{
    settle();
    RowBlock rows;
    rows.plan = &m_plan;
    const size_t count = m_keys.rows();
    rows.block.kind = ThingKind::Product;
    rows.block.columns = m_cells.columns().take(m_plan.slots);
    rows.block.keys = std::move(m_keys.take({std::string()}).front().after);
    rows.block.ops.assign(count, ChangeOp::Create);
    rows.block.baseRevisions.assign(count, 0);
    rows.notes = std::move(m_cells.notes());
    m_cells.notes().clear();
    rows.links = std::move(m_links);
    m_links.clear();
    rows.lines = std::move(m_lines);
    m_lines.clear();
    m_lines.reserve(count);
    return rows;
}

bool RowBuilder::checkRecord(const Record& record)
{
    const auto problem = problemOf(record, m_plan.form.header);
    if (problem)
        m_cells.reject(record, problem->column, problem->code, problem->message);
    return !problem;
}

bool RowBuilder::readSku(const Record& record, std::string_view given)
{
    if (!m_plan.skuCell) {
        m_sku = given;
        if (given.empty())
            m_cells.reject(record, m_plan.form.header[m_plan.keyCells.front()], "NO_SKU", "the columns that make the SKU are all empty");
        return !given.empty();
    }
    const std::string_view text = m_cells.cellOf(record, *m_plan.skuCell).text;
    const std::string& label = m_plan.form.header[*m_plan.skuCell];
    if (text.empty()) {
        m_cells.reject(record, label, "NO_SKU", "the row names no SKU");
        return false;
    }
    if (!isSimpleSku(text)) {
        if (auto good = checkSku(text); !good) {
            m_cells.reject(record, label, "BAD_SKU", "the SKU " + good.error().what);
            return false;
        }
    }
    m_sku = text;
    return true;
}

RowBuilder::Action RowBuilder::actionOf(const Record& record)
{
    if (!m_plan.actionCell)
        return Action::Upsert;
    const std::string_view action = trimmed(record.cells[*m_plan.actionCell]);
    if (action.empty() || action == "upsert")
        return Action::Upsert;
    if (action == "skip")
        return Action::Skip;
    if (action == "delete" && !m_fresh)
        return Action::Delete;
    if (action == "delete")
        m_cells.reject(record, "_action", "UNKNOWN_SKU", "there is no product " + forTerminal(m_sku, 60) + " to delete");
    else
        m_cells.reject(record, "_action", "BAD_ACTION", "\"" + forTerminal(action, 60) + "\" is none of upsert, delete, skip");
    return Action::Unknown;
}

RowOutcome RowBuilder::add(const Record& record, std::string_view generatedSku)
{
    if (!checkRecord(record) || !readSku(record, generatedSku))
        return RowOutcome::NotAdded;
    const Action action = actionOf(record);
    if (action == Action::Unknown)
        return RowOutcome::NotAdded;
    if (action == Action::Skip) {
        ++m_counts.skipped;
        return RowOutcome::NotAdded;
    }
    const size_t notes = m_cells.notes().size();
    const RowOutcome outcome = action == Action::Delete ? RowOutcome::Added : m_cells.write(record);
    if (outcome != RowOutcome::Added) {
        m_cells.columns().forgetRow();
        m_cells.notes().resize(notes);
        return outcome;
    }
    if (action == Action::Delete)
        m_cells.addNote(0, RowNoteKind::Delete);
    else if (!m_plan.links.empty())
        addLinks(record);
    m_cells.columns().endRow();
    m_keys.append(0, m_sku);
    m_keys.endRow();
    m_lines.push_back(record.line);
    noteSeen(record);
    return RowOutcome::Added;
}

// The links of a row, as lists of targets.
void RowBuilder::addLinks(const Record& record)
{
    static constexpr auto modeOf = [](CellMark mark, bool replace) {
        switch (mark) {
        case CellMark::Clear:
            return ListMode::Clear;
        case CellMark::Set:
            return ListMode::Set;
        case CellMark::Add:
            return ListMode::Add;
        case CellMark::Remove:
            return ListMode::Remove;
        default:
            return replace ? ListMode::Replace : ListMode::Merge;
        }
    };
    for (const LinkColumn& column : m_plan.links) {
        const CellWriter::Cell cell = m_cells.cellOf(record, column.cell);
        LinkList list{m_plan.path, record.line, column.label, {}, column.type, modeOf(cell.mark, m_plan.replaceLinks), {}};
        const auto add = [&] { m_links.push_back({static_cast<uint32_t>(m_keys.rows()), list}); };
        if (cell.mark == CellMark::Keep)
            continue;
        if (cell.mark == CellMark::Edit) {
            const auto lists = parseJson(cell.text);
            for (const ListMode mode : {ListMode::Remove, ListMode::Add}) {
                list.mode = mode;
                list.targets = lists && lists->items().size() == 2 ? lists->items()[mode == ListMode::Add ? 0 : 1].toStrings()
                                                                   : std::vector<std::string>();
                if (!list.targets.empty())
                    add();
            }
            continue;
        }
        list.targets = targetsOf(cell.text, column.separator);
        if (list.targets.empty() && cell.mark == CellMark::None && !column.emptyClears)
            continue;
        if (list.targets.empty() && (cell.mark == CellMark::None || cell.mark == CellMark::Set))
            list.mode = ListMode::Clear;
        // An array in a line of JSON is the plain list of a cell.
        if (m_plan.form.json && cell.mark == CellMark::Set)
            list.mode = modeOf(CellMark::None, m_plan.replaceLinks);
        add();
    }
}

// What a row holds, as a hash of its cells with a delimiter between them: for rows without quotes that is how they stand in the
// file.
uint64_t RowBuilder::contentOf(const Record& record)
{
    if (!record.quoted) {
        const std::string_view last = record.cells.back();
        const char* const from = record.cells.front().data();
        return contentHash(std::string_view(from, static_cast<size_t>(last.data() + last.size() - from)));
    }
    const char delimiter = m_plan.form.dialect.delimiter;
    uint64_t inner = 0; // where delimiters stand inside cells, so that they are not taken for those between
    m_joined.clear();
    for (const std::string_view cell : record.cells) {
        if (!m_joined.empty() || &cell != record.cells.data())
            m_joined += delimiter;
        if (cell.find(delimiter) != std::string_view::npos)
            inner = hash_detail::fold(inner ^ m_joined.size(), cell.size() ^ 0x9E3779B97F4A7C15u);
        m_joined += cell;
    }
    for (const CellMark mark : record.marks)
        m_joined += static_cast<char>(mark);
    return contentHash(m_joined) ^ inner;
}

void RowBuilder::noteSeen(const Record& record)
{
    Pending pending{hashOf(m_sku), contentOf(record)};
    if (!m_plan.skuCell) { // a generated SKU may be that of several rows; the same row twice is one
        TextHasher hasher;
        hasher.add(m_sku);
        for (const std::string_view cell : record.cells)
            hasher.add(cell);
        pending.key = hasher.hash();
    }
    m_seen.fetch(pending.key);
    m_pending.push_back(pending);
    if (m_pending.size() >= (m_ordinals ? 1 : pendingRows))
        settle();
}

void RowBuilder::settle()
{
    if (m_pending.empty())
        return;
    std::vector<bool> keep; // only where some are not kept
    const size_t first = m_keys.rows() - m_pending.size();
    for (size_t i = 0; i < m_pending.size(); ++i) {
        const SkuForms::Shape shape = m_forms ? SkuForms::shapeOf(m_keys.at(0, first + i)) : SkuForms::Shape{};
        if (shape.number && isMangled(m_pending[i], first + i, shape)) {
            keep.resize(m_pending.size(), true);
            keep[i] = false;
            continue;
        }
        const auto found = m_seen.insert(m_pending[i].key, m_pending[i].content);
        if (found == SeenRows::Found::New) {
            if (m_forms) {
                const std::string_view sku = m_keys.at(0, first + i);
                if (const auto other = m_forms->lookalike(sku, shape, m_isSeen))
                    m_counts.lookalikes.add(sku, m_lines[first + i], *other);
                m_forms->add(sku, shape);
            }
            continue;
        }
        keep.resize(m_pending.size(), true);
        keep[i] = false;
        if (found == SeenRows::Found::Identical) {
            ++m_counts.duplicates;
            continue;
        }
        m_rejections.add({m_plan.path, m_lines[first + i], m_plan.skuCell ? m_plan.form.header[*m_plan.skuCell] : std::string(),
            "DUPLICATE_KEY", "the same SKU is in an earlier row with other values"});
    }
    if (!keep.empty())
        drop(keep);
    else if (m_ordinals && !m_plan.skuCell)
        addOrdinal();
    m_pending.clear();
}

// Whether a row's SKU is an earlier one that a spreadsheet has rewritten as a number; the row is rejected then.
bool RowBuilder::isMangled(const Pending& pending, size_t row, SkuForms::Shape shape)
{
    const std::string_view sku = m_keys.at(0, row);
    const auto candidate = m_forms->sameNumber(sku, shape, m_isSeen);
    if (!candidate || m_seen.has(pending.key))
        return false;
    m_rejections.add({m_plan.path, m_lines[row], m_plan.form.header[*m_plan.skuCell], "SKU_MANGLED", mangledMessage(sku, *candidate)});
    return true;
}

// The row just written is not the first of its generated SKU: it gets an ordinal.
void RowBuilder::addOrdinal()
{
    const uint32_t ordinal = ++(*m_ordinals)[hashOf(m_sku).a];
    if (ordinal < 2)
        return;
    ++m_counts.toldApart;
    m_keys.keepOf(m_keys.rows() - 1, {false});
    m_keys.append(0, m_sku + "-" + std::to_string(ordinal));
    m_keys.endRow();
}

void RowBuilder::drop(const std::vector<bool>& keep)
{
    const size_t first = m_keys.rows() - keep.size();
    m_keys.keepOf(first, keep);
    m_cells.columns().keepOf(first, keep);
    std::vector<uint32_t> places(keep.size()); // where each of them is now
    size_t to = first;
    for (size_t i = 0; i < keep.size(); ++i) {
        places[i] = static_cast<uint32_t>(to);
        if (keep[i])
            m_lines[to++] = m_lines[first + i];
    }
    m_lines.resize(to);
    std::erase_if(m_links, [&](const RowLinks& links) { return links.row >= first && !keep[links.row - first]; });
    for (RowLinks& links : m_links)
        if (links.row >= first)
            links.row = places[links.row - first];
    std::vector<RowNote>& notes = m_cells.notes();
    std::erase_if(notes, [&](const RowNote& note) { return note.row >= first && !keep[note.row - first]; });
    for (RowNote& note : notes)
        if (note.row >= first)
            note.row = places[note.row - first];
}

} // namespace shelf
