#include "governance/rules/finding.h"

#include "model/domain/hash.h"

#include <algorithm>
#include <array>

namespace shelf {

namespace {

constexpr std::array<std::string_view, 4> severities = {"blocker", "error", "warning", "info"};
constexpr std::array<std::string_view, 4> kinds = {"product", "mapping", "definition", "workspace"};
constexpr size_t hexDigits = 16;

} // namespace

std::string_view severityName(Severity severity)
{
    return severities.at(static_cast<size_t>(severity));
}

std::optional<Severity> severityFromName(std::string_view name)
{
    const auto found = std::find(severities.begin(), severities.end(), name);
    if (found == severities.end())
        return std::nullopt;
    return static_cast<Severity>(found - severities.begin());
}

std::string_view subjectKindName(SubjectKind kind)
{
    return kinds.at(static_cast<size_t>(kind));
}

std::string findingId(std::string_view rule, int version, const Finding& finding)
{
    thread_local std::string text; // millions of ids may be made
    text.assign(rule);
    const auto add = [](std::string_view part) {
        text += '\0';
        text += part;
    };
    add(std::to_string(version));
    add(subjectKindName(finding.kind));
    add(std::to_string(finding.others.size() + 1));
    if (finding.others.empty()) {
        add(finding.subject);
    } else {
        std::vector<std::string_view> subjects = {finding.subject};
        subjects.insert(subjects.end(), finding.others.begin(), finding.others.end());
        std::sort(subjects.begin(), subjects.end());
        for (const std::string_view subject : subjects)
            add(subject);
    }
    add(finding.detail);
    const Digest digest = sha256(text);
    std::string id;
    id.reserve(rule.size() + 1 + hexDigits);
    id.append(rule).append(1, '~');
    return id.append(hex(std::string_view(reinterpret_cast<const char*>(digest.data()), hexDigits / 2)));
}

uint64_t findingHash(std::string_view id)
{
    const size_t at = id.rfind('~');
    if (at == std::string_view::npos || id.size() - at - 1 != hexDigits)
        return 0;
    uint64_t hash = 0;
    for (const char c : id.substr(at + 1)) {
        const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (digit < 0)
            return 0;
        hash = hash << 4 | static_cast<uint64_t>(digit);
    }
    return hash;
}

} // namespace shelf
