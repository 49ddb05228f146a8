#include "governance/findings/finding_index.h"

namespace shelf {

bool FindingIndex::isMappingError(const Finding& finding)
{
    return finding.kind == SubjectKind::Mapping && finding.severity <= Severity::Error;
}

void FindingIndex::put(Finding finding)
{
    const std::string id = finding.id;
    m_touched.insert(id);
    if (m_findings.contains(id)) // reached twice
        return;
    m_bySubject[finding.rule][finding.subject].push_back(id);
    if (isMappingError(finding))
        m_mappingErrors.insert(id);
    m_findings.emplace(id, std::move(finding));
}

void FindingIndex::erase(const std::string& id)
{
    const auto found = m_findings.find(id);
    if (found == m_findings.end())
        return;
    m_mappingErrors.erase(id);
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
    m_mappingErrors.clear();
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

std::vector<Finding> FindingIndex::mappingErrors() const
{
    std::vector<Finding> errors;
    for (const std::string& id : m_mappingErrors)
        errors.push_back(m_findings.at(id));
    return errors;
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
