#include "governance/findings/finding_index.h"

#include <utility>

namespace shelf {

void FindingIndex::put(Finding finding, bool approvedError)
{
    const std::string id = finding.id;
    m_touched.insert(id);
    if (m_findings.contains(id)) // reached twice
        return;
    m_bySubject[finding.rule][finding.subject].push_back(id);
    if (approvedError) {
        m_approvedErrors[finding.subject].push_back(id);
        m_errorsChanged.insert(finding.subject);
    }
    m_findings.emplace(id, std::move(finding));
}

void FindingIndex::erase(const std::string& id)
{
    const auto found = m_findings.find(id);
    if (found == m_findings.end())
        return;
    if (const auto errors = m_approvedErrors.find(found->second.subject);
        errors != m_approvedErrors.end() && std::erase(errors->second, id)) {
        m_errorsChanged.insert(errors->first);
        if (errors->second.empty())
            m_approvedErrors.erase(errors);
    }
    if (m_touched.insert(id).second)
        m_former.emplace(id, std::move(found->second));
    m_findings.erase(found);
}

void FindingIndex::forgetAll()
{
    for (auto& [id, finding] : m_findings)
        if (m_touched.insert(id).second)
            m_former.emplace(id, std::move(finding));
    m_findings.clear();
    m_bySubject.clear();
    for (const auto& [subject, ids] : m_approvedErrors)
        m_errorsChanged.insert(subject);
    m_approvedErrors.clear();
}

void FindingIndex::forgetRule(const std::string& rule)
{
    const auto place = m_bySubject.find(rule);
    if (place == m_bySubject.end())
        return;
    for (const auto& [subject, ids] : place->second)
        for (const std::string& id : ids)
            erase(id);
    m_bySubject.erase(place);
}

void FindingIndex::forget(const std::string& rule, const Names& subjects)
{
    const auto place = m_bySubject.find(rule);
    if (place == m_bySubject.end())
        return;
    for (const std::string& subject : subjects) {
        const auto ids = place->second.find(subject);
        if (ids == place->second.end())
            continue;
        for (const std::string& id : ids->second)
            erase(id);
        place->second.erase(ids);
    }
}

std::vector<const Finding*> FindingIndex::approvedErrors(const std::string& subject) const
{
    std::vector<const Finding*> errors;
    if (const auto found = m_approvedErrors.find(subject); found != m_approvedErrors.end())
        for (const std::string& id : found->second)
            errors.push_back(&m_findings.at(id));
    return errors;
}

std::set<std::string> FindingIndex::takeErrorsChanged()
{
    return std::exchange(m_errorsChanged, {});
}

Validator::Delta FindingIndex::takeDelta()
{
    Validator::Delta delta;
    for (const std::string& id : m_touched) {
        const auto now = m_findings.find(id);
        const auto was = m_former.find(id);
        if (was == m_former.end()) {
            if (now != m_findings.end())
                delta.appeared.push_back(now->second);
        } else if (now == m_findings.end()) {
            delta.gone.push_back(id);
        } else if (!(now->second == was->second)) {
            delta.changed.push_back(now->second);
        }
    }
    m_touched.clear();
    m_former.clear();
    return delta;
}

} // namespace shelf
