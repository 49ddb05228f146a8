#include "governance/rules/links/link_window.h"

#include "governance/rules/links/link_scan.h"

namespace shelf {

namespace {

// A date, or the date of a date and time.
std::optional<Days> dayOfText(const std::string& text)
{
    return parseDate(std::string_view(text).substr(0, 10));
}

void take(LinkWindow& window, const FieldMap& fields)
{
    window.from = dayOfText(fields.text("from"));
    window.to = dayOfText(fields.text("to"));
    window.recurs = fields.has("every");
}

} // namespace

LinkWindow windowOf(const Definitions& definitions, std::string_view details)
{
    LinkWindow window;
    if (!mayHave(details, "\"from\":") && !mayHave(details, "\"to\":") && !mayHave(details, "\"season\":")
        && !mayHave(details, "\"every\":"))
        return window;
    const auto content = FieldMap::fromJson(details);
    if (!content)
        return window;
    take(window, *content);
    window.season = content->text("season");
    if (const Thing* season = window.season.empty() ? nullptr : definitions.find(ThingKind::Season, window.season))
        take(window, season->fields);
    return window;
}

Days lastDayOf(const Definitions& definitions, std::string_view details)
{
    if (!mayHave(details, "\"to\":") && !mayHave(details, "\"season\":"))
        return noEnd;
    return windowOf(definitions, details).to.value_or(noEnd);
}

} // namespace shelf
