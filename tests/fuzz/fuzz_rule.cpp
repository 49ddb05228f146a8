// Rules of one's own and settings of built-in ones, from hostile definitions: what is accepted runs, in bounded time and space, over a
// small catalog, and finds the same twice.
#include "governance/findings/validator.h"
#include "model/catalog/catalog.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace shelf;

namespace {

Thing thing(ThingKind kind, const char* key, const char* json)
{
    return {kind, key, 1, 1, FieldMap::fromJson(json).value()};
}

Snapshot smallCatalog()
{
    std::vector<Thing> things = builtInDefinitions();
    things.push_back(thing(ThingKind::Attribute, "mounts", R"({"label":"Mounts","options":["E","Z"],"type":"multi-choice"})"));
    things.push_back(thing(ThingKind::Attribute, "weight", R"({"label":"Weight","type":"number","unit":"g"})"));
    things.push_back(thing(ThingKind::Family, "lens", R"({"attributes":[{"code":"mounts"},{"code":"weight"}],"label":"Lens"})"));
    Catalog catalog{Definitions(std::move(things))};
    catalog.putProduct(thing(ThingKind::Product, "L1", R"({"family":"lens","mounts":["E"],"name":"One","price":199,"weight":250.5})"));
    catalog.putProduct(thing(ThingKind::Product, "L2", R"({"family":"lens","lifecycle":"retired","name":"Two \"x\""})"));
    MappingState link;
    link.id = "link:L1:accessory:L2";
    link.revision = 1;
    link.hasDraft = true;
    link.draft = FieldMap::fromJson(R"({"rank":1,"reason":"Fits","source":"L1","target":"L2","type":"accessory"})").value();
    catalog.putMapping(link, 20000);
    return catalog.snapshot();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    static const Snapshot catalog = smallCatalog();
    constexpr size_t most = 8192;
    if (size < 2 || size > most)
        return 0;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    auto fields = FieldMap::fromJson(text);
    if (!fields)
        return 0;
    const auto& rules = builtInRules();
    const bool own = data[0] % 2 == 0;
    const std::string key = own ? "user.fuzzed" : std::string(rules[data[0] / 2 % rules.size()]->info().id);
    if (!checkDefinition(ThingKind::Rule, key, *fields))
        return 0;
    std::vector<Thing> things;
    for (const ThingKind kind : {ThingKind::Attribute, ThingKind::Family, ThingKind::Channel, ThingKind::LinkType})
        for (const Thing* known : catalog.definitions().all(kind))
            things.push_back(*known);
    things.push_back({ThingKind::Rule, key, 1, 1, *fields});
    const RuleSet set{Definitions(std::move(things)), 20000};
    if (!set.find(key))
        return 0;
    ValidationRequest request;
    request.rules = {key};
    request.threads = 1;
    request.now = int64_t(20000) * 24 * 60 * 60 * 1000;
    const auto once = validate(catalog, set, request).findings;
    if (!(validate(catalog, set, request).findings == once))
        abort();
    return 0;
}
