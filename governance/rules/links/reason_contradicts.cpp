// link.reason-contradicts: a reason, or the template that makes it, says that it fits, and it does not.
#include "governance/compatibility/compatibility.h"
#include "governance/copy/copy_template.h"
#include "governance/rules/links/link_facts.h"
#include "governance/rules/links/link_scan.h"
#include "governance/rules/links/links.h"
#include "governance/rules/links/reason_words.h"
#include "governance/rules/links/spoken_pairs.h"
#include "model/domain/text.h"

#include <algorithm>
#include <map>

namespace shelf {

namespace {

// Whether a text has one of the words, and no negation. Words are whole ones.
class FitWords {
public:
    explicit FitWords(std::vector<std::string> words) : m_words(std::move(words))
    {
        for (std::string& word : m_words)
            word = folded(word);
    }
    bool saidIn(std::string_view shown) const
    {
        const std::string text = folded(shown);
        bool negated = text.find("n't ") != std::string::npos;
        for (const char* word : {"not", "no", "without", "nicht", "kein", "keine", "ohne"})
            negated = negated || hasWord(text, word);
        return !negated && std::any_of(m_words.begin(), m_words.end(), [&](const std::string& word) { return hasWord(text, word); });
    }

private:
    static bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80; }
    static bool hasWord(std::string_view text, std::string_view word)
    {
        for (size_t at = text.find(word); !word.empty() && at != std::string_view::npos; at = text.find(word, at + 1))
            if ((at == 0 || !isLetter(text[at - 1])) && (at + word.size() == text.size() || !isLetter(text[at + word.size()])))
                return true;
        return false;
    }
    std::vector<std::string> m_words;
};

// What the texts of links say: their own reasons, those of the templates that they name, and those of their types' templates.
class Claims {
public:
    Claims(const Snapshot& catalog, const FitWords& words) : m_words(words)
    {
        const CopyTemplates templates(catalog.definitions());
        for (const auto& [code, one] : templates.all())
            m_templates.emplace(code, saidIn(one));
        for (uint16_t type = 0; type < catalog.links().typeCount(); ++type) {
            const CopyTemplate* one = templates.defaultOf(catalog.links().typeCode(type));
            m_types.push_back(one && m_templates[one->code]);
        }
    }
    enum Answer : uint8_t { No, Yes, AsItsType };
    // Of a link's details.
    uint8_t operator()(std::string_view json) const
    {
        bool claims = false, has = false;
        ReasonWords::eachReason(json, [&](const std::string&, const std::string& reason) {
            has = true;
            claims = claims || m_words.saidIn(reason);
        });
        if (mayHave(json, "\"template\":"))
            if (const auto content = FieldMap::fromJson(json); content && content->has("template")) {
                has = true;
                const auto found = m_templates.find(content->text("template"));
                claims = claims || (found != m_templates.end() && found->second);
            }
        return claims ? Yes : has ? No : AsItsType;
    }
    bool ofType(uint16_t type) const { return m_types[type]; }

private:
    bool saidIn(const CopyTemplate& one) const
    {
        const auto said = [this](const std::vector<LocalText>& texts) {
            return std::any_of(texts.begin(), texts.end(), [this](const LocalText& text) { return m_words.saidIn(text.text); });
        };
        return said(one.fallback)
            || std::any_of(one.variants.begin(), one.variants.end(), [&](const CopyVariant& variant) { return said(variant.texts); });
    }

