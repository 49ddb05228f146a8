// link.reason-contradicts: a reason says that it fits, and it does not.
#include "governance/compatibility/compatibility.h"
#include "governance/rules/links/link_facts.h"
#include "governance/rules/links/link_scan.h"
#include "governance/rules/links/links.h"
#include "governance/rules/links/reason_words.h"
#include "governance/rules/links/spoken_pairs.h"
#include "model/domain/text.h"

#include <algorithm>

namespace shelf {

namespace {

// Whether a reason in any language has one of the words, and no negation. Words are whole ones.
struct Claims {
    const std::vector<std::string>* words;

    static bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80; }
    static bool hasWord(std::string_view text, std::string_view word)
    {
        for (size_t at = text.find(word); !word.empty() && at != std::string_view::npos; at = text.find(word, at + 1))
            if ((at == 0 || !isLetter(text[at - 1])) && (at + word.size() == text.size() || !isLetter(text[at + word.size()])))
                return true;
        return false;
    }
    uint8_t operator()(std::string_view json) const
    {
        bool claims = false;
        ReasonWords::eachReason(json, [&](const std::string&, const std::string& reason) {
            const std::string text = folded(reason);
            bool negated = text.find("n't ") != std::string::npos;
            for (const char* word : {"not", "no", "without", "nicht", "kein", "keine", "ohne"})
                negated = negated || hasWord(text, word);
            claims =
                claims || (!negated && std::any_of(words->begin(), words->end(), [&](const std::string& w) { return hasWord(text, w); }));
        });
        return claims;
    }
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
        std::vector<std::string> words = run.texts("words");
        for (std::string& word : words)
            word = folded(word);
        auto claims = ByDetails<uint8_t, Claims>(run, true, Claims{&words});
        eachLinkOfAll(run, [&](const Link& link) {
            if (!types.of(link).shown() || !pairs.mayAnswer(link.source, link.target) || !claims(link.details)
                || run.compatibility().fit(link.source, link.target) != Fit::Incompatible)
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
