#include "model/io/import_link_rows.h"

#include "model/domain/decimal.h"
#include "model/domain/product.h"
#include "model/domain/text.h"
#include "model/io/import_mapping_rows.h"

namespace shelf {

namespace {

class LinkRows {
public:
    LinkRows(MappingContext& context, ImportLinks& links, ImportLinkLists& lists, MappingFileRows rows)
        : m_context(context), m_links(links), m_lists(lists), m_rows(std::move(rows)), m_source(m_rows.column("source")),
          m_target(m_rows.column("target")), m_type(m_rows.column("type")), m_action(m_rows.column("_action")),
          m_variant(m_rows.column("variant"))
    {
        if (m_source < 0)
            m_source = m_rows.column("sku");
        m_list = m_rows.column("linked_sku");
    }

    Result<void> run(const MappingFile& file, const Progress& progress)
    {
        const bool lists = m_target < 0;
        if (m_source < 0 || (lists && m_list < 0))
            return Error{ErrorKind::Rejected, "NO_COLUMN", file.path, "has no columns source and target, or sku and linked_sku",
                "name them in the header or in a profile"};
        if (m_type < 0 && m_context.options.linkType.empty())
            return Error{ErrorKind::Rejected, "NO_LINK_TYPE", file.path, "does not say of which type its links are",
                "add a column type, or give --link-type"};
        m_rows.setOriginColumns(m_rows.label(m_source), m_rows.label(lists ? m_list : m_target));
        while (m_rows.next(progress))
            lists ? takeList() : takeRow();
        return m_rows.error() ? Result<void>(*m_rows.error()) : Result<void>();
    }

private:
    // The place of the row's type name; nullopt: the row is rejected.
    std::optional<uint16_t> typeOfRow()
    {
        std::string_view text = m_rows.cell(m_type).text;
        if (text.empty())
            text = m_context.options.linkType;
        if (m_haveType && text == m_lastType)
            return m_lastPlace;
        if (text.empty()) {
            m_rows.reject(m_type, "NO_LINK_TYPE", "the row names no type, and --link-type gives none");
            return std::nullopt;
        }
        const auto found = m_links.types().find(text);
        if (!found) {
            m_rows.reject(m_type, found.error().code, found.error().where + ": " + found.error().what + "; " + found.error().tryThis);
            return std::nullopt;
        }
        m_haveType = true;
        m_lastType = text;
        m_lastPlace = *found;
        return *found;
    }

    // upsert or delete; nullopt: nothing is to be done with the row.
    enum class Action { Upsert, Delete };
    std::optional<Action> actionOfRow()
    {
        const std::string_view action = m_rows.cell(m_action).text;
        if (action.empty() || action == "upsert")
            return Action::Upsert;
        if (action == "delete")
            return Action::Delete;
        if (action == "skip")
            ++m_context.report.unchanged;
        else
            m_rows.reject(m_action, "BAD_ACTION", inQuotes(action) + " is none of upsert, delete, skip");
        return std::nullopt;
    }

    std::optional<uint32_t> sku(int column)
    {
        const std::string_view text = m_rows.cell(column).text;
        if (!text.empty())
            return m_links.skus().add(text);
        m_rows.reject(column, "NO_SKU", "the row names no " + m_rows.label(column));
        return std::nullopt;
    }

