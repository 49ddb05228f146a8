#include "model/io/import_unit_rows.h"

#include "model/domain/decimal.h"
#include "model/domain/product.h"
#include "model/domain/text.h"
#include "model/io/import_row_units.h"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace shelf {

namespace {

// The items of a unit while its rows are read, each with its place in the order, and where they are by what tells them apart.
struct Items {
    std::vector<std::pair<double, Json>> all;
    std::unordered_map<std::string, size_t> byName; // the SKU of a step; the two attributes and the operator of a condition
    std::unordered_map<double, size_t> byPlace; // of steps
};

class UnitRows {
public:
    UnitRows(MappingContext& context, ImportUnits& units, MappingFileRows rows, MappingKind kind, const char* code)
        : m_context(context), m_units(units), m_rows(std::move(rows)), m_kind(kind), m_code(m_rows.column(code))
    {
    }

    Result<void> run(const Progress& progress)
    {
        while (m_rows.next(progress))
            takeRow();
        if (m_rows.error())
            return *m_rows.error();
        for (auto& [id, items] : m_items)
            give(id, items);
        m_units.endFile();
        return {};
    }

private:
    void wrong(ImportUnit& unit, int column, std::string code, const std::string& message)
    {
        rejectUnit(m_rows, m_units, unit, column, std::move(code), message);
    }

    void takeRow()
    {
        ImportUnit* unit = unitOfRow(m_rows, m_units, m_kind, m_code);
        if (!unit)
            return;
        ContentEdits edits;
        bool unchecked = false;
        if (!m_rows.edits(edits, unchecked) || !(m_kind == MappingKind::Compat ? takeWindow(*unit, edits) : true)) {
            unit->rejected = true;
            return;
        }
        if (setOfRow(m_rows, m_units, *unit, edits))
            m_kind == MappingKind::Compat ? takeCondition(*unit) : takeStep(*unit);
    }

    // In the content of a rule `from` names a side; in files it is, as for all others, when its window begins.
    bool takeWindow(ImportUnit& unit, ContentEdits& edits)
    {
        if (const MappingFileRows::Cell side = m_rows.cell("from_side"); side.mark == CellMark::Clear)
            edits.push_back({"from", EditOp::Clear, {}});
        else if (!side.text.empty())
            edits.push_back({"from", EditOp::Set, jsonString(side.text)});
        for (const auto& [name, key] : {std::pair("from", "valid_from"), {"to", "valid_to"}}) {
            const int column = m_rows.column(name);
            const MappingFileRows::Cell cell = m_rows.cell(column);
            if (cell.empty())
                continue;
            if (cell.mark == CellMark::Clear) {
                edits.push_back({key, EditOp::Clear, {}});
                continue;
            }
            const std::string text(cell.text);
            if (std::string_view(name) == "from" && (text == "left" || text == "right" || text == "both")) {
                edits.push_back({"from", EditOp::Set, jsonString(text)});
                continue;
            }
            auto json = m_rows.json(ContentType::Date, column, text);
            if (!json) {
                unit.rejected = true;
                return false;
            }
            edits.push_back({key, EditOp::Set, *std::move(json)});
        }
        return true;
    }

    // One member of an item; absent where the cell is empty. False: the unit is rejected.
    bool setMember(ImportUnit& unit, Json& item, const char* member, const char* name, ContentType type)
    {
        const int column = m_rows.column(name);
        const MappingFileRows::Cell cell = m_rows.cell(column, type == ContentType::LocalText);
        if (cell.mark == CellMark::Clear) {
            item.set(member, Json());
            return true;
        }
        if (cell.text.empty())
            return true;
        const auto json = m_rows.json(type, column, std::string(cell.text));
        auto value = json ? parseJson(*json) : Result<Json>(Json());
        if (json && value)
            item.set(member, *std::move(value));
        else
            unit.rejected = true;
        return json.has_value();
    }

