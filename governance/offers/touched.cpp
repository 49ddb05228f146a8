#include "governance/offers/touched.h"

#include "governance/offers/bundle_checks.h"

#include <algorithm>
#include <set>

namespace shelf {

namespace {

constexpr uint8_t live = InWorking | InApproved;

std::string partIn(const Entry& entry, Row product)
{
    if (entry.kind == MappingKind::Bundle) {
        const std::vector<BundlePart>& parts = entry.bundle().parts;
        const bool component = std::any_of(parts.begin(), parts.end(), [product](const BundlePart& part) { return part.row == product; });
        return component ? "component" : "choice";
    }
    if (entry.kind == MappingKind::Upgrade)
        return "step";
    return entry.kind == MappingKind::Compat ? "adapter" : "target";
}

} // namespace

std::vector<TouchedMapping> touchedMappings(const Snapshot& catalog, Row product)
{
    std::vector<TouchedMapping> touched;
    const Links& links = catalog.links();
    const uint16_t successor = links.typeOf("successor");
    const auto take = [&](const Link& link, std::string_view part) {
        if (!(link.flags & live) || link.type == successor)
            return;
        touched.push_back({catalog.linkId(link), MappingKind::Link, link.mappingStatus(), std::string(part)});
    };
    for (const Link& link : links.from(product))
        take(link, "source");
    links.into(product, [&](const Link& link) { take(link, "target"); });
    for (const EntryPtr& entry : catalog.entriesNaming(product))
        if (entry->flags & live)
            touched.push_back({entry->id, entry->kind, entry->status, partIn(*entry, product)});
    std::sort(touched.begin(), touched.end(), [](const TouchedMapping& a, const TouchedMapping& b) { return a.id < b.id; });
    // A mapping whose draft differs from its approved version was met twice.
    const auto same = [](const TouchedMapping& a, const TouchedMapping& b) { return a.id == b.id; };
    touched.erase(std::unique(touched.begin(), touched.end(), same), touched.end());
    return touched;
}

std::vector<Row> successorsOf(const Snapshot& catalog, View view, Row product)
{
    const uint16_t type = catalog.links().typeOf("successor");
    std::vector<Row> found;
    if (type == 0xffff)
        return found;
    std::set<Row> seen = {product};
    std::vector<Row> waiting = {product};
    while (!waiting.empty()) {
        const Row row = waiting.back();
        waiting.pop_back();
        for (const Link& link : catalog.links().from(row)) {
            if (link.type != type || !link.in(view) || !seen.insert(link.target).second)
                continue;
            if (isSold(catalog, link.target))
                found.push_back(link.target);
            else
                waiting.push_back(link.target);
        }
    }
    std::sort(found.begin(), found.end(), [&](Row a, Row b) { return catalog.sku(a) < catalog.sku(b); });
    return found;
}

} // namespace shelf
