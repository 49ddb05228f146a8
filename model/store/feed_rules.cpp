#include "model/store/feed_rules.h"

#include <algorithm>
#include <array>

namespace shelf {

namespace {

Error refused(std::string where, std::string what)
{
    return {ErrorKind::Rejected, "FEED", std::move(where), std::move(what),
        "a feed changes price, cost, currency, stock, stock_since and attributes that are not mastered here; import the rest without "
        "--feed"};
}

} // namespace

bool isFeedField(const Definitions& definitions, std::string_view field)
{
    static constexpr std::array<std::string_view, 5> fields = {"price", "cost", "currency", "stock", "stock_since"};
    if (std::find(fields.begin(), fields.end(), field) != fields.end())
        return true;
    const auto* attribute = definitions.attribute(std::string(field));
    return attribute && attribute->master != Master::Here;
}

Result<void> checkFeedBlock(const Definitions& definitions, const ChangeBlock& block)
{
    if (block.rows() == 0)
        return {};
    if (block.kind != ThingKind::Product)
        return refused(std::string(block.keys.at(0)),
            "a feed may not change the " + std::string(kindName(block.kind)) + " " + std::string(block.keys.at(0)));
    for (size_t row = 0; row < block.rows(); ++row)
        if (block.ops[row] != ChangeOp::Edit)
            return refused(std::string(block.keys.at(row)),
                block.ops[row] == ChangeOp::Create ? "a feed may not add a product" : "a feed may not remove a product");
    for (const FieldColumn& column : block.columns) {
        if (isFeedField(definitions, column.field))
            continue;
        for (size_t row = 0; row < block.rows(); ++row)
            if (column.beforeAt(row) != column.afterAt(row))
                return refused(std::string(block.keys.at(row)), "a feed may not change " + column.field);
    }
    return {};
}

} // namespace shelf
