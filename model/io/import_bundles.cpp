#include "model/io/import_bundles.h"

#include "model/domain/decimal.h"
#include "model/domain/product.h"
#include "model/domain/text.h"
#include "model/io/import_mapping_rows.h"

#include <algorithm>
#include <map>

namespace shelf {

namespace {

// Parts of a bundle while its rows are read.
struct Parts {
    Json components = Json::array();
    Json groups = Json::array();
    bool any = false;
};

class BundleReader {
public:
    BundleReader(MappingContext& context, ImportUnits& units, MappingRows rows)
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
    // The bundle a row belongs to; nullptr: the row is rejected, or says nothing.
    ImportUnit* unitOf(std::string_view code, int column)
    {
        if (auto good = checkSku(code); !good) {
            m_rows.reject(column, code.empty() ? "NO_CODE" : "BAD_CODE",
                code.empty() ? "the row names no bundle" : "the code of the bundle " + good.error().what);
            return nullptr;
        }
        const std::string id = codedId(MappingKind::Bundle, code, m_rows.cell("variant").text);
        ImportUnit& unit = m_units.unit(MappingKind::Bundle, id, m_rows.origin(), {m_rows.line(), {}});
        const std::string_view action = m_rows.cell("_action").text;
        if (action == "delete") {
            unit.removes = true;
            return nullptr;
        }
        if (action == "skip") {
            ++m_context.report.unchanged;
            return nullptr;
        }
        if (!action.empty() && action != "upsert")
            wrong(unit, m_rows.column("_action"), "BAD_ACTION", inQuotes(action) + " is none of upsert, delete, skip");
        if (!m_rows.cell("variant").text.empty())
            unit.set({"variant", EditOp::Set, jsonString(m_rows.cell("variant").text)}, {m_rows.line(), {}});
        return &unit;
    }

    void wrong(ImportUnit& unit, int column, std::string code, const std::string& message)
    {
        m_units.reject(unit, {m_rows.line(), column < 0 ? std::string() : m_rows.label(column)}, std::move(code), message);
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
        for (const ContentEdit& edit : edits) {
            const int column = m_rows.column(edit.key);
            if (!unit.set(edit, {m_rows.line(), column < 0 ? edit.key : m_rows.label(column)})) {
                wrong(unit, column, "DUPLICATE_KEY", "another row of the same bundle says something else");
                return false;
            }
        }
        return true;
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
        const std::string policy(m_rows.cell(policyColumn).text), value(m_rows.cell(m_price).text);
        const std::string currency(m_rows.cell(currencyColumn).text), ending(m_rows.cell("price_ending").text);
        if (m_rows.cell(policyColumn).mark == CellMark::Clear) {
            edits.push_back({"price", EditOp::Clear, {}});
            return true;
        }
        if (policy.empty() && value.empty())
            return true;
        if (policy.empty()) {
            wrong(unit, policyColumn < 0 ? m_price : policyColumn, "BAD_PRICE",
                "a price without a policy; use sum, fixed, percent-off or amount-off");
            return false;
        }
        Json price = Json::object();
        price.set("policy", Json::string(policy));
        if (!value.empty() && policy != "sum") {
            const auto amount = number(unit, m_price, ContentType::Number, value);
            if (!amount)
                return false;
            price.set("value", Json::decimal(*amount));
        }
        if (!currency.empty() && policy != "sum")
            price.set("currency", Json::string(currency));
        if (!ending.empty()) {
            const auto amount = number(unit, m_rows.column("price_ending"), ContentType::Number, ending);
            if (!amount)
                return false;
            price.set("ending", Json::decimal(*amount));
        }
        edits.push_back({"price", EditOp::Set, price.write()});
        return true;
    }

    void takeRow()
    {
        const std::string code(m_rows.cell(m_code).text);
        ImportUnit* unit = unitOf(code, m_code);
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
        for (const Json& other : parts.components.items()) {
            if (other["sku"].text() != sku)
                continue;
            if (other == component)
                ++m_context.report.duplicates;
            else
                wrong(unit, m_sku, "DUPLICATE_KEY", forTerminal(sku, 255) + " is a component already, with other values");
            return;
        }
        parts.components.append(std::move(component));
    }

    void takeMember(ImportUnit& unit, Parts& parts, const std::string& sku, const std::string& name)
    {
        auto& groups = parts.groups.items();
        auto group = std::find_if(groups.begin(), groups.end(), [&](const Json& one) { return one["name"].text() == name; });
        if (group == groups.end()) {
            Json made = Json::object();
            made.set("name", Json::string(name));
            groups.push_back(std::move(made));
            group = groups.end() - 1;
        }
        Json bounds = Json::object();
        if (!setNumber(unit, bounds, "min") || !setNumber(unit, bounds, "max"))
            return;
        for (const auto& [bound, value] : bounds.members()) {
            if (const Json* known = group->find(bound); known && *known != value)
                return wrong(unit, m_rows.column(bound), "DUPLICATE_KEY", "another row of the same group says something else");
            group->set(bound, value);
        }
        if (const std::string text(m_rows.cell("quantity").text); !text.empty() && canonicalDecimal(text) != "1")
            m_context.warn(forTerminal(unit.id, 200) + ": what is chosen from a group comes once; its quantity was left out");
        Json of = (*group)["of"];
        const auto skus = of.toStrings();
        if (std::find(skus.begin(), skus.end(), sku) != skus.end()) {
            ++m_context.report.duplicates;
            return;
        }
        of.append(Json::string(sku));
        group->set("of", std::move(of));
    }

