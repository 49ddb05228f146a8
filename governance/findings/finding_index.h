// The findings of a catalog, found by rule and subject, with a record of what was changed since somebody asked. Private to this folder.
#pragma once

#include "governance/findings/validator.h"

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace shelf {

class FindingIndex {
public:
    using Names = std::set<std::string, std::less<>>;

    const std::map<std::string, Finding>& all() const { return m_findings; }
    // `approvedError`: see FindingSink::isApprovedError.
    void put(Finding finding, bool approvedError);
    void forgetAll();
    void forgetRule(const std::string& rule);
    void forget(const std::string& rule, const Names& subjects);
    // Of one approved mapping; valid until the next change.
    std::vector<const Finding*> approvedErrors(const std::string& subject) const;
    // The approved mappings whose errors came or went since the last call.
    std::set<std::string> takeErrorsChanged();
    // What is different from the last time, and begins anew.
    Validator::Delta takeDelta();

private:
    void erase(const std::string& id);
    std::map<std::string, Finding> m_findings;
    std::unordered_map<std::string, std::unordered_map<std::string, std::vector<std::string>>> m_bySubject; // rule, subject: ids
    std::unordered_map<std::string, std::vector<std::string>> m_approvedErrors; // ids by subject
    std::set<std::string> m_errorsChanged; // subjects
    std::map<std::string, Finding> m_former; // as they were at the last takeDelta, of those that were touched
    std::set<std::string> m_touched;
};

} // namespace shelf
