#include "model/io/import_difference.h"

#include "model/domain/value.h"

#include <algorithm>
#include <map>
#include <set>

namespace shelf {

namespace {

constexpr size_t mostReported = 1000;
constexpr uint64_t mostComparisons = 4000000; // of rows with products of one key, before order alone decides

std::string ordinalSku(const std::string& base, uint64_t ordinal)
{
    return ordinal < 2 ? base : base + "-" + std::to_string(ordinal);
}

std::string mergedList(std::string_view before, std::string_view given, RowNoteKind kind)
{
    std::vector<std::string> items;
    if (auto list = parseJson(before); !before.empty() && list)
        items = list->toStrings();
    const auto named = parseJson(given);
    const Json none = Json::array();
    const Json& lists = named ? *named : none;
    const bool both = kind == RowNoteKind::Edit && lists.items().size() == 2;
    const Json& added = both ? lists.items()[0] : kind == RowNoteKind::Add ? lists : none;
    const Json& removed = both ? lists.items()[1] : kind == RowNoteKind::Remove ? lists : none;
    for (const std::string& item : added.toStrings())
        if (std::find(items.begin(), items.end(), item) == items.end())
            items.push_back(item);
    for (const std::string& item : removed.toStrings())
        std::erase(items, item);
    return items.empty() ? std::string() : Json::strings(items).write();
}

// A file that names only the primary category leaves the other ones alone.
std::string withPrimary(std::string_view before, std::string_view given)
{
    auto now = parseJson(before);
    auto primary = parseJson(given);
    if (before.empty() || !now || !primary || primary->toStrings().empty())
        return std::string(given);
    std::vector<std::string> items = now->toStrings();
    const std::string first = primary->toStrings().front();
    if (!items.empty() && items.front() == first)
        return std::string(before);
    std::erase(items, first);
    if (!items.empty())
        items.erase(items.begin());
    items.insert(items.begin(), first);
    return Json::strings(items).write();
}

} // namespace

RowDifference::RowDifference(Workspace& workspace, ImportReport& report, Rejections& rejections, bool fresh, bool reportChanges)
    : m_workspace(workspace), m_report(report), m_rejections(rejections), m_fresh(fresh), m_reportChanges(reportChanges)
{
}

void RowDifference::reportFields(const Change& change, std::vector<FieldChangeReport>& to) const
{
    for (const FieldChange& field : change.fields) {
        if (to.size() >= mostReported)
            return;
        to.push_back({change.key, field.field, valueToText(field.before), valueToText(field.after)});
    }
}

void RowDifference::report(const Change& change)
{
    if (!m_reportChanges)
        return;
    const auto retires = [](const FieldChange& field) { return field.field == "lifecycle" && field.after == "\"retired\""; };
    const bool goes =
        change.op == ChangeOp::Delete || (change.op == ChangeOp::Edit && std::any_of(change.fields.begin(), change.fields.end(), retires));
    reportFields(change, goes ? m_removals : m_report.changes);
}

void RowDifference::finishReport()
{
    m_report.changes.insert(m_report.changes.begin(), m_removals.begin(), m_removals.end());
    m_report.changes.resize(std::min(m_report.changes.size(), mostReported));
    m_removals.clear();
}

void RowDifference::emit(Change&& change, ChangeBlock& out)
{
    report(change);
    (change.op == ChangeOp::Create ? m_report.added : m_report.changed) += 1;
    out.add(change);
}

void RowDifference::isPresent(const std::string& sku)
{
    if (!m_retiring.empty())
        m_present.insert(sku);
}

// Rows that are complete as they are: the first products of a workspace.
bool RowDifference::passThrough(RowBlock& rows, ChangeBlock& out)
{
    if (!m_fresh || m_feed || !rows.notes.empty() || m_known)
        return false;
    std::erase_if(rows.block.columns, [](const FieldColumn& column) { return column.after.allEmpty(); });
    if (m_reportChanges)
        for (size_t row = 0; row < rows.block.rows() && m_report.changes.size() < mostReported; ++row)
            report(rows.block.row(row));
    m_report.added += rows.block.rows();
    if (m_mappings) {
        const bool makes = !rows.plan->skuCell;
        for (size_t row = 0; makes && row < rows.block.rows(); ++row)
            m_made.emplace(rows.block.keys.at(row));
        for (RowLinks& links : rows.links) {
            links.list.source = rows.block.keys.at(links.row);
            m_mappings->add(links.list);
        }
    }
    out = std::move(rows.block);
    return true;
}

Result<void> RowDifference::take(RowBlock&& rows, ChangeBlock& out)
{
    out.clear();
    out.kind = ThingKind::Product;
    if (rows.plan->retireAbsent && std::find(m_retiring.begin(), m_retiring.end(), rows.plan) == m_retiring.end())
        m_retiring.push_back(rows.plan);
    if (rows.plan->retireAbsent)
        for (size_t row = 0; row < rows.block.rows(); ++row)
            m_present.emplace(rows.block.keys.at(row));
    if (rows.grouped) {
        m_grouped.push_back(std::move(rows));
        return {};
    }
    if (passThrough(rows, out))
        return {};
    return forEachRow(rows, [&](Row&& row) { return compareRow(row, out); });
}

template <typename Visit> Result<void> RowDifference::forEachRow(const RowBlock& rows, const Visit& visit) const
{
    size_t note = 0, links = 0;
    for (size_t index = 0; index < rows.block.rows(); ++index) {
        Row row{&rows, index, {}, {}, std::string(rows.block.keys.at(index))};
        for (; note < rows.notes.size() && rows.notes[note].row == index; ++note)
            row.notes.push_back(rows.notes[note]);
        for (; links < rows.links.size() && rows.links[links].row == index; ++links)
            row.links.push_back(&rows.links[links]);
        if (auto visited = visit(std::move(row)); !visited)
            return visited;
    }
    return {};
}

void RowDifference::passLinks(const Row& row)
{
    if (!m_mappings)
        return;
    if (!row.rows->plan->skuCell)
        m_made.insert(row.key);
    for (const RowLinks* links : row.links) {
        LinkList list = links->list;
        list.source = row.key;
        m_mappings->add(list);
    }
}

// Whether a new product may have this SKU: not where a known one is equal to it only as a number.
Result<bool> RowDifference::checkNewSku(const Row& row)
{
    if (!row.rows->plan->skuCell || m_fresh) // of a first import the reader has looked at the SKUs
        return true;
    if (!m_skus) {
        m_skus.emplace();
        auto visited = m_workspace.forEachSku([&](std::string_view sku) {
            m_skus->insert(hashOf(sku), 0);
            m_forms.add(sku, SkuForms::shapeOf(sku));
            return true;
        });
        if (!visited)
            return visited.error();
    }
    const SkuForms::Known known = [this](std::string_view sku) { return m_skus->has(hashOf(sku)); };
    const SkuForms::Shape shape = SkuForms::shapeOf(row.key);
    const FilePlan& plan = *row.rows->plan;
    const uint64_t line = row.rows->lines[row.index];
    if (const auto candidate = m_forms.sameNumber(row.key, shape, known)) {
        if (m_known)
            m_known->rejected.insert(row.key);
        m_refused.insert(row.key);
        m_rejections.add({plan.path, line, plan.form.header[*plan.skuCell], "SKU_MANGLED", mangledMessage(row.key, *candidate)});
        return false;
    }
    if (const auto other = m_forms.lookalike(row.key, shape, known))
        m_lookalikes.add(row.key, line, *other);
    m_skus->insert(hashOf(row.key), 0);
    m_forms.add(row.key, shape);
    return true;
}

// Whether the parent that a row names, if any, is there or comes with this import.
Result<bool> RowDifference::parentExists(const Row& row)
{
    const FilePlan& plan = *row.rows->plan;
    const auto slot = std::lower_bound(plan.slots.begin(), plan.slots.end(), "parent");
    if (slot == plan.slots.end() || *slot != "parent")
        return true;
    const auto json = parseJson(row.rows->block.columns[static_cast<size_t>(slot - plan.slots.begin())].afterAt(row.index));
    if (!json || json->text() == row.key)
        return !json;
    if (m_known->inFiles.has(hashOf(json->text())) && !m_known->rejected.contains(json->text()))
        return true;
    if (m_fresh)
        return false;
    auto product = m_workspace.product(json->text());
    if (!product)
        return product.error();
    return product->has_value();
}

Result<void> RowDifference::compareRow(Row& row, ChangeBlock& out)
{
    if (m_known) {
        auto exists = parentExists(row);
        if (!exists)
            return exists.error();
        if (!*exists) {
            m_known->rejected.insert(row.key);
            m_refused.insert(row.key);
            m_rejections.add(
                {row.rows->plan->path, row.rows->lines[row.index], "parent", "UNKNOWN_SKU", "there is no such parent product"});
            return {};
        }
    }
    if (m_fresh)
        return emitCreate(row, out);
    auto product = m_workspace.product(row.key);
    if (!product)
        return product.error();
    if (!*product)
        return emitCreate(row, out);
    if (!row.notes.empty() && row.notes.front().kind == RowNoteKind::Delete)
        return emitDelete(row, **product, out);
    auto fields = changesTo(row, **product);
    if (fields.empty()) {
        passLinks(row);
        ++m_report.unchanged;
        return {};
    }
    if (!row.rows->plan->skuCell) { // one of several rows of this key that were imported before?
        for (uint64_t ordinal = 2;; ++ordinal) {
            auto other = m_workspace.product(ordinalSku(row.key, ordinal));
            if (!other)
                return other.error();
            if (!*other)
                break;
            if (changesTo(row, **other).empty()) {
                isPresent((*other)->key);
                row.key = (*other)->key;
                passLinks(row);
                ++m_report.unchanged;
                return {};
            }
        }
    }
    passLinks(row);
    emitEdit(**product, std::move(fields), out);
    return {};
}

Result<void> RowDifference::emitCreate(const Row& row, ChangeBlock& out)
{
    const FilePlan& plan = *row.rows->plan;
    const ChangeBlock& block = row.rows->block;
    std::map<size_t, RowNoteKind> edited;
    for (const RowNote& note : row.notes) {
        if (note.kind == RowNoteKind::Delete) {
            m_refused.insert(row.key);
            m_rejections.add(
                {plan.path, row.rows->lines[row.index], "_action", "UNKNOWN_SKU", "there is no product " + row.key + " to delete"});
            return {};
        }
        edited[note.slot] = note.kind;
    }
    if (m_feed) {
        m_refused.insert(row.key);
        m_rejections.add({plan.path, row.rows->lines[row.index], plan.skuCell ? plan.form.header[*plan.skuCell] : "sku", "UNKNOWN_SKU",
            "there is no product " + row.key + ", and a feed adds none"});
        return {};
    }
    auto usable = checkNewSku(row);
    if (!usable)
        return usable.error();
    if (!*usable)
        return {};
    passLinks(row);
    const auto has = [&](size_t slot) { return !block.columns[slot].afterAt(row.index).empty(); };
    Change change;
    change.key = row.key;
    change.op = ChangeOp::Create;
    for (size_t slot = 0; slot < block.columns.size(); ++slot) {
        std::string_view after = block.columns[slot].afterAt(row.index);
        std::string merged;
        if (const auto edit = edited.find(slot); edit != edited.end() && edit->second != RowNoteKind::Clear)
            after = merged = mergedList({}, after, edit->second);
        const bool complete = m_fresh || (edited.contains(slot) && edited.at(slot) == RowNoteKind::Clear);
        if (!complete && after.empty() && slot == plan.lifecycleSlot)
            after = plan.defaultLifecycle;
        if (!complete && after.empty() && slot == plan.currencySlot && (has(plan.priceSlot) || has(plan.costSlot)))
            after = plan.defaultCurrency;
        if (!after.empty())
            change.fields.push_back({plan.slots[slot], {}, std::string(after)});
    }
    emit(std::move(change), out);
    return {};
}

Result<void> RowDifference::emitDelete(const Row& row, const Thing& product, ChangeBlock& out)
{
    const FilePlan& plan = *row.rows->plan;
    Change change;
    change.key = row.key;
    change.baseRevision = product.revision;
    if (!plan.deleteHard) {
        const std::string before(product.fields.get("lifecycle"));
        if (before == "\"retired\"") {
            ++m_report.unchanged;
            return {};
        }
        change.fields.push_back({"lifecycle", before, "\"retired\""});
        emit(std::move(change), out);
        return {};
    }
    auto naming = m_workspace.mappingsNaming(row.key);
    if (!naming)
        return naming.error();
    if (!naming->empty()) {
        m_rejections.add({plan.path, row.rows->lines[row.index], "_action", "STILL_REFERENCED",
            row.key + " is named by " + naming->front() + (naming->size() > 1 ? " and others" : "")});
        return {};
    }
    m_refused.insert(row.key);
    change.op = ChangeOp::Delete;
    for (const auto& [field, json] : product.fields)
        change.fields.push_back({field, json, {}});
    emit(std::move(change), out);
    return {};
}

std::string RowDifference::afterOf(const Row& row, size_t slot, std::string_view given, const Thing& product) const
{
    const std::string_view before = product.fields.get(row.rows->plan->slots[slot]);
    for (const RowNote& note : row.notes) {
        if (note.slot != slot)
            continue;
        return note.kind == RowNoteKind::Clear ? std::string() : mergedList(before, given, note.kind);
    }
    const FilePlan& plan = *row.rows->plan;
    if (given.empty()) {
        const auto changes = [&](size_t other) { // an amount that stays as it is stays without a currency
            const std::string_view amount = row.rows->block.columns[other].afterAt(row.index);
            return !amount.empty() && amount != product.fields.get(plan.slots[other]);
        };
        const bool needsCurrency = slot == plan.currencySlot && before.empty() && (changes(plan.priceSlot) || changes(plan.costSlot));
        return needsCurrency ? plan.defaultCurrency : std::string(before);
    }
    if (slot == plan.categoriesSlot && plan.primaryCategoryOnly)
        return withPrimary(before, given);
    return std::string(given);
}

std::vector<FieldChange> RowDifference::changesTo(const Row& row, const Thing& product) const
{
    std::vector<FieldChange> fields;
    const ChangeBlock& block = row.rows->block;
    auto known = product.fields.begin();
    for (size_t slot = 0; slot < block.columns.size(); ++slot) {
        const std::string& field = row.rows->plan->slots[slot];
        while (known != product.fields.end() && known->first < field)
            ++known; // both are in byte order
        const std::string_view before =
            known != product.fields.end() && known->first == field ? std::string_view(known->second) : std::string_view();
        const std::string_view given = block.columns[slot].afterAt(row.index);
        if (row.notes.empty() && (given == before || (given.empty() && slot != row.rows->plan->currencySlot)))
            continue;
        std::string after = afterOf(row, slot, given, product);
        if (after != before)
            fields.push_back({field, std::string(before), std::move(after)});
    }
    return fields;
}

// Whether a product has no value of a column that the row leaves empty. What every product has is no matter.
bool RowDifference::namesAll(const Row& row, const Thing& product) const
{
    const FilePlan& plan = *row.rows->plan;
    const ChangeBlock& block = row.rows->block;
    for (size_t slot = 0; slot < block.columns.size(); ++slot) {
        const bool everywhere =
            slot == plan.lifecycleSlot || slot == plan.currencySlot || slot == plan.familySlot || slot == plan.categoriesSlot;
        if (!everywhere && block.columns[slot].afterAt(row.index).empty() && product.fields.has(plan.slots[slot]))
            return false;
    }
    return true;
}

void RowDifference::emitEdit(const Thing& product, std::vector<FieldChange> fields, ChangeBlock& out)
{
    Change change;
    change.key = product.key;
    change.baseRevision = product.revision;
    change.fields = std::move(fields);
    emit(std::move(change), out);
}

// Rows whose generated SKUs are equal, and the products that were made of such rows before: first those that are equal in
// content are matched, then the others in order; what is left over gets further ordinals.
Result<void> RowDifference::matchGroups()
{
    std::map<std::string, std::vector<Row>> groups;
    for (const RowBlock& rows : m_grouped) {
        auto grouped = forEachRow(rows, [&](Row&& row) -> Result<void> {
            groups[row.key].push_back(std::move(row));
            return {};
        });
        if (!grouped)
            return grouped;
    }
    uint64_t comparisons = 0;
    ChangeBlock one;
    for (auto& [base, rows] : groups) {
        std::vector<Thing> products;
        for (uint64_t ordinal = 1;; ++ordinal) {
            auto product = m_workspace.product(ordinalSku(base, ordinal));
            if (!product)
                return product.error();
            if (!*product)
                break;
            products.push_back(std::move(**product));
        }
        std::vector<int> productOf(rows.size(), -1);
        std::vector<bool> taken(products.size(), false);
        const auto matches = [&, &rows = rows](size_t row, size_t product, bool exactly) {
            ++comparisons;
            return productOf[row] < 0 && !taken[product] && changesTo(rows[row], products[product]).empty()
                && (!exactly || namesAll(rows[row], products[product]));
        };
        const auto match = [&](size_t row, size_t product) {
            productOf[row] = static_cast<int>(product);
            taken[product] = true;
        };
        // A row that leaves cells empty fits several products; the one without these values is meant where there is one.
        for (const bool exactly : {true, false}) {
            // Mostly the file has not changed: the product of the same place comes first.
            for (size_t row = 0; row < std::min(rows.size(), products.size()); ++row)
                if (matches(row, row, exactly))
                    match(row, row);
            for (size_t row = 0; row < rows.size(); ++row)
                for (size_t product = 0; product < products.size() && productOf[row] < 0 && comparisons < mostComparisons; ++product)
                    if (matches(row, product, exactly))
                        match(row, product);
        }
        size_t next = 0;
        uint64_t ordinal = products.size();
        for (size_t row = 0; row < rows.size(); ++row) {
            one.clear();
            if (productOf[row] >= 0) {
                rows[row].key = products[static_cast<size_t>(productOf[row])].key;
                isPresent(rows[row].key);
                passLinks(rows[row]);
                ++m_report.unchanged;
                continue;
            }
            while (next < products.size() && taken[next])
                ++next;
            if (next < products.size()) {
                taken[next] = true;
                rows[row].key = products[next].key;
                isPresent(rows[row].key);
                passLinks(rows[row]);
                emitEdit(products[next], changesTo(rows[row], products[next]), one);
            } else {
                rows[row].key = ordinalSku(base, ++ordinal);
                if (auto created = emitCreate(rows[row], one); !created)
                    return created;
            }
            if (one.rows())
                m_pending.push_back(one.row(0));
        }
        m_toldApart += rows.size() - 1;
    }
    m_grouped.clear();
    return {};
}

// Products of the files' families that no file names any more.
Result<void> RowDifference::findAbsent()
{
    std::set<std::string> families;
    for (const FilePlan* plan : m_retiring)
        families.insert(plan->families->texts().begin(), plan->families->texts().end());
    for (const std::string& family : families) {
        auto visited = m_workspace.forEachProductOf(family, [&](const Thing& product) {
            if (m_present.contains(product.key) || product.fields.get("lifecycle") == "\"retired\"")
                return true;
            Change change;
            change.key = product.key;
            change.baseRevision = product.revision;
            change.fields.push_back({"lifecycle", std::string(product.fields.get("lifecycle")), "\"retired\""});
            report(change);
            ++m_report.changed;
            m_pending.push_back(std::move(change));
            return true;
        });
        if (!visited)
            return visited;
    }
    return {};
}

Result<bool> RowDifference::finish(ChangeBlock& out)
{
    if (!m_finishing) {
        m_finishing = true;
        if (auto matched = matchGroups(); !matched)
            return matched.error();
        if (auto absent = findAbsent(); !absent)
            return absent.error();
    }
    out.clear();
    out.kind = ThingKind::Product;
    while (m_nextPending < m_pending.size() && !out.full())
        out.add(m_pending[m_nextPending++]);
    return out.rows() > 0;
}

} // namespace shelf