    void giveParts(const std::string& id, Parts& parts)
    {
        if (!parts.any)
            return;
        ImportUnit& unit = m_units.unit(MappingKind::Bundle, id, m_rows.origin(), {});
        for (Json& group : parts.groups.items()) {
            Json ordered = Json::object();
            for (const char* key : {"name", "min", "max", "of"})
                if (const Json* value = group.find(key))
                    ordered.set(key, *value);
            group = std::move(ordered);
        }
        const auto give = [&](const char* key, const Json& list) {
            const bool none = list.items().empty();
            unit.set({key, none ? EditOp::Clear : EditOp::Items, none ? std::string() : list.write()}, unit.place);
        };
        give("components", parts.components);
        give("groups", parts.groups);
    }

    void takeMagentoRow()
    {
        const int column = m_options >= 0 && !m_rows.cell(m_options).text.empty() ? m_options : m_values;
        const std::string cell(m_rows.cell(column).text);
        if (cell.empty()) {
            ++m_context.report.unchanged; // a product that is no bundle
            return;
        }
        const std::string code(m_rows.cell(m_sku).text);
        ImportUnit* unit = unitOf(code, m_sku);
        if (!unit || !takeWhole(*unit))
            return;
        if (m_parts[unit->id].any)
            return wrong(*unit, m_sku, "DUPLICATE_KEY", "the same bundle is in line " + std::to_string(unit->place.line));
        if (const std::string name(m_rows.cell("name").text); !name.empty())
            unit->set({"label", EditOp::Set, jsonString(name)}, {m_rows.line(), "name"});
        std::string problem;
        const auto options = column == m_options ? parseBundleOptions(cell, problem) : parseBundleValues(cell, problem);
        if (!options || options->empty())
            return wrong(*unit, column, "BAD_BUNDLE", options ? "names no products" : problem);
        takeMagentoPrice(*unit);
        for (const BundleOption& option : *options)
            takeOption(*unit, option, column);
        m_parts[unit->id].any = true;
    }

    // bundle_price_type is fixed or dynamic, which is the sum of what is chosen; so is a price that is not given.
    void takeMagentoPrice(ImportUnit& unit)
    {
        Json price = Json::object();
        price.set("policy", Json::string("sum"));
        const std::string text(m_rows.cell("price").text);
        if (m_rows.cell("bundle_price_type").text != "dynamic" && !text.empty()) {
            const auto amount = number(unit, m_rows.column("price"), ContentType::Number, text);
            if (!amount)
                return;
            price.set("policy", Json::string("fixed"));
            price.set("value", Json::decimal(*amount));
            price.set("currency", Json::string(m_context.definitions().policy("currency")));
        }
        unit.set({"price", EditOp::Set, price.write()}, {m_rows.line(), "price"});
    }

    void takeOption(ImportUnit& unit, const BundleOption& option, int column)
    {
        Parts& parts = m_parts[unit.id];
        Json of = Json::array();
        for (const BundleOption::Part& part : option.parts) {
            if (auto good = checkSku(part.sku); !good)
                return wrong(unit, column, "BAD_SKU", "the SKU " + inQuotes(part.sku) + " " + good.error().what);
            unit.nameSku(part.sku, {m_rows.line(), m_rows.label(column)});
            of.append(Json::string(part.sku));
        }
        if (option.parts.size() == 1) {
            Json component = Json::object();
            component.set("sku", of.items().front());
            const auto quantity = canonicalDecimal(option.parts.front().quantity);
            if (quantity && *quantity != "1" && toInteger(*quantity))
                component.set("quantity", Json::decimal(*quantity));
            if (!option.required)
                component.set("required", Json::boolean(false));
            parts.components.append(std::move(component));
            return;
        }
        const bool several = option.input == "checkbox" || option.input == "multi";
        Json group = Json::object();
        group.set("name", Json::string(option.title));
        group.set("min", Json::number(int64_t(option.required ? 1 : 0)));
        group.set("max", Json::number(static_cast<int64_t>(several ? option.parts.size() : 1)));
        group.set("of", std::move(of));
        parts.groups.append(std::move(group));
    }

    MappingContext& m_context;
    ImportUnits& m_units;
    MappingRows m_rows;
    const int m_code, m_sku, m_options, m_values, m_price;
    bool m_magento = false;
    std::map<std::string, Parts> m_parts; // by id
};

} // namespace

Result<void> readBundleRows(MappingContext& context, ImportUnits& units, const MappingFile& file, const Progress& progress)
{
    auto rows = MappingRows::open(context, file, MappingKind::Bundle,
        {"bundle", "variant", "price_policy", "price_value", "price_ending", "currency", "group", "min", "max", "sku", "quantity",
            "required", "_action", "bundle_options", "bundle_values", "bundle_price_type", "name", "price", "components", "groups"});
    if (!rows)
        return rows.error();
    const bool magento = rows->column("bundle_options") >= 0 || rows->column("bundle_values") >= 0;
    if (rows->column("sku") < 0 || (rows->column("bundle") < 0 && !magento))
        return Error{ErrorKind::Rejected, "NO_COLUMN", file.path, "has no columns bundle and sku, which bundles are made of",
            "name them in the header or in a profile"};
    return BundleReader(context, units, std::move(*rows)).run(progress);
}

} // namespace shelf
