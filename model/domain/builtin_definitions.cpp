// What a new workspace comes with. The link types, their slots and their names in external formats are the table of mappings.md.
#include "model/domain/definitions.h"

#include <array>

namespace shelf {

namespace {

struct BuiltInLinkType {
    std::string_view code, label, inverse;
    bool symmetric;
    std::string_view slot;
    bool needsReason;
    // Names in external formats, empty where the format has none: Google Merchant's relationship type, Magento's link column,
    // Shopify's metafield, the number of a product link in Salesforce B2C Commerce (1 cross-sell, 2 replacement, 3 up-sell,
    // 4 accessory, 5 newer version, 6 spare part, 8 other), BMEcat's reference type, schema.org's property.
    std::string_view google, magento, shopify, salesforce, bmecat, schema;
};

constexpr std::array<BuiltInLinkType, 11> linkTypes = {{
    {"requires", "Does not work without", "required by", false, "essentials", true, "required_part", "related", "complementary", "8",
        "mandatory", ""},
    {"incompatible", "Never together with", "", true, "", true, "", "", "", "", "", ""},
    {"compatible", "Proven to work with", "", true, "accessories", false, "accessory", "related", "complementary", "4", "accessories",
        "isAccessoryOrSparePartFor"},
    {"accessory", "Is made better by", "accessory of", false, "accessories", true, "accessory", "crosssell", "complementary", "4",
        "accessories", "isAccessoryOrSparePartFor"},
    {"consumable", "Uses up", "consumed by", false, "essentials", false, "often_bought_with", "crosssell", "complementary", "4",
        "accessories", "isConsumableFor"},
    {"spare-part", "Is repaired with", "part of", false, "services", false, "accessory", "related", "", "6", "sparepart",
        "isAccessoryOrSparePartFor"},
    {"service", "Warranty, installation, insurance", "serves", false, "services", false, "accessory", "crosssell", "complementary", "8",
        "accessories", "addOn"},
    {"cross-sell", "Goes well with", "", false, "accessories", true, "often_bought_with", "crosssell", "complementary", "1", "others",
        "isRelatedTo"},
    {"up-sell", "The better choice is", "down-sell", false, "upgrades", true, "substitute", "upsell", "related", "3", "others",
        "isSimilarTo"},
    {"substitute", "Either does the job", "", true, "alternatives", false, "substitute", "related", "related", "2", "similar",
        "isSimilarTo"},
    {"successor", "Is replaced for good by", "predecessor", false, "alternatives", false, "substitute", "upsell", "related", "5",
        "followup", "successorOf"},
}};

Thing builtIn(ThingKind kind, std::string_view key, std::string_view label)
{
    Thing thing;
    thing.kind = kind;
    thing.key = key;
    thing.revision = 1;
    thing.fields.setText("label", label);
    return thing;
}

Thing linkTypeThing(const BuiltInLinkType& type)
{
    Thing thing = builtIn(ThingKind::LinkType, type.code, type.label);
    thing.fields.setText("inverse", type.inverse);
    if (type.symmetric)
        thing.fields.set("symmetric", "true");
    thing.fields.setText("slot", type.slot);
    if (!type.slot.empty())
        thing.fields.set("cap", "4"); // preview.md: four a slot
    if (type.needsReason)
        thing.fields.set("needs_reason", "true");
    Json names = Json::object();
    names.setIf("google", type.google);
    names.setIf("magento", type.magento);
    names.setIf("shopify", type.shopify);
    names.setIf("salesforce", type.salesforce);
    names.setIf("bmecat", type.bmecat);
    names.setIf("schema", type.schema);
    if (!names.members().empty())
        thing.fields.set("names", names.write());
    return thing;
}

} // namespace

std::vector<Thing> builtInDefinitions()
{
    std::vector<Thing> things;
    for (const BuiltInLinkType& type : linkTypes)
        things.push_back(linkTypeThing(type));
    things.push_back(builtIn(ThingKind::Channel, "web", "Web shop"));
    things.push_back(builtIn(ThingKind::Intent, "browsing", "Browsing"));
    things.push_back(builtIn(ThingKind::Intent, "comparing", "Comparing"));
    things.push_back(builtIn(ThingKind::Intent, "ready-to-buy", "Ready to buy"));
    things.push_back(builtIn(ThingKind::Intent, "owner", "Owner"));
    things.push_back(builtIn(ThingKind::Trigger, "launch", "Launch"));
    things.push_back(builtIn(ThingKind::Trigger, "replenishment", "Replenishment"));
    things.push_back(builtIn(ThingKind::Trigger, "anniversary", "Anniversary"));
    things.push_back(builtIn(ThingKind::Trigger, "season", "Season"));
    things.push_back(builtIn(ThingKind::Trigger, "post-purchase", "Post-purchase"));
    return things;
}

} // namespace shelf
