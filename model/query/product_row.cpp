#include "model/query/product_row.h"

#include "model/domain/mapping.h"
#include "model/query/product_query.h"

#include <algorithm>
#include <array>

namespace shelf {

namespace {

constexpr int deepestAncestry = 8; // a loop of parents must not hang a listing

// The first element of an array of strings, as JSON text.
std::string_view firstElement(std::string_view array)
{
    if (array.size() < 4 || array[1] != '"')
        return {};
    for (size_t i = 2; i < array.size(); ++i) {
        if (array[i] == '\\')
            ++i;
        else if (array[i] == '"')
            return array.substr(1, i);
    }
    return {};
}

} // namespace

Result<MappingCounts> MappingCounts::gather(Workspace& workspace, const Progress& progress)
{
    MappingCounts counts;
    const Definitions& definitions = workspace.definitions();
    bool cancelled = false;
    const auto count = [&](const MappingState& mapping) {
        if (progress.cancelled()) {
            cancelled = true;
            return false;
        }
        const std::string status(statusName(mapping.status()));
        auto skus = referencesOf(mapping.id, mapping.working()).skus;
        std::sort(skus.begin(), skus.end());
        skus.erase(std::unique(skus.begin(), skus.end()), skus.end());
        for (const std::string& sku : skus) {
            Counts& own = counts.m_mappings[sku];
            ++own[status];
            ++own[std::string()];
        }
        const auto link = LinkId::parse(mapping.id);
        if (!link || mapping.status() == MappingStatus::Retired)
            return true;
        const LinkType* type = definitions.linkType(link->type);
        Counts& source = counts.m_links[link->source];
        ++source[link->type];
        ++source[std::string()];
        if (type && type->symmetric) {
            Counts& target = counts.m_links[link->target];
            ++target[link->type];
            ++target[std::string()];
        } else if (type && !type->inverse.empty()) {
            ++counts.m_links[link->target][type->inverse];
        }
        return true;
    };
    if (const auto scanned = workspace.forEachMapping("", count); !scanned)
        return scanned.error();
    if (cancelled)
        return Error{ErrorKind::Cancelled, "CANCELLED", "mappings", "counting was cancelled", "run it again"};
    return counts;
}

int64_t MappingCounts::lookUp(const std::unordered_map<std::string, Counts>& all, std::string_view sku, std::string_view name)
{
    const auto product = all.find(std::string(sku));
    if (product == all.end())
        return 0;
    const auto count = product->second.find(name);
    return count == product->second.end() ? 0 : count->second;
}

int64_t MappingCounts::links(std::string_view sku, std::string_view type) const
{
    return lookUp(m_links, sku, type);
}

int64_t MappingCounts::mappings(std::string_view sku, std::string_view status) const
{
    return lookUp(m_mappings, sku, status);
}

bool ParentValues::isInherited(std::string_view field)
{
    static constexpr std::array<std::string_view, 5> own = {"aliases", "gtin", "parent", "stock", "stock_since"};
    return std::find(own.begin(), own.end(), field) == own.end();
}

const Thing* ParentValues::parentOf(const Thing& product)
{
    if (!product.fields.has("parent"))
        return nullptr;
    const std::string parent = product.fields.text("parent");
    auto found = m_parents.find(parent);
    if (found == m_parents.end()) {
        auto read = m_workspace.product(parent);
        found = m_parents.emplace(parent, read ? std::move(*read) : std::nullopt).first;
    }
    return found->second ? &*found->second : nullptr;
}

std::string_view ParentValues::inherited(const Thing& product, std::string_view field)
{
    if (!isInherited(field))
        return {};
    const Thing* ancestor = parentOf(product);
    for (int i = 0; ancestor && i < deepestAncestry; ++i, ancestor = parentOf(*ancestor))
        if (const auto value = ancestor->fields.get(field); !value.empty())
            return value;
    return {};
}

Thing ParentValues::merged(const Thing& product)
{
    Thing result = product;
    const Thing* ancestor = parentOf(product);
    for (int i = 0; ancestor && i < deepestAncestry; ++i, ancestor = parentOf(*ancestor))
        for (const auto& [field, value] : ancestor->fields)
            if (isInherited(field) && !result.fields.has(field))
                result.fields.set(field, value);
    return result;
}

std::string_view ProductExpressionRow::field(std::string_view name) const
{
    if (name == "category") {
        const auto first = firstElement(m_product->fields.get("categories"));
        return first.empty() ? firstElement(m_parents.inherited(*m_product, "categories")) : first;
    }
    const auto own = m_product->fields.get(name);
    return own.empty() ? m_parents.inherited(*m_product, name) : own;
}

double ProductExpressionRow::completeness(std::string_view channel) const
{
    const auto all = completenessOf(m_definitions, m_parents.merged(*m_product));
    double lowest = all.empty() ? 0 : 1;
    for (const auto& [code, share] : all) {
        if (code == channel)
            return share;
        lowest = std::min(lowest, share);
    }
    return channel.empty() ? lowest : 0;
}

} // namespace shelf
