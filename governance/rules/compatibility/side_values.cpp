#include "governance/rules/compatibility/side_values.h"

#include "governance/compatibility/row_groups.h"
#include "governance/compatibility/rule_sides.h"
#include "model/domain/product.h"
#include "model/domain/text.h"

namespace shelf {

std::vector<std::string_view> comparedFields()
{
    std::vector<std::string_view> fields = {"*"};
    for (const CoreField& field : coreFields())
        fields.push_back(field.name);
    return fields;
}

SideValues sideValues(const Snapshot& catalog, const std::string& side, const std::string& field)
{
    SideValues result;
    const Column* column = catalog.column(field);
    const RowGroups groups(catalog, RuleSide(catalog, side).rows(catalog), {{column, inheritsField(field)}});
    for (size_t group = 0; group < groups.size(); ++group) {
        const Code code = groups.code(group, 0);
        result.products += groups.count(group);
        result.missing += code ? 0 : groups.count(group);
        if (column)
            for (const Code element : column->values().elements(code))
                result.texts.emplace(column->values().elementValues().text(element));
    }
    return result;
}

std::string sideLabel(const std::string& side)
{
    constexpr std::string_view category = "category:";
    return side.starts_with(category) ? "the category " + side.substr(category.size()) : "the family " + side;
}

const std::string& fieldOn(const CompatCondition& condition, SideOfRule side)
{
    return side == SideOfRule::Left ? condition.left : condition.right;
}

const std::string& sideOf(const CompatRule& rule, SideOfRule side)
{
    return side == SideOfRule::Left ? rule.left : rule.right;
}

} // namespace shelf
