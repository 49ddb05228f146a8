#include "governance/rules/example.h"

#include "governance/review/review.h"
#include "governance/rules/waivers.h"
#include "model/domain/text.h"
#include "model/io/definitions_file.h"
#include "model/io/import.h"

#include <cstdio>
#include <fstream>
#include <optional>

namespace shelf {

namespace {

constexpr int64_t day = 24LL * 60 * 60 * 1000; // milliseconds
constexpr const char* author = "ann";
constexpr const char* approver = "ben";

struct Part {
    std::optional<int64_t> daysAgo;
    bool approve = false, solo = false;
    std::string definitions;
    std::string csvFamily, csv;
    std::vector<WaiverRequest> waivers; // until: how many days
};

Error bad(std::string_view line)
{
    return {ErrorKind::Rejected, "EXAMPLE", "example", inQuotes(line) + " is no directive", "see governance/rules/example.h"};
}

Result<std::vector<Part>> partsOf(std::string_view text)
{
    std::vector<Part> parts(1);
    bool inCsv = false;
    for (const std::string_view line : split(text, '\n')) {
        Part& part = parts.back();
        if (!line.starts_with("#!")) {
            (inCsv ? part.csv : part.definitions).append(line).append("\n");
            continue;
        }
        const std::string_view directive = trimmed(line.substr(2));
        if (directive == "then")
            parts.emplace_back();
        else if (directive == "approve")
            part.approve = true;
        else if (directive == "solo")
            part.solo = true;
        else if (directive == "end")
            inCsv = false;
        else if (directive.starts_with("csv ")) {
            inCsv = true;
            part.csvFamily = trimmed(directive.substr(4));
        } else if (const auto words = split(directive, ' '); words.front() == "waive" && words.size() == 4) {
            WaiverRequest request{std::string(words[1]), std::string(words[2]), {}, "an example", author, approver, 0};
            request.until = std::stoi(std::string(words[3]));
            part.waivers.push_back(std::move(request));
        } else if (directive.starts_with("days-ago ")) {
            part.daysAgo = std::stoll(std::string(directive.substr(9)));
        } else {
            return bad(line);
        }
    }
    return parts;
}

// A file beside the workspace while it is read.
class TextFile {
public:
    TextFile(std::string path, const std::string& text) : m_path(std::move(path))
    {
        std::ofstream stream(m_path, std::ios::binary);
        stream << text;
    }
    ~TextFile() { std::remove(m_path.c_str()); }
    TextFile(const TextFile&) = delete;
    TextFile& operator=(const TextFile&) = delete;
    const std::string& path() const { return m_path; }

private:
    std::string m_path;
};

Result<void> decideAll(Workspace& workspace, bool solo)
{
    for (const ReviewVerb verb : {ReviewVerb::Submit, ReviewVerb::Approve}) {
        ReviewRequest request;
        request.verb = verb;
        request.all = true;
        request.author = verb == ReviewVerb::Approve && !solo ? approver : author;
        const auto done = review(workspace, request);
        if (!done)
            return done.error();
        if (!done->refused.empty())
            return Error{ErrorKind::Refused, "EXAMPLE", done->refused.front().id, done->refused.front().because, "change the example"};
    }
    return {};
}

Result<void> waive(Workspace& workspace, WaiverRequest request, Days today)
{
    request.until += today;
    const auto waiver = grantWaiver(request, workspace.definitions(), {}, today);
    if (!waiver)
        return waiver.error();
    ChangeSet changes;
    changes.header.author = author;
    changes.header.origin = Origin::Definitions;
    Change change{ThingKind::Waiver, waiver->key, ChangeOp::Create, 0, {}};
    for (const auto& [field, value] : waiver->fields)
        change.fields.push_back({field, {}, value});
    changes.add(std::move(change));
    const auto applied = workspace.apply(changes);
    return applied ? Result<void>() : applied.error();
}

Result<void> carryOut(Workspace& workspace, const Part& part, Days today)
{
    const std::string& path = workspace.path();
    if (part.solo) {
        ChangeSet policy;
        policy.header.author = author;
        policy.header.origin = Origin::Policy;
        const Thing* now = workspace.definitions().find(ThingKind::Policy, "four-eyes");
        const std::string before = now ? std::string(now->fields.get("value")) : std::string();
        policy.add({ThingKind::Policy, "four-eyes", now ? ChangeOp::Edit : ChangeOp::Create, now ? now->revision : 0,
            {{"value", before, jsonString("solo")}}});
        if (const auto applied = workspace.apply(policy); !applied)
            return applied.error();
    }
    if (!trimmed(part.definitions).empty() && part.definitions.find_first_not_of(" \n") != std::string::npos) {
        const TextFile file(path + ".example.yaml", part.definitions);
        if (const auto applied = applyDefinitionFiles(workspace, {file.path()}, author); !applied)
            return applied.error();
    }
    if (!part.csv.empty()) {
        const TextFile file(path + ".example.csv", part.csv);
        ImportRequest request;
        request.files = {file.path()};
        request.family = part.csvFamily;
        request.what = "products";
        request.author = author;
        if (const auto imported = importFiles(workspace, request); !imported)
            return imported.error();
    }
    for (const WaiverRequest& request : part.waivers)
        if (const auto waived = waive(workspace, request, today); !waived)
            return waived;
    return part.approve || part.solo ? decideAll(workspace, part.solo) : Result<void>();
}

} // namespace

Result<std::unique_ptr<Workspace>> makeExample(const std::string& path, std::string_view example, int64_t now)
{
    const auto parts = partsOf(example);
    if (!parts)
        return parts.error();
    const auto moment = std::make_shared<int64_t>(now);
    OpenOptions options;
    options.clock = [moment] { return *moment; };
    auto workspace = Workspace::create(path, options);
    if (!workspace)
        return workspace;
    for (size_t i = 0; i < parts->size(); ++i) {
        const Part& part = (*parts)[i];
        *moment = now - part.daysAgo.value_or(i == 0 ? 1 : 0) * day;
        if (const auto done = carryOut(**workspace, part, static_cast<Days>(*moment / day)); !done)
            return done.error();
    }
    *moment = now;
    return workspace;
}

} // namespace shelf
