#include "governance/preview/scenario.h"

#include "model/domain/text.h"

namespace shelf {

namespace {

constexpr std::pair<std::string_view, Expectation::Verb> verbs[] = {
    {"shows", Expectation::Verb::Shows},
    {"hides", Expectation::Verb::Hides},
    {"first", Expectation::Verb::First},
    {"order", Expectation::Verb::Order},
    {"never", Expectation::Verb::Never},
    {"always", Expectation::Verb::Always},
    {"at_least", Expectation::Verb::AtLeast},
    {"at_most", Expectation::Verb::AtMost},
};

Expectation expectationFrom(const Json& json)
{
    Expectation expectation;
    for (const auto& [key, verb] : verbs)
        if (const Json* value = json.find(key)) {
            expectation.verb = verb;
            if (verb == Expectation::Verb::Never || verb == Expectation::Verb::Always)
                expectation.expression = value->text();
            else if (value->isNumber())
                expectation.count = value->toInteger();
            else
                expectation.ids = value->toStrings();
        }
    if (json.contains("of"))
        expectation.expression = json["of"].text();
    expectation.slot = json["slot"].text();
    expectation.because = json["because"].text();
    expectation.note = json["note"].text();
    return expectation;
}

} // namespace

std::string Expectation::text() const
{
    const std::string place = slot.empty() ? std::string() : " in " + slot;
    switch (verb) {
    case Verb::Shows:
        return "shows " + join(ids, ", ") + place;
    case Verb::Hides:
        return "hides " + join(ids, ", ") + place + (because.empty() ? "" : " because of " + because);
    case Verb::First:
        return "shows " + join(ids, ", ") + " first" + place;
    case Verb::Order:
        return "shows " + join(ids, ", then ") + place;
    case Verb::Never:
        return "never shows anything with " + expression + place;
    case Verb::Always:
        return "shows only what has " + expression + place;
    case Verb::AtLeast:
    case Verb::AtMost:
        break;
    }
    return std::string("shows ") + (verb == Verb::AtLeast ? "at least " : "at most ") + std::to_string(count) + place
        + (expression.empty() ? "" : " with " + expression);
}

Result<Scenario> scenarioFrom(const Thing& definition)
{
    const FieldMap& fields = definition.fields;
    const auto wrong = [&definition](std::string_view key, std::string what, std::string tryThis) {
        return Error{
            ErrorKind::Rejected, "SCENARIO", "scenario " + definition.key + ", " + std::string(key), std::move(what), std::move(tryThis)};
    };
    // One that an earlier version of this program kept was not checked as it is now.
    if (const auto checked = checkDefinition(ThingKind::Scenario, definition.key, fields); !checked)
        return checked.error();
    Scenario scenario;
    scenario.name = definition.key;
    scenario.label = fields.text("label");
    PreviewRequest& request = scenario.request;
    request.anchors = fields.strings("anchors");
    request.owned = fields.strings("owned");
    request.on = fields.text("on");
    request.channel = fields.text("channel");
    request.audience = fields.text("audience");
    request.intent = fields.text("intent");
    request.trigger = fields.text("trigger");
    request.language = fields.text("language");
    request.optedOut = fields.boolean("opted_out");
    if (const std::string state = fields.text("state"); !state.empty()) {
        const auto parsed = PreviewState::parse(state);
        if (!parsed)
            return wrong("state", parsed.error().what, parsed.error().tryThis);
        scenario.state = *parsed;
    }
    scenario.closesGate = fields.boolean("gate", true);
    const Json expect = fields.json("expect");
    for (const Json& each : expect.items())
        scenario.expect.push_back(expectationFrom(each));
    return scenario;
}

std::vector<const Thing*> scenariosOf(const Definitions& definitions)
{
    return definitions.all(ThingKind::Scenario);
}

} // namespace shelf
