#include "model/domain/shape.h"

#include "model/domain/date.h"
#include "model/domain/text.h"

#include <algorithm>

namespace shelf {

namespace {

bool allStrings(const Json& value)
{
    return value.isArray() && std::all_of(value.items().begin(), value.items().end(), [](const Json& item) { return item.isString(); });
}

bool isLocalText(const Json& value)
{
    if (value.isString())
        return true;
    const auto isText = [](const Json::Member& member) { return !member.first.empty() && member.second.isString(); };
    return value.isObject() && !value.members().empty() && std::all_of(value.members().begin(), value.members().end(), isText);
}

bool allObjects(const Json& value)
{
    return value.isArray() && std::all_of(value.items().begin(), value.items().end(), [](const Json& item) { return item.isObject(); });
}

std::optional<std::string> unless(bool fits, std::string_view expectation)
{
    return fits ? std::nullopt : std::optional<std::string>(expectation);
}

} // namespace

std::optional<std::string> misfit(ContentType type, const Json& value)
{
    constexpr int64_t noInteger = INT64_MIN;
    switch (type) {
    case ContentType::Text:
        return unless(value.isString(), "a text");
    case ContentType::Number:
        return unless(value.isNumber(), "a number");
    case ContentType::Integer:
        return unless(value.toInteger(noInteger) != noInteger, "a whole number");
    case ContentType::Boolean:
        return unless(value.isBool(), "true or false");
    case ContentType::Texts:
        return unless(allStrings(value), "a list of texts");
    case ContentType::LocalText:
        return unless(isLocalText(value), "a text, or one text a language");
    case ContentType::Date:
        return unless(value.isString() && isDateOrTime(value.text()), "a date such as 2026-11-15");
    case ContentType::Recurrence:
        return unless(value.isString() && isRecurrence(value.text()), "a yearly window such as 11-15..12-24");
    case ContentType::Object:
        return unless(value.isObject(), "an object");
    case ContentType::Objects:
        return unless(allObjects(value), "a list of objects");
    }
    return "a value";
}

bool isDateOrTime(std::string_view text)
{
    return parseDate(text) || parseTime(text) || parseTime(std::string(text).append("Z"));
}

std::optional<Complaint> checkObject(const std::string& at, const Json& object, std::span<const InnerKey> keys)
{
    for (const auto& [name, value] : object.members()) {
        const auto known = std::find_if(keys.begin(), keys.end(), [&name = name](const InnerKey& key) { return key.name == name; });
        const std::string where = at + "." + name;
        if (known == keys.end()) {
            std::vector<std::string> names;
            for (const InnerKey& key : keys)
                names.emplace_back(key.name);
            return Complaint{where, "is not a known key", didYouMean(name, names, "use one of " + join(names, ", "))};
        }
        if (const auto expectation = misfit(known->type, value))
            return Complaint{where, "is not " + *expectation, "write " + *expectation};
    }
    for (const InnerKey& key : keys)
        if (key.required && !object.contains(key.name))
            return Complaint{at, "has no '" + std::string(key.name) + "'", "add it"};
    return std::nullopt;
}

std::optional<Complaint> checkObjects(const std::string& at, const Json& objects, std::span<const InnerKey> keys)
{
    for (size_t index = 0; index < objects.items().size(); ++index)
        if (auto complaint = checkObject(at + "[" + std::to_string(index + 1) + "]", objects.items()[index], keys))
            return complaint;
    return std::nullopt;
}

std::string didYouMean(std::string_view name, const std::vector<std::string>& candidates, std::string_view otherwise)
{
    if (const auto near = nearest(name, candidates))
        return "did you mean '" + *near + "'?";
    return std::string(otherwise);
}

} // namespace shelf
