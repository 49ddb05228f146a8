#include "model/change/mapping_state.h"

#include "model/domain/hash.h"
#include "model/domain/text.h"

#include <array>

namespace shelf {

namespace {

constexpr std::array<std::pair<MappingStatus, std::string_view>, 5> statusNames = {{
    {MappingStatus::Draft, "draft"},
    {MappingStatus::InReview, "in_review"},
    {MappingStatus::Rejected, "rejected"},
    {MappingStatus::Approved, "approved"},
    {MappingStatus::Retired, "retired"},
}};

} // namespace

std::string_view statusName(MappingStatus status)
{
    for (const auto& [value, name] : statusNames) {
        if (value == status)
            return name;
    }
    return {};
}

std::optional<MappingStatus> statusFromName(std::string_view name)
{
    for (const auto& [value, known] : statusNames) {
        if (known == name)
            return value;
    }
    return std::nullopt;
}

PersonId personId(std::string_view workspace, std::string_view name)
{
    constexpr size_t idBytes = 16;
    std::string text("shelf-person-1\0", 15);
    text.append(workspace);
    text.push_back('\0');
    // Trimmed again: folding turns other spaces into plain ones.
    const std::string plain = folded(trimmed(name));
    text.append(trimmed(plain));
    const Digest digest = sha256(text);
    return hex(std::string_view(reinterpret_cast<const char*>(digest.data()), idBytes));
}

MappingStatus MappingState::status() const
{
    if (hasDraft)
        return draftStatus;
    if (approved.number == 0)
        return MappingStatus::Draft;
    return approved.retired ? MappingStatus::Retired : MappingStatus::Approved;
}

const FieldMap& MappingState::working() const
{
    return hasDraft ? draft : approved.content;
}

bool isDecision(const Change& change)
{
    for (const FieldChange& field : change.fields) {
        if (field.field == "@status" && (field.after == "\"approved\"" || field.after == "\"rejected\""))
            return true;
    }
    return false;
}

} // namespace shelf
