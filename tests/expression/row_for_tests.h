// A product in memory and a small vocabulary, for tests of expressions.
#pragma once

#include "model/expression/expression.h"

#include <map>
#include <string>

namespace shelf {

// Gives a product's fields as canonical JSON, from a literal: {{"price", "199.5"}, {"family", "\"cpu\""}}.
class RowForTests : public ExpressionRow {
public:
    RowForTests() = default;
    explicit RowForTests(std::map<std::string, std::string> values) : fields(std::move(values)) { }

    std::string_view sku() const override { return skuText; }
    std::string_view field(std::string_view name) const override
    {
        const auto found = fields.find(std::string(name));
        return found == fields.end() ? std::string_view() : std::string_view(found->second);
    }
    double completeness(std::string_view channel) const override
    {
        const auto found = complete.find(std::string(channel));
        return found == complete.end() ? 0 : found->second;
    }
    int64_t linkCount(std::string_view type) const override { return count(links, type); }
    int64_t mappingCount(std::string_view status) const override { return count(mappings, status); }

    std::string skuText = "SKU-1";
    std::map<std::string, std::string> fields;
    std::map<std::string, double> complete; // by channel; "" is the lowest
    std::map<std::string, int64_t> links; // by type; "" is all
    std::map<std::string, int64_t> mappings; // by status

private:
    static int64_t count(const std::map<std::string, int64_t>& counts, std::string_view key)
    {
        const auto found = counts.find(std::string(key));
        return found == counts.end() ? 0 : found->second;
    }
};

inline Thing attributeForTests(const std::string& code, const std::string& label, const std::string& type, const std::string& unit = {})
{
    Thing thing;
    thing.kind = ThingKind::Attribute;
    thing.key = code;
    thing.revision = 1;
    thing.fields.setText("label", label);
    thing.fields.setText("type", type);
    thing.fields.setText("unit", unit);
    return thing;
}

// What comes with a workspace, and one attribute of every type.
inline Definitions definitionsForTests()
{
    std::vector<Thing> things = builtInDefinitions();
    things.push_back(attributeForTests("core_count", "Core count", "integer"));
    things.push_back(attributeForTests("core_clock", "Core clock", "number", "GHz"));
    things.push_back(attributeForTests("weight", "Weight", "number", "g"));
    things.push_back(attributeForTests("gross_weight", "Gross weight", "number", "kg"));
    things.push_back(attributeForTests("width", "Width", "number", "mm"));
    things.push_back(attributeForTests("pack", "Pack", "number", "pcs"));
    things.push_back(attributeForTests("discount", "Discount", "number", "%"));
    things.push_back(attributeForTests("operating_temperature", "Operating temperature", "number", "°C"));
    things.push_back(attributeForTests("warranty", "Warranty", "integer", "d"));
    things.push_back(attributeForTests("socket", "Socket", "choice"));
    things.push_back(attributeForTests("mounts", "Mounts", "multi-choice"));
    things.push_back(attributeForTests("sealed", "Weather sealed", "boolean"));
    things.push_back(attributeForTests("tested", "Tested on", "date"));
    things.push_back(attributeForTests("msrp", "List price", "money"));
    things.push_back(attributeForTests("manual", "Manual", "url"));
    things.push_back(attributeForTests("contact_phone_number", "Contact Phone Number", "text"));
    things.push_back(attributeForTests("in", "Inlet", "text"));
    return Definitions(std::move(things));
}

inline constexpr Days todayForTests = 20774; // 2026-11-17

} // namespace shelf