    const FitWords& m_words;
    std::map<std::string, bool, std::less<>> m_templates;
    std::vector<bool> m_types; // by Link::type
};

class ReasonContradicts final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "link.reason-contradicts",
            .title = "A reason says that it fits, and it does not",
            .why = "The shopper is told that two things fit together which by a compatibility rule do not: that comes back as a return.",
            .scope = RuleScope::Link,
            .unit = Unit::Catalog,
            .dimension = Dimension::Accuracy,
            .severity = Severity::Error,
            .parameters = {{"words", "[\"fits\",\"fit\",\"compatible\",\"works with\",\"works on\",\"passt\",\"passen\",\"kompatibel\"]",
                "Words by which a reason says that two things fit; next to \"not\" or \"nicht\" they say nothing"}},
            .reads = {.fields = {"*", "name", "family", "categories", "lifecycle", "brand", "gtin", "price", "cost", "currency", "stock",
                          "stock_since", "launch", "end_of_life", "channels", "aliases", "parent", "image", "never_recommend"},
                .links = true,
                .entries = true},
            .violating = "shelfwright: 1\n"
                         "attributes: [ { code: mount, label: Mount, type: choice, options: [OX, LM] } ]\n"
                         "families:\n"
                         "  - { code: camera, label: Camera, attributes: [ { code: mount } ] }\n"
                         "  - { code: lens, label: Lens, attributes: [ { code: mount } ] }\n"
                         "products:\n"
                         "  - { sku: CAM-1, name: Camera one, family: camera, values: { mount: OX } }\n"
                         "  - { sku: LENS-1, name: Lens one, family: lens, values: { mount: LM } }\n"
                         "compatibility:\n"
                         "  - { code: camera-lens, between: [camera, lens], where: [ { left: mount, op: equal, right: mount } ] }\n"
                         "links: [ { source: CAM-1, type: accessory, target: LENS-1, reason: Fits your camera } ]\n",
            .passing = "shelfwright: 1\n"
                       "attributes: [ { code: mount, label: Mount, type: choice, options: [OX, LM] } ]\n"
                       "families:\n"
                       "  - { code: camera, label: Camera, attributes: [ { code: mount } ] }\n"
                       "  - { code: lens, label: Lens, attributes: [ { code: mount } ] }\n"
                       "products:\n"
                       "  - { sku: CAM-1, name: Camera one, family: camera, values: { mount: OX } }\n"
                       "  - { sku: LENS-1, name: Lens one, family: lens, values: { mount: OX } }\n"
                       "compatibility:\n"
                       "  - { code: camera-lens, between: [camera, lens], where: [ { left: mount, op: equal, right: mount } ] }\n"
                       "links: [ { source: CAM-1, type: accessory, target: LENS-1, reason: Fits your camera } ]\n",
            .edge = "shelfwright: 1\n"
                    "attributes: [ { code: mount, label: Mount, type: choice, options: [OX, LM] } ]\n"
                    "families:\n"
                    "  - { code: camera, label: Camera, attributes: [ { code: mount } ] }\n"
                    "  - { code: lens, label: Lens, attributes: [ { code: mount } ] }\n"
                    "products:\n"
                    "  - { sku: CAM-1, name: Camera one, family: camera, values: { mount: OX } }\n"
                    "  - { sku: LENS-1, name: Lens one, family: lens, values: { mount: LM } }\n"
                    "compatibility:\n"
                    "  - { code: camera-lens, between: [camera, lens], where: [ { left: mount, op: equal, right: mount } ] }\n"
                    "links: [ { source: CAM-1, type: accessory, target: LENS-1, reason: \"Does not fit without the adapter\" } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        const LinkTypes types(catalog);
        const SpokenPairs pairs(run);
        if (pairs.none())
            return;
        const FitWords words(run.texts("words"));
        const Claims claims(catalog, words);
        auto ofDetails = ByDetails<uint8_t, Claims>(run, true, claims);
        eachLinkOfAll(run, [&](const Link& link) {
            if (!types.of(link).shown() || !pairs.mayAnswer(link.source, link.target))
                return;
            const uint8_t answered = ofDetails(link.details);
            const bool says = answered == Claims::Yes || (answered == Claims::AsItsType && claims.ofType(link.type));
            if (!says || run.compatibility().fit(link.source, link.target) != Fit::Incompatible)
                return;
            const PairAnswer answer = run.compatibility().explain(link.source, link.target);
            sink.link(link,
                named(catalog, link) + ": the reason says that it fits, but " + answer.because
                    + "; correct the reason, the values or the rule");
        });
    }
};

} // namespace

RulePtr linkReasonContradicts()
{
    return std::make_unique<ReasonContradicts>();
}

} // namespace shelf
