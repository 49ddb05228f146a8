// A shop whose mappings are approved in a line, and its release folders.
#pragma once

#include "governance/release/manifest.h"
#include "governance/release/release.h"
#include "governance/review/review.h"
#include "tests/support/catalog.h"

#include <QDir>
#include <QFile>

namespace shelf::test {

inline std::string readFile(const std::string& path)
{
    QFile file(QString::fromStdString(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string("(unreadable)");
}

inline void writeFile(const std::string& path, const std::string& bytes)
{
    QFile file(QString::fromStdString(path));
    if (!file.open(QIODevice::WriteOnly)
        || file.write(bytes.data(), static_cast<qint64>(bytes.size())) != static_cast<qint64>(bytes.size()))
        qFatal("cannot write %s", path.c_str());
}

inline std::string replaced(std::string text, const std::string& from, const std::string& to)
{
    const size_t at = text.find(from);
    return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

struct ReleaseDesk : Shop {
    QTemporaryDir out;

    std::string dir(const std::string& name) const { return out.path().toStdString() + "/" + name; }
    QStringList listing() const { return QDir(out.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden, QDir::Name); }

    // With everything that a release asks for: an owner and a reason.
    std::string link(const std::string& author, const std::string& source, const std::string& target, const std::string& type = "accessory")
    {
        const std::string id = Shop::link(author, source, target, type);
        if (const auto given = change(author, id, "reason", "\"Goes with it\""); !given)
            qFatal("%s", given.error().what.c_str());
        return id;
    }

    std::string approvedLink(const std::string& source, const std::string& target, const std::string& type = "accessory")
    {
        const std::string id = link("mia", source, target, type);
        approveAll();
        return id;
    }

    void approveAll()
    {
        const auto submitted = review(*workspace, {ReviewVerb::Submit, {}, true, {}, "mia", {}});
        const auto approved = review(*workspace, {ReviewVerb::Approve, {}, true, {}, "jan", {}});
        if (!submitted || !approved || !approved->refused.empty())
            qFatal("approval failed");
    }

    Result<ExportOutcome> publish(const std::string& name, const std::string& reason = {})
    {
        return exportRelease(*workspace, {dir(name), "rita", reason, false});
    }

    std::vector<std::string> problems(const std::string& name, const std::string& previous = {})
    {
        const auto report = verifyRelease(dir(name), previous.empty() ? previous : dir(previous));
        return report ? report->problems : std::vector<std::string>{"error: " + report.error().what};
    }

    std::string mappings(const std::string& name) const { return readFile(dir(name) + "/mappings.jsonl"); }
};

#define SHELF_SOUND(problems)                                                                                                              \
    do {                                                                                                                                   \
        const std::vector<std::string> found_ = (problems);                                                                                \
        QVERIFY2(found_.empty(), found_.empty() ? "" : found_.front().c_str());                                                            \
    } while (false)

} // namespace shelf::test
