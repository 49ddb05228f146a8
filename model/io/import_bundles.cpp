#include "model/io/import_bundles.h"

#include "model/domain/decimal.h"
#include "model/domain/product.h"
#include "model/domain/text.h"
#include "model/io/import_row_units.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

namespace shelf {

namespace {

// Parts of a bundle while its rows are read, and where they are: a file may put all its rows into one bundle.
struct Parts {
    struct Group {
        Json bounds = Json::object(); // name, min, max
        std::vector<std::string> of;
        std::unordered_set<std::string> known; // the same
    };
    Json components = Json::array();
    std::vector<Group> groups;
    std::unordered_map<std::string, size_t> componentOf; // by SKU
    std::unordered_map<std::string, size_t> groupOf; // by name
    bool any = false;
};

class BundleReader {
public:
    BundleReader(MappingContext& context, ImportUnits& units, MappingFileRows rows)
        : m_context(context), m_units(units), m_rows(std::move(rows)), m_code(m_rows.column("bundle")), m_sku(m_rows.column("sku")),
          m_options(m_rows.column("bundle_options")), m_values(m_rows.column("bundle_values")), m_price(m_rows.column("price_value"))
    {
        m_magento = m_code < 0;
    }

    Result<void> run(const Progress& progress)
    {
        while (m_rows.next(progress))
            m_magento ? takeMagentoRow() : takeRow();
        if (m_rows.error())
            return *m_rows.error();
        for (auto& [id, parts] : m_parts)
            giveParts(id, parts);
        m_units.endFile();
        return {};
    }

private:
    void wrong(ImportUnit& unit, int column, std::string code, const std::string& message)
    {
        rejectUnit(m_rows, m_units, unit, column, std::move(code), message);
    }

    // What a row says about the bundle as a whole.
    bool takeWhole(ImportUnit& unit)
    {
        ContentEdits edits;
        bool unchecked = false;
        const uint64_t before = m_context.rejections.count;
        const bool good = !unit.rejected && m_rows.edits(edits, unchecked) && takePrice(unit, edits);
        if (!good) {
            unit.rejected = unit.rejected || m_context.rejections.count > before;
            return false;
        }
        return setOfRow(m_rows, m_units, unit, edits);
    }

    std::optional<std::string> number(ImportUnit& unit, int column, ContentType type, std::string_view text)
    {
        auto json = m_rows.json(type, column, text);
        if (!json)
            unit.rejected = true;
        return json;
    }

    bool takePrice(ImportUnit& unit, ContentEdits& edits)
    {
        const int policyColumn = m_rows.column("price_policy"), currencyColumn = m_rows.column("currency");
        const int endingColumn = m_rows.column("price_ending");
        if (m_rows.cell(policyColumn).mark == CellMark::Clear) {
            edits.push_back({"price", EditOp::Clear, {}});
            return true;
        }
        const std::string policy(m_rows.cell(policyColumn).text), currency(m_rows.cell(currencyColumn).text);
        Json price = Json::object();
        if (!setAmount(unit, price, "value", m_price) || !setAmount(unit, price, "ending", endingColumn))
            return false;
        if (policy.empty() && !price["value"].isNull()) {
            wrong(unit, policyColumn < 0 ? m_price : policyColumn, "BAD_PRICE",
                "a price without a policy; use sum, fixed, percent-off or amount-off");
            return false;
        }
        if (policy.empty())
            return true;
        if (!currency.empty())
            price.set("currency", Json::string(currency));
        if (policy == "sum")
            for (const char* member : {"value", "currency"})
                price.set(member, Json()); // a sum has none
        price.set("policy", Json::string(policy));
        edits.push_back({"price", EditOp::Members, price.write()});
        return true;
    }

    // An amount of the price; [[clear]] takes it away. False: the unit is rejected.
    bool setAmount(ImportUnit& unit, Json& price, const char* member, int column)
    {
        const MappingFileRows::Cell cell = m_rows.cell(column);
        if (cell.mark == CellMark::Clear)
            price.set(member, Json());
        if (cell.text.empty())
            return true;
        const auto amount = number(unit, column, ContentType::Number, std::string(cell.text));
        if (amount)
            price.set(member, Json::decimal(*amount));
        return amount.has_value();
    }