    void takeRow()
    {
        const auto action = actionOfRow();
        if (!action)
            return;
        m_links.skus().fetch(m_rows.cell(m_target).text);
        const auto source = sku(m_source);
        const auto target = source ? sku(m_target) : std::nullopt;
        const auto type = target ? typeOfRow() : std::nullopt;
        if (!type)
            return;
        if (*source == *target)
            return m_rows.reject(m_target, "SELF_LINK", "a product can't be linked to itself");
        ImportLinks::Row row;
        const LinkEnds ends = m_links.endsOf(*type, *source, *target);
        row.source = ends.source;
        row.target = ends.target;
        row.type = m_links.types().at(*type).type;
        row.line = static_cast<uint32_t>(m_rows.line());
        row.origin = m_rows.origin();
        row.flags = static_cast<uint8_t>((ends.turned ? ImportLinks::Turned : 0) | (*action == Action::Delete ? ImportLinks::Removes : 0));
        if (const std::string_view variant = m_rows.cell(m_variant).text; !variant.empty()) {
            if (auto good = checkSku(variant); !good)
                return m_rows.reject(m_variant, "BAD_VARIANT", "the variant " + good.error().what);
            row.variant = m_links.variant(variant);
        }
        m_packed.clear();
        if (*action == Action::Upsert && !takeContent(row, ends.ranksTurned))
            return;
        m_links.add(row, m_packed);
    }

    bool takeContent(ImportLinks::Row& row, bool ranksTurned)
    {
        m_edits.clear();
        bool unchecked = false;
        if (!m_rows.edits(m_edits, unchecked))
            return false;
        for (const ContentEdit& edit : m_edits) {
            std::string_view key = edit.key;
            if (ranksTurned && key == "rank")
                key = "target_rank";
            else if (ranksTurned && key == "target_rank")
                key = "rank";
            packEdit(m_packed, linkKeyPlace(key), edit.op, edit.json);
        }
        if (unchecked)
            row.flags |= ImportLinks::Unchecked;
        return true;
    }

    void takeList()
    {
        const auto action = actionOfRow();
        if (!action)
            return;
        const std::string_view source = m_rows.cell(m_source).text;
        if (source.empty())
            return m_rows.reject(m_source, "NO_SKU", "the row names no product");
        LinkList list;
        list.source = source;
        list.line = m_rows.line();
        list.column = m_rows.label(m_list);
        const auto type = typeOfRow();
        if (!type)
            return;
        const MappingFileRows::Cell cell = m_rows.cell(m_list);
        if (cell.mark == CellMark::Mistyped)
            return m_rows.reject(m_list, "BAD_MARK", inQuotes(cell.text) + " is no mark: did you mean " + nearestMark(cell.text) + "?");
        list.mode = modeOf(cell.mark, *action);
        list.targets = targetsOf(cell.text, m_rows.rule(m_list).split);
        if (list.targets.empty() && (cell.mark == CellMark::None || cell.mark == CellMark::Add || cell.mark == CellMark::Remove)) {
            ++m_context.report.unchanged; // an empty cell keeps what is there
            return;
        }
        m_lists.add(m_rows.origin(), list, *type);
    }

    ListMode modeOf(CellMark mark, Action action) const
    {
        if (action == Action::Delete || mark == CellMark::Remove)
            return ListMode::Remove;
        if (mark == CellMark::Clear)
            return ListMode::Clear;
        if (mark == CellMark::Set)
            return ListMode::Set;
        if (mark == CellMark::Add)
            return ListMode::Add;
        return m_context.options.replace ? ListMode::Replace : ListMode::Merge;
    }

    MappingContext& m_context;
    ImportLinks& m_links;
    ImportLinkLists& m_lists;
    MappingFileRows m_rows;
    int m_source, m_target, m_type, m_action, m_variant, m_list = -1;
    bool m_haveType = false;
    std::string m_lastType;
    uint16_t m_lastPlace = 0;
    ContentEdits m_edits;
    std::string m_packed;
};

} // namespace

Result<void> readLinkRows(
    MappingContext& context, ImportLinks& links, ImportLinkLists& lists, const MappingFile& file, const Progress& progress)
{
    auto rows =
        MappingFileRows::open(context, file, MappingKind::Link, {"source", "type", "target", "variant", "_action", "sku", "linked_sku"});
    if (!rows)
        return rows.error();
    return LinkRows(context, links, lists, std::move(*rows)).run(file, progress);
}

} // namespace shelf
