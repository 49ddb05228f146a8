// A rule's own examples as a test, and cases of further definitions.
#pragma once

#include "tests/governance/offers_desk.h"

namespace shelf::test {

inline void addExampleRows(const std::vector<RulePtr>& rules)
{
    QTest::addColumn<QString>("rule");
    QTest::addColumn<QString>("example");
    QTest::addColumn<bool>("violates");
    for (const RulePtr& rule : rules) {
        const RuleInfo& info = rule->info();
        const auto row = [&](const char* kind, std::string_view example, bool violates) {
            const QString id = QString::fromUtf8(info.id.data(), static_cast<qsizetype>(info.id.size()));
            QTest::newRow(qPrintable(id + QLatin1Char(' ') + QLatin1String(kind)))
                << id << QString::fromUtf8(example.data(), static_cast<qsizetype>(example.size())) << violates;
        };
        row("violating", info.violating, true);
        row("passing", info.passing, false);
        row("edge", info.edge, info.edgeViolates);
    }
}

inline void runExample()
{
    QFETCH(QString, rule);
    QFETCH(QString, example);
    QFETCH(bool, violates);
    const OffersDesk desk(example.toStdString());
    const std::string messages = desk.messages(rule.toStdString());
    QVERIFY2(messages.empty() != violates, messages.c_str());
    if (violates)
        qInfo("%s", messages.c_str());
}

} // namespace shelf::test
