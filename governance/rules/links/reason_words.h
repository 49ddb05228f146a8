// The words of reasons, and whether they are any but those of the products' names.
#pragma once

#include "governance/rules/links/link_scan.h"

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace shelf {

class ReasonWords {
public:
    explicit ReasonWords(const std::vector<std::string>& emptyWords);

    // visit(language, text) for a reason, or each of its languages; the language is empty where it has none.
    static void eachReason(std::string_view details, const std::function<void(const std::string&, const std::string&)>& visit);

    struct Mask {
        uint64_t bits = 0; // of words that say something, a bit a word; of several languages those that all have
        bool hasReason = false;
    };
    Mask maskOf(std::string_view details) const;
    bool onlyRepeats(const Snapshot& catalog, const Link& link, const std::string& reason) const;

private:
    std::set<std::string, std::less<>> m_empty;
};

// The bits of the words of products' names and SKUs; worked out when first asked for, then of all in the order in which they lie.
class NameMasks {
public:
    NameMasks(const RuleRun& run, bool remember);
    uint64_t operator()(Row row);

private:
    void fill();

    const Snapshot& m_catalog;
    bool m_remember;
    std::vector<uint64_t> m_byRow;
};

} // namespace shelf
