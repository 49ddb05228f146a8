#include "governance/rules/rule.h"

#include <algorithm>
#include <array>

namespace shelf {

namespace {

constexpr std::array<std::string_view, 6> dimensions = {"completeness", "validity", "consistency", "uniqueness", "timeliness", "accuracy"};
constexpr std::array<std::string_view, 6> scopes = {"product", "link", "compat", "bundle", "upgrade", "workspace"};

} // namespace

std::string_view dimensionName(Dimension dimension)
{
    return dimensions.at(static_cast<size_t>(dimension));
}

std::string_view ruleScopeName(RuleScope scope)
{
    return scopes.at(static_cast<size_t>(scope));
}

void FindingSink::product(Row row, std::string message, With with)
{
    add(SubjectKind::Product, std::string(m_run.catalog().sku(row)), row, std::move(message), std::move(with));
}

void FindingSink::link(const Link& link, std::string message, With with)
{
    m_isApproved = link.in(View::Approved);
    add(SubjectKind::Mapping, m_run.catalog().linkId(link), link.source, std::move(message), std::move(with));
}

void FindingSink::entry(const Entry& entry, std::string message, With with)
{
    m_isApproved = entry.in(View::Approved);
    add(SubjectKind::Mapping, entry.id, noRow, std::move(message), std::move(with));
}

void FindingSink::definition(ThingKind kind, std::string_view key, std::string message, With with)
{
    std::string subject(kindName(kind));
    subject.append(":").append(key);
    add(SubjectKind::Definition, std::move(subject), noRow, std::move(message), std::move(with));
}

void FindingSink::workspace(std::string message, With with)
{
    add(SubjectKind::Workspace, {}, noRow, std::move(message), std::move(with));
}

void FindingSink::add(SubjectKind kind, std::string subject, Row row, std::string message, With with)
{
    const RuleInfo& info = m_run.rule().info();
    const RuleSettings& settings = m_run.settings();
    if (!settings.enabled(m_run.catalog(), row, with.channel))
        return;
    Finding finding;
    finding.rule = info.id;
    finding.severity = settings.severity(m_run.catalog(), row, with.channel).value_or(with.severity.value_or(info.severity));
    finding.kind = kind;
    finding.subject = std::move(subject);
    finding.detail = with.detail;
    finding.others = std::move(with.others);
    finding.message = std::move(message);
    finding.fix = std::move(with.fix);
    finding.choices = std::move(with.choices);
    finding.id = findingId(info.id, info.version, finding);
    m_isApprovedError = kind == SubjectKind::Mapping && m_isApproved && finding.severity <= Severity::Error;
    take(std::move(finding));
}

} // namespace shelf
