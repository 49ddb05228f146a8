// copy.locale-missing: a reason, a benefit or a template is given in some languages and not in all that are used. Those are all that
// any template of the workspace has, and those that the parameter names. A text without a language is one for all of them. One
// finding per mapping and text, or per text of a template (its own, each variant, its fallback; detail: which).
#include "governance/rules/copy/copy_rules.h"
#include "governance/rules/copy/shown_texts.h"

#include "model/domain/text.h"

#include <algorithm>
#include <set>

namespace shelf {

namespace {

using Languages = std::set<std::string>;

// Those that are absent; none where the text is for all languages.
std::vector<std::string> absentOf(const Languages& used, const std::vector<LocalText>& texts)
{
    std::vector<std::string> absent;
    const auto isForAll = [](const LocalText& text) { return text.language.empty(); };
    if (texts.empty() || std::any_of(texts.begin(), texts.end(), isForAll))
        return absent;
    for (const std::string& language : used)
        if (std::none_of(texts.begin(), texts.end(), [&](const LocalText& text) { return text.language == language; }))
            absent.push_back(language);
    return absent;
}

std::string message(const std::string& what, const std::vector<LocalText>& texts, const std::vector<std::string>& absent)
{
    std::vector<std::string> there;
    for (const LocalText& text : texts)
        there.push_back(forTerminal(text.language, 20));
    return what + " is there in " + join(there, ", ") + ", not in " + join(absent, ", ") + "; translate it";
}

class LocaleMissing final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "copy.locale-missing",
            .title = "A text is not there in every language",
            .why = "Shoppers who read another language are shown nothing, or a language they did not choose.",
            .scope = RuleScope::Workspace,
            .unit = Unit::Entry,
            .dimension = Dimension::Completeness,
            .severity = Severity::Warning,
            .parameters = {{"languages", "[]", "languages that every text must have, besides those that templates have"}},
            .reads = {.links = true, .entries = true},
            .violating = "shelfwright: 1\n"
                         "templates: [ { code: fits, text: { en: \"Fits your {source.name}\", de: \"Passt zu Ihrer {source.name}\" } } ]\n"
                         "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                         "links: [ { source: CAM-1, type: accessory, target: BAG-1, owner: mia, reason: { en: Room for two lenses } } ]\n",
            .passing = "shelfwright: 1\n"
                       "templates: [ { code: fits, text: { en: \"Fits your {source.name}\", de: \"Passt zu Ihrer {source.name}\" } } ]\n"
                       "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                       "links: [ { source: CAM-1, type: accessory, target: BAG-1, owner: mia, reason: { en: Room for two lenses, de: Platz "
                       "für zwei Objektive } } ]\n",
            .edge = "shelfwright: 1\n"
                    "templates: [ { code: fits, text: { en: \"Fits your {source.name}\", de: \"Passt zu Ihrer {source.name}\" } } ]\n"
                    "products: [ { sku: CAM-1, name: Camera one }, { sku: BAG-1, name: Bag } ]\n"
                    "links: [ { source: CAM-1, type: accessory, target: BAG-1, owner: mia, reason: In no language in particular } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        Languages used;
        for (const std::string& language : run.texts("languages"))
            used.insert(language);
        const CopyTemplates templates(run.definitions());
        for (const auto& [code, one] : templates.all())
            for (const copytext::ShownText& part : copytext::textsOf(one))
                for (const LocalText& text : part.texts)
                    used.insert(text.language);
        used.erase(std::string());
        if (used.empty())
            return;
        if (run.everything())
            checkTemplates(templates, used, sink);
        const auto isLocal = [](std::string_view details) { return details.find("\"reason\":{") != std::string_view::npos; };
        copytext::eachMapping(run, templates, isLocal, [&](const copytext::Subject& subject, const copytext::ShownTexts& texts) {
            for (const copytext::ShownText& part : texts.parts) {
                if (part.isFilled())
                    continue; // said of the template
                const std::vector<std::string> absent = absentOf(used, part.texts);
                if (absent.empty())
                    continue;
                FindingSink::With with;
                with.detail = part.place;
                subject.report(sink, message(subject.id(run.catalog()) + ": " + part.place, part.texts, absent), std::move(with));
            }
        });
    }

private:
    static void checkTemplates(const CopyTemplates& templates, const Languages& used, FindingSink& sink)
    {
        for (const auto& [code, one] : templates.all()) {
            const std::string own = "template " + code;
            for (const copytext::ShownText& part : copytext::textsOf(one)) {
                const auto absent = absentOf(used, part.texts);
                if (absent.empty())
                    continue;
                FindingSink::With with;
                if (part.place != own)
                    with.detail = part.place;
                sink.definition(ThingKind::Template, code, message(part.place, part.texts, absent), std::move(with));
            }
        }
    }
};

} // namespace

RulePtr copyLocaleMissing()
{
    return std::make_unique<LocaleMissing>();
}

} // namespace shelf
