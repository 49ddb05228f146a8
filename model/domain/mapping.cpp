// Ids of mappings, and which keys their contents have.
#include "model/domain/mapping.h"

#include "model/domain/product.h"
#include "model/domain/text.h"

#include <array>

namespace shelf {

namespace {

constexpr std::array<std::pair<MappingKind, std::string_view>, 5> kinds = {{
    {MappingKind::Link, "link"},
    {MappingKind::LinkRule, "linkrule"},
    {MappingKind::Compat, "compat"},
    {MappingKind::Bundle, "bundle"},
    {MappingKind::Upgrade, "upgrade"},
}};

using enum ContentType;
using Keys = std::vector<ContentKey>;

// The parts that kinds share, in the order of release.md; what only the workspace keeps stands beside its neighbours. A season
// leaves as the dates it stands for, and a reason code as the text it makes.
const Keys reasonKeys = {
    {"reason", LocalText, true}, {"reason_code", Text, false}, {"reason_arguments", Object, false}, {"template", Text, false}};
const Keys orderKeys = {{"rank", Number, true}, {"pin", Boolean, true}, {"boost", Number, true}, {"origin", Text, true}};
const Keys windowKeys = {{"season", Text, false}, {"from", Date, true}, {"to", Date, true}, {"every", Recurrence, true}};
// In a compatibility rule `from` names a side (mappings.md), so that its window has other names.
const Keys compatWindowKeys = {{"season", Text, false}, {"valid_from", Date, true}, {"valid_to", Date, true}, {"every", Recurrence, true}};
const Keys contextKeys = {{"channels", Texts, true}, {"audiences", Texts, true}, {"intents", Texts, true}, {"triggers", Texts, true}};
const Keys intervalKeys = {{"interval_days", Integer, true}};
const Keys endKeys = {{"evidence", Objects, true}, {"owner", Text, true}};

Keys joined(std::initializer_list<Keys> parts)
{
    Keys keys;
    for (const Keys& part : parts)
        keys.insert(keys.end(), part.begin(), part.end());
    return keys;
}

// target_rank is the rank of a symmetric link seen from its target.
const Keys linkKeys = joined({{{"source", Text, true}, {"type", Text, true}, {"target", Text, true}, {"variant", Text, false}}, orderKeys,
    {{"target_rank", Number, false}}, reasonKeys, windowKeys, contextKeys, intervalKeys, endKeys});

// source and target are expressions; targets are SKUs.
const Keys linkRuleKeys =
    joined({{{"label", Text, false}, {"source", Text, false}, {"type", Text, true}, {"target", Text, false}, {"targets", Texts, false},
                {"limit", Integer, false}, {"order", Text, false}, {"variant", Text, false}},
        orderKeys, reasonKeys, windowKeys, contextKeys, intervalKeys, endKeys});

const Keys compatKeys = joined({{{"label", Text, false}, {"variant", Text, false}, {"left", Text, true}, {"right", Text, true},
                                    {"effect", Text, true}, {"with", Text, true}, {"note", Text, false}, {"shows", Text, true},
                                    {"from", Text, true}, {"unknown", Text, true}, {"where", Objects, true}},
    reasonKeys, orderKeys, compatWindowKeys, contextKeys, endKeys});

const Keys bundleKeys =
    joined({{{"label", Text, true}, {"variant", Text, false}, {"intent", Text, true}, {"components", Objects, true},
                {"groups", Objects, true}, {"price", Object, true}, {"planned_units", Integer, false}, {"parked", Boolean, false}},
        reasonKeys, orderKeys, windowKeys, contextKeys, endKeys});

const Keys upgradeKeys =
    joined({{{"label", Text, false}, {"variant", Text, false}, {"intent", Text, true}, {"steps", Objects, true},
                {"key_attributes", Texts, true}, {"band", Object, false}, {"trigger", Object, false}, {"trade_in", Boolean, false}},
        reasonKeys, orderKeys, windowKeys, contextKeys, endKeys});

// Takes "KIND:" off the front and decodes the parts behind it; nullopt where one is empty or badly encoded.
std::optional<std::vector<std::string>> partsOf(std::string_view id)
{
    const size_t colon = id.find(':');
    if (colon == std::string_view::npos)
        return std::nullopt;
    std::vector<std::string> parts;
    for (const std::string_view part : split(id.substr(colon + 1), ':')) {
        std::optional<std::string> decoded = percentDecoded(part);
        if (!decoded || decoded->empty())
            return std::nullopt;
        parts.push_back(std::move(*decoded));
    }
    return parts;
}

} // namespace

std::string_view mappingKindName(MappingKind kind)
{
    for (const auto& [known, name] : kinds)
        if (known == kind)
            return name;
    return {};
}

std::optional<MappingKind> mappingKindOf(std::string_view id)
{
    const size_t colon = id.find(':');
    if (colon != std::string_view::npos)
        for (const auto& [kind, name] : kinds)
            if (name == id.substr(0, colon))
                return kind;
    return std::nullopt;
}

std::string LinkId::text() const
{
    std::string result = "link:";
    result.append(percentEncoded(source)).append(":").append(percentEncoded(type)).append(":").append(percentEncoded(target));
    if (!variant.empty())
        result.append(":").append(percentEncoded(variant));
    return result;
}

std::optional<LinkId> LinkId::parse(std::string_view id)
{
    if (mappingKindOf(id) != MappingKind::Link)
        return std::nullopt;
    std::optional<std::vector<std::string>> parts = partsOf(id);
    if (!parts || parts->size() < 3 || parts->size() > 4)
        return std::nullopt;
    LinkId link{(*parts)[0], (*parts)[1], (*parts)[2], {}};
    if (parts->size() == 4)
        link.variant = (*parts)[3];
    return link;
}

std::string codedId(MappingKind kind, std::string_view code, std::string_view variant)
{
    std::string result(mappingKindName(kind));
    result.append(":").append(percentEncoded(code));
    if (!variant.empty())
        result.append(":").append(percentEncoded(variant));
    return result;
}

Result<void> checkMappingId(std::string_view id)
{
    const auto refused = [id](std::string what, std::string tryThis) {
        return Error{ErrorKind::Rejected, "MAPPING_ID", forTerminal(id, 120), std::move(what), std::move(tryThis)};
    };
    const std::optional<MappingKind> kind = mappingKindOf(id);
    if (!kind)
        return refused("this is no id of a mapping", "ids begin with link:, linkrule:, compat:, bundle: or upgrade:");
    const std::optional<std::vector<std::string>> parts = partsOf(id);
    const size_t least = *kind == MappingKind::Link ? 3 : 1;
    if (!parts || parts->size() < least || parts->size() > least + 1)
        return refused("the id is not well formed",
            least == 3 ? "write link:SOURCE:TYPE:TARGET, with %3A for ':' and %25 for '%' inside a part"
                       : "write " + std::string(mappingKindName(*kind)) + ":CODE, with %3A for ':' and %25 for '%'");
    for (const std::string& part : *parts)
        if (const Result<void> good = checkSku(part); !good) // the limits of codes are those of SKUs
            return refused(inQuotes(part) + " can't be a part of an id", good.error().tryThis);
    return {};
}

const std::vector<ContentKey>& contentKeys(MappingKind kind)
{
    switch (kind) {
    case MappingKind::Link:
        return linkKeys;
    case MappingKind::LinkRule:
        return linkRuleKeys;
    case MappingKind::Compat:
        return compatKeys;
    case MappingKind::Bundle:
        return bundleKeys;
    case MappingKind::Upgrade:
        return upgradeKeys;
    }
    return linkKeys;
}

const ContentKey* contentKey(MappingKind kind, std::string_view name)
{
    for (const ContentKey& key : contentKeys(kind))
        if (key.name == name)
            return &key;
    return nullptr;
}

} // namespace shelf