    void takeStep(ImportUnit& unit)
    {
        const int skuColumn = m_rows.column("sku"), stepColumn = m_rows.column("step");
        const std::string sku(m_rows.cell(skuColumn).text), step(m_rows.cell(stepColumn).text);
        if (sku.empty()) {
            if (!step.empty())
                wrong(unit, skuColumn, "NO_SKU", "the step names no product");
            return;
        }
        if (auto good = checkSku(sku); !good)
            return wrong(unit, skuColumn, "BAD_SKU", "the SKU " + good.error().what);
        Items& items = m_items[unit.id];
        double place = items.all.empty() ? 1 : items.all.back().first + 1;
        if (!step.empty()) {
            const auto number = m_rows.json(ContentType::Number, stepColumn, step);
            if (!number) {
                unit.rejected = true;
                return;
            }
            place = toDouble(*number).value_or(place);
        }
        Json item = Json::object();
        item.set("sku", Json::string(sku));
        if (!setMember(unit, item, "level", "level", ContentType::Text)
            || !setMember(unit, item, "benefit", "benefit", ContentType::LocalText)
            || !setMember(unit, item, "evidence", "evidence", ContentType::Texts)
            || !setMember(unit, item, "band", "step_band", ContentType::Object))
            return;
        const auto there = items.byPlace.find(place);
        const auto known = items.byName.find(sku);
        if (there != items.byPlace.end() && items.all[there->second].second == item) {
            ++m_context.report.duplicates;
            return;
        }
        if (there != items.byPlace.end())
            return wrong(unit, stepColumn, "DUPLICATE_KEY", "another row of the same path has this step");
        if (known != items.byName.end())
            return wrong(unit, skuColumn, "DUPLICATE_KEY", forTerminal(sku, 255) + " is a step of this path already");
        items.byPlace.emplace(place, items.all.size());
        items.byName.emplace(sku, items.all.size());
        unit.nameSku(sku, {m_rows.line(), m_rows.label(skuColumn)});
        items.all.emplace_back(place, std::move(item));
    }

    void takeCondition(ImportUnit& unit)
    {
        if (const std::string with(m_rows.cell("with").text); !with.empty())
            unit.nameSku(with, {m_rows.line(), "with"});
        Json item = Json::object();
        if (!setMember(unit, item, "left", "left_attribute", ContentType::Text) || !setMember(unit, item, "op", "op", ContentType::Text)
            || !setMember(unit, item, "right", "right_attribute", ContentType::Text)
            || !setMember(unit, item, "table", "table", ContentType::Object))
            return;
        if (item.members().empty())
            return;
        if (item["op"].isNull() && !item["table"].isNull())
            item.set("op", Json::string("table"));
        for (const auto& [member, column] : {std::pair("left", "left_attribute"), {"op", "op"}, {"right", "right_attribute"}})
            if (item[member].isNull())
                return wrong(unit, m_rows.column(column), "NO_CONDITION", "the condition has no " + std::string(column));
        Items& items = m_items[unit.id];
        const auto [known, isNew] =
            items.byName.try_emplace(item["left"].text() + "\n" + item["op"].text() + "\n" + item["right"].text(), items.all.size());
        if (!isNew) {
            if (items.all[known->second].second["table"] == item["table"])
                ++m_context.report.duplicates;
            else
                wrong(unit, m_rows.column("table"), "DUPLICATE_KEY", "another row of the same rule has this condition with another table");
            return;
        }
        Json ordered = Json::object();
        for (const char* member : {"left", "op", "right", "table"})
            if (const Json* value = item.find(member))
                ordered.set(member, *value);
        items.all.emplace_back(static_cast<double>(items.all.size()), std::move(ordered));
    }

    void give(const std::string& id, Items& items)
    {
        std::stable_sort(items.all.begin(), items.all.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        Json list = Json::array();
        for (auto& [place, item] : items.all)
            list.append(std::move(item));
        ImportUnit& unit = m_units.unit(m_kind, id, m_rows.origin(), {});
        if (!list.items().empty())
            unit.set({m_kind == MappingKind::Compat ? "where" : "steps", EditOp::Items, list.write()}, unit.place);
    }

    MappingContext& m_context;
    ImportUnits& m_units;
    MappingFileRows m_rows;
    const MappingKind m_kind;
    const int m_code;
    std::map<std::string, Items> m_items; // by id
};

Error noColumns(const MappingFile& file, const std::string& what)
{
    return {ErrorKind::Rejected, "NO_COLUMN", file.path, "has no columns " + what, "name them in the header or in a profile"};
}

} // namespace

Result<void> readUpgradeRows(MappingContext& context, ImportUnits& units, const MappingFile& file, const Progress& progress)
{
    auto rows = MappingFileRows::open(context, file, MappingKind::Upgrade,
        {"path", "variant", "step", "sku", "level", "benefit", "evidence", "step_band", "_action", "steps"});
    if (!rows)
        return rows.error();
    if (rows->column("path") < 0 || rows->column("sku") < 0)
        return noColumns(file, "path and sku, which upgrade paths are made of");
    return UnitRows(context, units, std::move(*rows), MappingKind::Upgrade, "path").run(progress);
}

Result<void> readCompatRows(MappingContext& context, ImportUnits& units, const MappingFile& file, const Progress& progress)
{
    auto rows = MappingFileRows::open(context, file, MappingKind::Compat,
        {"code", "variant", "left_attribute", "op", "right_attribute", "table", "from", "to", "from_side", "_action", "where"});
    if (!rows)
        return rows.error();
    if (rows->column("code") < 0)
        return noColumns(file, "code, which says to which rule a condition belongs");
    return UnitRows(context, units, std::move(*rows), MappingKind::Compat, "code").run(progress);
}

} // namespace shelf
