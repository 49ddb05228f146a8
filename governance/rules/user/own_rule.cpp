#include "governance/rules/user/own_rule.h"

#include "governance/rules/links/link_scan.h"
#include "governance/rules/user/subject_row.h"
#include "model/catalog/row_set.h"

namespace shelf {

std::string UserRule::messageFor(const SubjectRow& row, std::string_view subject) const
{
    // A message that does not say of what it speaks gets that in front.
    const std::string text = m_message->fill(row);
    const bool saysWhat = m_message->names("sku") || m_message->names("id") || m_message->names("label")
        || (m_message->names("source.sku") && m_message->names("target.sku"));
    return saysWhat ? text : std::string(subject) + ": " + text;
}

void UserRule::checkProducts(const RuleRun& run, FindingSink& sink) const
{
    const Snapshot& catalog = run.catalog();
    ProductSubject subject(catalog);
    const auto isIn = [&](Row row) {
        return m_narrowing.none() || (m_narrowing.hasProduct(catalog, row) && m_narrowing.isSold(catalog, row));
    };
    const auto report = [&](Row row) {
        subject.bind(row);
        sink.product(row, messageFor(subject, catalog.sku(row)), with());
    };
    if (run.everything()) {
        // A column at a time instead of a product at a time.
        const RowSet all = RowSet::all(catalog);
        RowSet violating = m_when ? m_when->select(catalog, all) : all;
        violating -= m_expect->select(catalog, violating);
        violating.forEach([&](Row row) {
            if (isIn(row))
                report(row);
        });
        return;
    }
    run.forEachProduct([&](Row row) {
        subject.bind(row);
        if (isIn(row) && isViolated(subject))
            report(row);
    });
}

void UserRule::checkLinks(const RuleRun& run, FindingSink& sink) const
{
    const Snapshot& catalog = run.catalog();
    LinkSubject subject(catalog);
    const auto isIn = [&](const Link& link) {
        if (m_narrowing.none())
            return true;
        if (!m_narrowing.hasProduct(catalog, link.source))
            return false;
        return m_narrowing.channels.empty() || m_narrowing.isFor(catalog.linkContent(link).strings("channels"));
    };
    eachLink(run, [&](const Link& link) {
        if (!isIn(link))
            return;
        subject.bind(link);
        if (isViolated(subject))
            sink.link(link, messageFor(subject, named(catalog, link)), with());
    });
}

template <typename Subject> void UserRule::checkEntries(const RuleRun& run, FindingSink& sink, MappingKind kind) const
{
    const Snapshot& catalog = run.catalog();
    Subject subject(catalog);
    run.forEachEntry(kind, [&](const Entry& entry) {
        if (run.cancelled())
            return;
        const bool about = (m_narrowing.families.empty() && m_narrowing.categories.empty())
            || std::any_of(entry.names.begin(), entry.names.end(), [&](Row row) { return m_narrowing.hasProduct(catalog, row); });
        if (!about || !m_narrowing.isFor(entry.content.strings("channels")))
            return;
        subject.bind(entry);
        if (!isViolated(subject))
            return;
        const std::string label = entry.content.text("label");
        sink.entry(entry, messageFor(subject, label.empty() ? entry.id : label), with());
    });
}

void UserRule::check(const RuleRun& run, FindingSink& sink) const
{
    switch (m_scope) {
    case ExpressionScope::Product:
        return checkProducts(run, sink);
    case ExpressionScope::Link:
        return checkLinks(run, sink);
    case ExpressionScope::Bundle:
        return checkEntries<BundleSubject>(run, sink, MappingKind::Bundle);
    case ExpressionScope::Upgrade:
        return checkEntries<LadderSubject>(run, sink, MappingKind::Upgrade);
    }
}

std::vector<FixStep> UserRule::fix(const RuleRun& run, const Finding& finding) const
{
    const Snapshot& catalog = run.catalog();
    if (m_fix.empty())
        return {};
    const bool isProduct = m_scope == ExpressionScope::Product;
    const bool there = isProduct           ? catalog.find(finding.subject) != noRow
        : m_scope == ExpressionScope::Link ? linkOf(run, finding.subject).has_value()
                                           : catalog.entry(finding.subject, run.view()) != nullptr;
    if (!there)
        return {};
    return {{ChangeOp::Edit, isProduct ? ThingKind::Product : ThingKind::Mapping, finding.subject, m_fix}};
}

} // namespace shelf
