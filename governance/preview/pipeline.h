// The pipeline: candidates and the stages that look at each of them or at all together. Private to this folder. Every stage is a file of
// its own; stages.cpp lists them in their order.
#pragma once

#include "governance/compatibility/compatibility.h"
#include "governance/compatibility/rule_sides.h"
#include "governance/copy/reason_text.h"
#include "governance/preview/facts.h"
#include "governance/preview/rule_links.h"

#include <array>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace shelf {

inline constexpr uint16_t noSlot = 0xffff;
inline constexpr int deepestParents = 8; // above a variant, as everywhere
inline constexpr uint32_t noCandidate = ~uint32_t(0);

// What the pipeline knows of a link type, or of bundles, upgrades, compatible pairs.
struct TypeInfo {
    std::string code;
    uint16_t slot = noSlot, inverseSlot = noSlot;
    int64_t cap = 0; // 0: no limit
    StockPolicy stock = StockPolicy::Drop;
    double guard = missing; // percent
    bool symmetric = false, isRequires = false, isUpSell = false, isCompatible = false, isConsumable = false;
};

struct Candidate {
    // The mapping: a stored link, or an entry.
    const Link* link = nullptr;
    const Entry* entry = nullptr;
    Row anchor = noRow; // of the basket; of several it comes from the dearest
    Row target = noRow; // noRow: a bundle
    Row replaced = noRow; // what the mapping names, where another stands for it
    uint16_t type = 0, slot = noSlot;
    bool inverse = false; // seen from the mapping's target
    bool inState = true;
    bool fromRule = false; // computed: a link rule's, or a compatibility rule's pair
    bool uncertain = false;
    bool pulled = false;
    uint8_t depth = 0; // of what was pulled in
    Fit fit = Fit::NoRule;
    double rank = missing; // as this end sees it

    uint32_t causes = 0;
    MappingFacts mapping;
    ProductFacts product;
    Tier tier = Tier::CuratedCommercial;
    uint8_t tierPlace = 0;
    int64_t score = 0; // millionths
    uint32_t strongest = noCandidate; // of duplicates: which one is shown
    uint32_t stand = noCandidate; // the candidate that stands for it
    uint32_t place = 0; // in its slot, from 1

    bool isBundle() const { return target == noRow; }
    bool alive() const { return causes == 0; }
};

// A change that is only assumed, to see what it would bring about.
struct Effect {
    enum class Kind : uint8_t {
        ProductCauses, // taken away, of a product
        Stock, // of a product, at least
        MappingCauses, // taken away, of a mapping
        Untimed, // these TimedBy bits, of a mapping
        Pin,
        Boost,
        TakeOut, // the mapping is retired
        Fits, // row and other answer value2 (a Fit), when every bit of `value` is in the masks of such effects: steps that it takes
        Create, // the link that `created` holds
        Guard, // of a type
        Band,
        TypeCap,
        SlotCap,
        BrandCap,
    };
    Kind kind = Kind::ProductCauses;
    Row row = noRow, other = noRow;
    const void* mapping = nullptr; // a Link or an Entry
    uint32_t mask = 0; // causes or bits
    double value = 0, value2 = 0;
    uint16_t type = 0;
    bool operator==(const Effect&) const = default;
};

// Changes assumed together.
struct Overlay {
    std::vector<Effect> effects;
    std::optional<PreviewRequest> request; // asked instead
};

// What stays the same for every preview of one snapshot in one view.
struct PreviewCore {
    PreviewCore(Snapshot snapshot, View seen);

    Snapshot catalog;
    View view;
    PreviewSettings settings;
    std::vector<std::string> slots; // in the order of a page
    std::vector<TypeInfo> types;
    std::vector<uint16_t> linkTypes; // index of types by Link::type
    uint16_t bundleType = 0, upgradeType = 0, compatType = 0, requiresType = 0;
    uint16_t successorLink = 0xffff, substituteLink = 0xffff, requiresLink = 0xffff; // Link::type
    std::array<uint8_t, tierCount> tierPlaces{};
    Compatibility compatibility;
    bool anyFit = false; // some rule or exception may answer
    bool anyAdapter = false; // some rule names what makes it work
    std::vector<EntryPtr> showing; // compatibility rules with a slot, in the view
    std::vector<uint16_t> showingSlots;
    std::vector<std::pair<RuleSide, RuleSide>> showingSides; // left, right
    uint16_t upgradesSlot = noSlot, alternativesSlot = noSlot, essentialsSlot = noSlot;
    ProductFactsReader products;
    CopyWriter copy;

    uint16_t slotOf(std::string_view name) const; // noSlot: none
    uint16_t typeOf(std::string_view code) const; // of types; 0xffff: none
    // Links of link rules on this day.
    std::shared_ptr<const RuleLinks> ruleLinks(Days today) const;

private:
    void takeTypes();
    mutable std::mutex m_mutex;
    mutable std::map<Days, std::shared_ptr<const RuleLinks>> m_ruleLinks;
};

struct AnchorFacts {
    Row row = noRow;
    ProductFacts product;
};

// Counts of pairs that showing compatibility rules do not bring.
struct PairsLeftOut {
    uint64_t incompatible = 0, unknown = 0;
};

