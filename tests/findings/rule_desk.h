// A workspace made from an example, and what the rules find in it.
#pragma once

#include "governance/findings/fix.h"
#include "governance/findings/workspace_findings.h"
#include "governance/rules/example.h"
#include "tests/support/catalog.h"

namespace shelf::test {

inline constexpr int64_t examplesNow = 1792800000000; // 2026-10-24

// A result that must be there.
template <typename T> T must(Result<T> result)
{
    if (!result)
        qFatal("%s: %s; %s", result.error().where.c_str(), result.error().what.c_str(), result.error().tryThis.c_str());
    return *std::move(result);
}

inline ValidationRequest runOf(const std::string& rule = {})
{
    ValidationRequest request;
    if (!rule.empty())
        request.rules = {rule};
    request.now = examplesNow;
    request.threads = 1;
    request.ruleSeconds = 0;
    return request;
}

inline std::vector<Finding> found(const Snapshot& catalog, const std::string& rule = {}, View view = View::Working)
{
    ValidationRequest request = runOf(rule);
    request.view = view;
    return validate(catalog, RuleSet(catalog.definitions(), today([] { return examplesNow; })), request).findings;
}

inline std::vector<Finding> foundIn(Workspace& workspace, const std::string& rule = {}, View view = View::Working)
{
    return found(must(CatalogKeeper::load(workspace))->snapshot(), rule, view);
}

inline QByteArray told(const std::vector<Finding>& findings)
{
    QByteArray text;
    for (const Finding& finding : findings)
        text += QByteArray::fromStdString(finding.rule + " " + finding.subject + ": " + finding.message + "\n");
    return text.isEmpty() ? QByteArray("(nothing)") : text;
}

} // namespace shelf::test
