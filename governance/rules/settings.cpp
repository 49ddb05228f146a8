#include "governance/rules/settings.h"

#include "governance/rules/rule.h"
#include "model/domain/shape.h"
#include "model/domain/text.h"

#include <algorithm>

namespace shelf {

namespace {

const Parameter* parameterOf(const RuleInfo& info, std::string_view name)
{
    for (const Parameter& parameter : info.parameters)
        if (parameter.name == name)
            return &parameter;
    return nullptr;
}

Json defaultOf(const Parameter& parameter)
{
    auto value = parseJson(parameter.value);
    return value ? *std::move(value) : Json();
}

std::string expected(const Json& like)
{
    switch (like.type()) {
    case Json::Type::Number:
        return "a number";
    case Json::Type::Bool:
        return "true or false";
    case Json::Type::Array:
        return "a list of texts";
    default:
        return "a text";
    }
}

bool fits(const Json& like, const Json& value)
{
    if (like.type() != value.type())
        return false;
    return std::all_of(value.items().begin(), value.items().end(), [](const Json& item) { return item.isString(); });
}

RuleSetting settingFrom(const Json& json)
{
    RuleSetting setting;
    setting.families = json["families"].toStrings();
    setting.categories = json["categories"].toStrings();
    setting.channels = json["channels"].toStrings();
    if (json["enabled"].isBool())
        setting.enabled = json["enabled"].toBool();
    setting.severity = severityFromName(json["severity"].text());
    setting.parameters = json["parameters"];
    return setting;
}

Json topLevel(const FieldMap& fields)
{
    Json json = Json::object();
    for (const char* key : {"families", "categories", "channels", "enabled", "severity", "parameters"})
        if (fields.has(key))
            json.set(key, fields.json(key));
    return json;
}

Result<void> checkSetting(const RuleInfo& info, const Json& setting, const std::string& at)
{
    const auto wrong = [&](std::string_view key, std::string what, std::string tryThis) {
        std::string where = "rule " + std::string(info.id) + ", " + at;
        return Error{ErrorKind::Rejected, "RULE", where.append(key), std::move(what), std::move(tryThis)};
    };
    if (const std::string& name = setting["severity"].text(); !name.empty()) {
        const auto severity = severityFromName(name);
        if (!severity)
            return wrong("severity", inQuotes(name) + " is no severity", "use blocker, error, warning or info");
        if (info.severity == Severity::Blocker && *severity != Severity::Blocker)
            return wrong("severity", "a blocker cannot be lowered", "leave it, or switch the rule off for all to see");
    }
    for (const auto& [name, value] : setting["parameters"].members()) {
        const Parameter* parameter = parameterOf(info, name);
        if (!parameter) {
            std::vector<std::string> names;
            for (const Parameter& known : info.parameters)
                names.emplace_back(known.name);
            return wrong("parameters", "there is no parameter " + inQuotes(name),
                names.empty() ? "this rule has no parameters" : didYouMean(name, names, "use one of " + join(names, ", ")));
        }
        if (const Json like = defaultOf(*parameter); !fits(like, value))
            return wrong("parameters: " + name, forTerminal(value.write(), 60) + " is not " + expected(like), "write " + expected(like));
    }
    return {};
}

} // namespace

RuleSettings::RuleSettings(const RuleInfo& info, const FieldMap& fields) : m_info(&info)
{
    if (fields.empty() || !checkRuleSettings(info, fields))
        return;
    m_settings.push_back(settingFrom(topLevel(fields)));
    const Json overrides = fields.json("overrides");
    for (const Json& json : overrides.items())
        m_settings.push_back(settingFrom(json));
    m_narrow = std::any_of(m_settings.begin(), m_settings.end(), [](const RuleSetting& setting) { return !setting.forAll(); });
}

bool RuleSettings::enabled() const
{
    bool enabled = true, somewhere = false;
    for (const RuleSetting& setting : m_settings)
        if (setting.enabled)
            (setting.forAll() ? enabled : somewhere) = *setting.enabled;
    return enabled || somewhere;
}

bool RuleSettings::applies(const RuleSetting& setting, const Snapshot& catalog, Row row, std::string_view channel) const
{
    const auto names = [](const std::vector<std::string>& list, std::string_view name) {
        return std::find(list.begin(), list.end(), name) != list.end();
    };
    if (!setting.channels.empty() && !names(setting.channels, channel))
        return false;
    if (setting.families.empty() && setting.categories.empty())
        return true;
    if (row == noRow)
        return false;
    if (!setting.families.empty() && !names(setting.families, catalog.family(row)))
        return false;
    if (setting.categories.empty())
        return true;
    const Column* categories = catalog.column("categories");
    if (!categories)
        return false;
    const Dictionary& values = categories->values();
    for (const Code code : values.elements(catalog.value(categories, row)))
        for (const std::string& wanted : setting.categories)
            if (catalog.definitions().categoryIsBelow(values.elementValues().text(code), wanted))
                return true;
    return false;
}

bool RuleSettings::enabled(const Snapshot& catalog, Row row, std::string_view channel) const
{
    bool enabled = true;
    for (const RuleSetting& setting : m_settings)
        if (setting.enabled && applies(setting, catalog, row, channel))
            enabled = *setting.enabled;
    return enabled;
}

std::optional<Severity> RuleSettings::severity(const Snapshot& catalog, Row row, std::string_view channel) const
{
    std::optional<Severity> severity;
    for (const RuleSetting& setting : m_settings)
        if (setting.severity && applies(setting, catalog, row, channel))
            severity = *setting.severity;
    return severity;
}

Severity RuleSettings::worstSeverity() const
{
    Severity worst = m_info ? m_info->severity : Severity::Info;
    for (const RuleSetting& setting : m_settings)
        worst = std::min(worst, setting.severity.value_or(worst));
    return worst;
}

Json RuleSettings::parameter(std::string_view name) const
{
    const Parameter* parameter = m_info ? parameterOf(*m_info, name) : nullptr;
    if (!parameter)
        return {};
    Json value = defaultOf(*parameter);
    for (const RuleSetting& setting : m_settings)
        if (setting.forAll() && setting.parameters.contains(name))
            value = setting.parameters[name];
    return value;
}

Json RuleSettings::parameter(std::string_view name, const Snapshot& catalog, Row row, std::string_view channel) const
{
    Json value = parameter(name);
    for (const RuleSetting& setting : m_settings)
        if (setting.parameters.contains(name) && applies(setting, catalog, row, channel))
            value = setting.parameters[name];
    return value;
}

bool RuleSettings::varies(std::string_view name) const
{
    return std::any_of(m_settings.begin(), m_settings.end(),
        [name](const RuleSetting& setting) { return !setting.forAll() && setting.parameters.contains(name); });
}

Result<void> checkRuleSettings(const RuleInfo& info, const FieldMap& fields)
{
    if (auto checked = checkSetting(info, topLevel(fields), {}); !checked)
        return checked;
    if (!info.id.starts_with("user."))
        for (const char* key : {"when", "expect", "message", "fix", "scope"})
            if (fields.has(key))
                return Error{ErrorKind::Rejected, "RULE", "rule " + std::string(info.id) + ", " + key, "this rule is built in",
                    "give a rule of your own an id that begins with user."};
    const Json overrides = fields.json("overrides");
    for (size_t i = 0; i < overrides.items().size(); ++i)
        if (auto checked = checkSetting(info, overrides.items()[i], "overrides[" + std::to_string(i) + "]."); !checked)
            return checked;
    return {};
}

} // namespace shelf
