// A preview: what a shopper would be shown beside a product, why, and why everything else is not. (preview.md.)
//
// The same request over the same content gives the same preview, byte for byte, on any machine: ties are decided by the bytes of ids,
// never by row numbers; scores are rounded to millionths before they are compared.
#pragma once

#include "governance/preview/settings.h"
#include "model/catalog/snapshot.h"
#include "model/domain/result.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

struct PreviewRequest {
    std::vector<std::string> anchors; // SKUs: one product, or a basket
    std::vector<std::string> owned; // SKUs
    std::string on; // a date, or a date and time (2026-11-15T08:00), in the workspace's time zone; empty is refused
    std::string channel; // empty: the workspace's default channel
    std::string audience, intent, trigger, language; // empty: none
    bool optedOut = false;
};

enum class Stage : uint8_t {
    Candidates, // nothing is taken out here
    Status,
    Eligible,
    Consent,
    Compatible,
    Owned,
    PriceGuard,
    Substitute,
    Duplicates,
    Score, // nothing is taken out here
    Caps,
    Floor,
    Reason // nothing is taken out here
};
std::string_view stageName(Stage stage); // "candidates", "status", "eligible", "consent", "compatible", "owned", "price-guard" …

// One change that somebody could make. The subject is a SKU, a mapping's id, "policy:NAME", "link_type:CODE", "channel:CODE", or
// "context" for what is asked itself (on, channel, audience, opted_out, anchors, owned). Values as people write them; empty: absent.
struct FlipStep {
    std::string subject, field, from, to;
    bool operator==(const FlipStep&) const = default;
};

struct Objection {
    Stage stage = Stage::Status;
    std::string because; // one sentence with the values
};

struct ScoredPart {
    ScorePart part = ScorePart::Rank;
    double value = 0, weight = 0;
};

struct PreviewItem {
    std::string id; // the target's SKU, or "bundle:CODE"
    std::string mapping; // id
    std::string slot;
    Row target = noRow; // noRow: a bundle
    std::string anchor; // SKU of the anchor it came from
    std::string substitutes; // SKU of the target that the mapping names, where another is shown in its place
    std::string pulledInBy; // id of the candidate that requires it
    bool uncertain = false; // whether it fits is not known
    Tier tier = Tier::CuratedCommercial;
    double score = 0;
    std::vector<ScoredPart> parts;
    std::string evidence; // canonical JSON of the mapping's evidence; empty: it has none
    std::string reason; // what the shopper is told
    std::string reasonNote; // where the reason fell back: why
    std::vector<std::string> alsoBy; // ids of weaker mappings to the same product

    bool shown = false;
    uint32_t rank = 0; // place in its slot, from 1; 0: excluded
    // Of excluded ones: the first stage that removed it and every other that would have, in their order; the smallest change that brings
    // it in, never empty; and, where it is still out after that, the stage that removes it then.
    std::vector<Objection> objections;
    std::vector<FlipStep> flip;
    std::string flipLeadsTo; // empty: it is shown then; else a stage's name
};

struct Preview {
    PreviewRequest request; // with what was filled in
    std::string state; // as asked for: "draft", "approved", "release:3"
    std::vector<PreviewItem> shown; // by slot, then rank
    std::vector<PreviewItem> excluded; // by id, then mapping
    size_t candidates() const { return shown.size() + excluded.size(); }
    uint64_t incompatible = 0, unknown = 0; // pairs of showing compatibility rules that do not hold: no candidates
};

// Why one product is or is not shown.
struct WhyAnswer {
    enum class Kind : uint8_t { Shown, Excluded, NoCandidate } kind = Kind::NoCandidate;
    std::string sku;
    std::string because; // one sentence
    std::vector<std::string> details; // further ones: every rule that speaks of it with both values, other stages
    std::vector<FlipStep> flip; // empty where it is shown
    std::string flipLeadsTo;
};
std::string_view whyName(WhyAnswer::Kind kind); // "shown", "excluded", "no-candidate"

// The order of slots on a page: essentials, accessories, services, bundles, upgrades, alternatives, then others by name.
int slotPlace(std::string_view slot);

// Reads one snapshot in one view: Working is the draft state, Approved the approved one; the snapshot of a release has its mappings in
// Approved. Any thread; making one costs what its rules cost to prepare, each preview little.
class PreviewEngine {
public:
    PreviewEngine(Snapshot catalog, View view);
    ~PreviewEngine();

    const PreviewSettings& settings() const;
    const Snapshot& catalog() const;
    // Errors: Rejected UNKNOWN_SKU, UNKNOWN_CHANNEL (audience, intent, trigger), DATE, where = the option.
    Result<Preview> preview(const PreviewRequest& request) const;
    Result<WhyAnswer> why(const PreviewRequest& request, std::string_view sku) const;

    // --- many, without explanations ----------------------------------------------------------------------------------------
    struct ShownItem {
        Row target = noRow; // noRow: a bundle
        uint32_t slot = 0; // of slotNames()
        uint32_t rank = 0;
        const Link* link = nullptr; // where it came from: one of the two
        const Entry* entry = nullptr;
    };
    // What every preview of one context shares. `request.anchors` is not looked at.
    class Prepared;
    Result<std::shared_ptr<const Prepared>> prepare(const PreviewRequest& request) const;
    // The items that preview() shows for this one anchor, in its order. `shown` is emptied first. Not from two threads with one Scratch.
    class Scratch;
    struct ScratchDeleter {
        void operator()(Scratch* scratch) const;
    };
    using ScratchPtr = std::unique_ptr<Scratch, ScratchDeleter>;
    ScratchPtr scratch() const;
    void shown(const Prepared& prepared, Row anchor, Scratch& scratch, std::vector<ShownItem>& shown) const;
    // What the shopper is told of the item at this place of the list that the last shown() with this scratch gave.
    std::string reason(const Scratch& scratch, size_t place) const;
    const std::vector<std::string>& slotNames() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace shelf