    void takeRow()
    {
        ImportUnit* unit = unitOfRow(m_rows, m_units, MappingKind::Bundle, m_code);
        if (!unit || !takeWhole(*unit))
            return;
        const std::string sku(m_rows.cell(m_sku).text), group(m_rows.cell("group").text);
        if (sku.empty()) {
            if (!group.empty())
                wrong(*unit, m_sku, "NO_SKU", "the row names a group, but no product");
            return;
        }
        if (auto good = checkSku(sku); !good)
            return wrong(*unit, m_sku, "BAD_SKU", "the SKU " + good.error().what);
        unit->nameSku(sku, {m_rows.line(), m_rows.label(m_sku)});
        Parts& parts = m_parts[unit->id];
        parts.any = true;
        group.empty() ? takeComponent(*unit, parts, sku) : takeMember(*unit, parts, sku, group);
    }

    bool setNumber(ImportUnit& unit, Json& object, const char* name)
    {
        const int column = m_rows.column(name);
        const std::string text(m_rows.cell(column).text);
        if (text.empty())
            return true;
        const auto json = number(unit, column, ContentType::Integer, text);
        if (json)
            object.set(name, Json::decimal(*json));
        return json.has_value();
    }

    void takeComponent(ImportUnit& unit, Parts& parts, const std::string& sku)
    {
        Json component = Json::object();
        component.set("sku", Json::string(sku));
        if (!setNumber(unit, component, "quantity"))
            return;
        const int column = m_rows.column("required");
        if (const std::string text(m_rows.cell(column).text); !text.empty()) {
            const auto json = number(unit, column, ContentType::Boolean, text);
            if (!json)
                return;
            component.set("required", Json::boolean(*json == "true"));
        }
        const auto [known, isNew] = parts.componentOf.try_emplace(sku, parts.components.items().size());
        if (isNew)
            parts.components.append(std::move(component));
        else if (parts.components.items()[known->second] == component)
            ++m_context.report.duplicates;
        else
            wrong(unit, m_sku, "DUPLICATE_KEY", forTerminal(sku, 255) + " is a component already, with other values");
    }

    void takeMember(ImportUnit& unit, Parts& parts, const std::string& sku, const std::string& name)
    {
        const auto [place, isNew] = parts.groupOf.try_emplace(name, parts.groups.size());
        if (isNew)
            parts.groups.emplace_back().bounds.set("name", Json::string(name));
        Parts::Group& group = parts.groups[place->second];
        Json bounds = Json::object();
        if (!setNumber(unit, bounds, "min") || !setNumber(unit, bounds, "max"))
            return;
        for (const auto& [bound, value] : bounds.members()) {
            if (const Json* known = group.bounds.find(bound); known && *known != value)
                return wrong(unit, m_rows.column(bound), "DUPLICATE_KEY", "another row of the same group says something else");
            group.bounds.set(bound, value);
        }
        if (const std::string text(m_rows.cell("quantity").text); !text.empty() && canonicalDecimal(text) != "1")
            m_context.warn(forTerminal(unit.id, 200) + ": what is chosen from a group comes once; its quantity was left out");
        if (group.known.insert(sku).second)
            group.of.push_back(sku);
        else
            ++m_context.report.duplicates;
    }

    void giveParts(const std::string& id, Parts& parts)
    {
        if (!parts.any)
            return;
        ImportUnit& unit = m_units.unit(MappingKind::Bundle, id, m_rows.origin(), {});
        Json groups = Json::array();
        for (const Parts::Group& group : parts.groups) {
            Json ordered = Json::object();
            for (const char* key : {"name", "min", "max"})
                if (const Json* value = group.bounds.find(key))
                    ordered.set(key, *value);
            ordered.set("of", Json::strings(group.of));
            groups.append(std::move(ordered));
        }
        const auto give = [&](const char* key, const Json& list) {
            const bool none = list.items().empty();
            unit.set({key, none ? EditOp::Clear : EditOp::Items, none ? std::string() : list.write()}, unit.place);
        };
        give("components", parts.components);
        give("groups", groups);
    }

