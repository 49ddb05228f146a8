// The links that approved link rules froze, in byte order of ids, to be woven in among stored links. A link that is stored for the same
// pair and type wins, whatever became of it: held back, it keeps the rule's link back, too. Of two rules that give one link, the first
// in byte order of ids gives it.
#pragma once

#include "governance/linkrules/frozen_links.h"
#include "model/store/workspace.h"

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace shelf {

class FrozenStream {
public:
    // Links with a variant: their pair is taken though the id differs.
    void seeStored(std::string_view link);
    // A version that leaves. Nothing was frozen for it: it is not expanded.
    Result<void> addRule(Workspace& workspace, std::string_view rule, const VersionText& version);
    void sort();

    bool isExpanded(std::string_view rule) const { return m_expanded.contains(rule); }
    // Gives those whose ids are smaller than `id` (empty: all the rest). Where `id` is live, one that is equal is left out for good.
    // The text is valid during the call.
    using Visitor = std::function<void(std::string_view link, const VersionText& version)>;
    void forEachBefore(std::string_view id, bool isLive, const Visitor& visit);
    std::unordered_set<std::string> ids() const;

private:
    struct Rule {
        std::string id;
        FieldMap content;
        std::string type, approvedBy, approvedAt;
        uint32_t number = 0;
    };
    struct Item {
        std::string id;
        uint32_t rule;
        FrozenLink link;
    };
    std::vector<Rule> m_rules;
    std::vector<Item> m_items;
    std::set<std::string, std::less<>> m_expanded;
    std::unordered_set<std::string> m_withVariant; // ids without it
    size_t m_next = 0;
};

} // namespace shelf