// One run over one basket. `explaining`: every objection is noted, and what is in no view too; else a candidate is forgotten at the first.
// What it shows is the same.
class PreviewRun {
public:
    PreviewRun(const PreviewCore& of, bool noteAll) : core(of), explaining(noteAll) { }

    // `prepared`: facts of all products by row, and of bundles, where very many previews follow; else nullptr.
    void perform(const Context& context, std::span<const Row> anchors, const Overlay* overlay, const struct PreparedFacts* prepared);

    const PreviewCore& core;
    const bool explaining;
    const Context* context = nullptr;
    const Overlay* overlay = nullptr;
    const PreparedFacts* prepared = nullptr;
    std::vector<AnchorFacts> anchors;
    std::vector<Candidate> candidates;
    std::vector<uint32_t> order; // of those that are shown: by slot, then place
    std::vector<uint32_t> ranked; // of those that came as far as the caps, in the order in which they took places
    std::vector<std::pair<uint32_t, Row>> pullers; // candidate, the product that needs it
    PairsLeftOut leftOut;
    bool anyWeaker = false; // some were taken out as duplicates

    // For stages.
    ProductFacts product(Row row) const;
    // Unless the same mapping brought the same product already; then that one comes from the dearer anchor. Its index.
    uint32_t add(const Candidate& candidate, bool mayRepeat);
    void evaluate(uint32_t index); // all stages that look at one candidate
    bool isInBasket(Row row) const;
    std::pair<double, double> upSellBand() const; // percent
    Fit fitWith(Row anchor, Row target) const; // with what is assumed
    const AnchorFacts& anchorOf(Row row) const;
    template <typename Visit> void eachEffect(Effect::Kind kind, Visit&& visit) const
    {
        if (overlay)
            for (const Effect& effect : overlay->effects)
                if (effect.kind == kind)
                    visit(effect);
    }
    std::string mappingId(const Candidate& candidate) const;
    std::string_view targetId(const Candidate& candidate) const; // SKU or id

private:
    MappingFacts factsOf(const Candidate& candidate);
    void assume(Candidate& candidate) const;
    void assumeParts(Candidate& candidate) const;

    // Of the last mappings that were read, by details or entry: neighbours are much alike.
    struct Remembered {
        const void* entry = nullptr;
        Code details = 0;
        MappingFacts facts;
    };
    std::vector<Remembered> m_remembered;
    std::vector<uint8_t> m_isRemembered;
    uint64_t m_rememberedFor = 0; // id of the context
    struct Key {
        const void* mapping;
        Row target;
        bool operator==(const Key&) const = default;
    };
    struct KeyHash {
        size_t operator()(const Key& key) const { return std::hash<const void*>()(key.mapping) * 31 + key.target; }
    };
    std::unordered_map<Key, uint32_t, KeyHash> m_known; // candidates, as far as m_knownCount
    size_t m_knownCount = 0;
};

// The mapping as both contents of one link know it.
inline const void* mappingOf(const Candidate& candidate)
{
    return candidate.link ? static_cast<const void*>(candidate.link) : candidate.entry;
}

// --- the stages, one file each ----------------------------------------------------------------------------------------------
void gatherCandidates(PreviewRun& run);
uint32_t statusCauses(const PreviewRun& run, const Candidate& candidate);
uint32_t eligibleCauses(const PreviewRun& run, const Candidate& candidate);
uint32_t consentCauses(const PreviewRun& run, const Candidate& candidate);
uint32_t compatibleCauses(const PreviewRun& run, Candidate& candidate);
void pullInRequired(PreviewRun& run, uint32_t index);
uint32_t ownedCauses(const PreviewRun& run, const Candidate& candidate);
uint32_t priceGuardCauses(const PreviewRun& run, const Candidate& candidate);
bool replaceUnsellable(PreviewRun& run, uint32_t index);
void takeOutDuplicates(PreviewRun& run);
void scoreCandidate(const PreviewRun& run, Candidate& candidate, std::vector<ScoredPart>* parts = nullptr);
bool isBefore(const PreviewRun& run, const Candidate& a, const Candidate& b); // on the page
void takeOutOverCaps(PreviewRun& run);
uint32_t floorCauses(const PreviewRun& run, const Candidate& candidate);
void fillReason(const PreviewRun& run, const Candidate& candidate, PreviewItem& item);

// --- explaining -------------------------------------------------------------------------------------------------------------
// One sentence for each cause, in the order of the stages.
std::vector<Objection> objectionsOf(const PreviewRun& run, const Candidate& candidate);
PreviewItem itemOf(const PreviewRun& run, uint32_t index);
std::string mappingContent(const PreviewRun& run, const Candidate& candidate, std::string_view key); // its JSON; empty: absent
std::string contentText(const PreviewRun& run, const Candidate& candidate, std::string_view key); // as people write it

// A stage that looks at one candidate after the other.
struct CandidateStage {
    Stage stage;
    uint32_t (*causes)(const PreviewRun& run, Candidate& candidate);
};
std::span<const CandidateStage> candidateStages();
uint32_t causesOf(Stage stage); // all that it can have

// Facts of everything, where very many previews follow.
struct PreparedFacts {
    std::vector<ProductFacts> products; // by row
    std::unordered_map<const Entry*, ProductFacts> bundles;
    std::vector<bool> hasIncoming; // by row: links that are shown at their target, too
};

} // namespace shelf