    void takeMagentoRow()
    {
        const int column = m_options >= 0 && !m_rows.cell(m_options).text.empty() ? m_options : m_values;
        const std::string cell(m_rows.cell(column).text);
        if (cell.empty()) {
            ++m_context.report.unchanged; // a product that is no bundle
            return;
        }
        ImportUnit* unit = unitOfRow(m_rows, m_units, MappingKind::Bundle, m_sku);
        if (!unit || !takeWhole(*unit))
            return;
        if (m_parts[unit->id].any)
            return wrong(*unit, m_sku, "DUPLICATE_KEY", "the same bundle is in line " + std::to_string(unit->place.line));
        if (const std::string name(m_rows.cell("name").text); !name.empty())
            unit->set({"label", EditOp::Text, jsonString(name)}, {m_rows.line(), "name"});
        std::string problem;
        const auto options = column == m_options ? parseBundleOptions(cell, problem) : parseBundleValues(cell, problem);
        if (!options || options->empty())
            return wrong(*unit, column, "BAD_BUNDLE", options ? "names no products" : problem);
        takeMagentoPrice(*unit);
        for (const BundleOption& option : *options)
            takeOption(*unit, option, column);
        m_parts[unit->id].any = true;
    }

    // bundle_price_type is fixed or dynamic, which is the sum of what is chosen. Where neither it nor a price is given, a bundle that
    // has no price yet gets the sum.
    void takeMagentoPrice(ImportUnit& unit)
    {
        Json price = Json::object();
        price.set("policy", Json::string("sum"));
        const std::string text(m_rows.cell("price").text);
        const bool dynamic = m_rows.cell("bundle_price_type").text == "dynamic";
        if (!dynamic && !text.empty()) {
            const auto amount = number(unit, m_rows.column("price"), ContentType::Number, text);
            if (!amount)
                return;
            price.set("policy", Json::string("fixed"));
            price.set("value", Json::decimal(*amount));
            price.set("currency", Json::string(m_context.definitions().policy("currency")));
        }
        unit.set({"price", dynamic || !text.empty() ? EditOp::Set : EditOp::Default, price.write()}, {m_rows.line(), "price"});
    }

    void takeOption(ImportUnit& unit, const BundleOption& option, int column)
    {
        Parts& parts = m_parts[unit.id];
        Parts::Group group;
        for (const BundleOption::Part& part : option.parts) {
            if (auto good = checkSku(part.sku); !good)
                return wrong(unit, column, "BAD_SKU", "the SKU " + inQuotes(part.sku) + " " + good.error().what);
            unit.nameSku(part.sku, {m_rows.line(), m_rows.label(column)});
            group.of.push_back(part.sku);
        }
        if (option.parts.size() == 1) {
            Json component = Json::object();
            component.set("sku", Json::string(group.of.front()));
            const auto quantity = canonicalDecimal(option.parts.front().quantity);
            if (quantity && *quantity != "1" && toInteger(*quantity))
                component.set("quantity", Json::decimal(*quantity));
            if (!option.required)
                component.set("required", Json::boolean(false));
            parts.components.append(std::move(component));
            return;
        }
        const bool several = option.input == "checkbox" || option.input == "multi";
        group.bounds.set("name", Json::string(option.title));
        group.bounds.set("min", Json::number(int64_t(option.required ? 1 : 0)));
        group.bounds.set("max", Json::number(static_cast<int64_t>(several ? option.parts.size() : 1)));
        parts.groups.push_back(std::move(group));
    }

    MappingContext& m_context;
    ImportUnits& m_units;
    MappingFileRows m_rows;
    const int m_code, m_sku, m_options, m_values, m_price;
    bool m_magento = false;
    std::map<std::string, Parts> m_parts; // by id
};

} // namespace

Result<void> readBundleRows(MappingContext& context, ImportUnits& units, const MappingFile& file, const Progress& progress)
{
    auto rows = MappingFileRows::open(context, file, MappingKind::Bundle,
        {"bundle", "variant", "price_policy", "price_value", "price_ending", "currency", "group", "min", "max", "sku", "quantity",
            "required", "_action", "bundle_options", "bundle_values", "bundle_price_type", "name", "price", "components", "groups"});
    if (!rows)
        return rows.error();
    const bool magento = rows->column("sku") >= 0 && (rows->column("bundle_options") >= 0 || rows->column("bundle_values") >= 0);
    if (rows->column("bundle") < 0 && !magento)
        return Error{ErrorKind::Rejected, "NO_COLUMN", file.path, "has no column bundle, which says to which bundle a component belongs",
            "name them in the header or in a profile"};
    return BundleReader(context, units, std::move(*rows)).run(progress);
}

} // namespace shelf
