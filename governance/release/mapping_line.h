// One approved version as a line of mappings.jsonl and, for links, a row of mappings.csv. The same content gives the same
// bytes, whatever the order in which its parts were typed.
#pragma once

#include "governance/release/line_plan.h"
#include "model/change/mapping_state.h"
#include "model/domain/definitions.h"
#include "model/store/workspace.h"

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace shelf {

// What a line is made of besides the approved version: names resolved outside. Values are canonical JSON text.
struct Season {
    std::string from, to, every;
};
struct LineNames {
    std::map<std::string, Season, std::less<>> seasons; // by the JSON text of the code
    std::vector<std::string> filterTypes; // JSON text of the link types that are filters, not recommendations
    std::function<std::string(const PersonId&)> personName;

    static LineNames from(const Definitions& definitions, std::function<std::string(const PersonId&)> personName);
};

// A mapping that leaves, taken apart: canonical JSON text by place in its LinePlan.
struct ResolvedMapping {
    MappingKind kind = MappingKind::Link;
    std::string_view id;
    uint64_t present = 0; // a bit for each place that has a value
    std::array<std::string_view, LinePlan::maxKeys> values;

    std::string_view at(size_t place) const { return present >> place & 1 ? values[place] : std::string_view(); }
    void set(size_t place, std::string_view value)
    {
        present |= uint64_t(1) << place;
        values[place] = value;
    }
};

// Resolves one mapping after the other; the result is valid until the next.
class MappingResolver {
public:
    explicit MappingResolver(LineNames names) : m_names(std::move(names)) { }
    const ResolvedMapping& resolve(std::string_view id, MappingKind kind, const ApprovedVersion& version);
    // The same from a version as it is stored; nullptr where its content cannot be read.
    const ResolvedMapping* resolve(std::string_view id, MappingKind kind, const VersionText& version);

private:
    bool takeContent(const LinePlan& plan, std::string_view content);
    void takeEntry(const LinePlan& plan, std::string_view key, std::string_view value);
    void takeSeason(const LinePlan& plan);
    void takeApproval(const LinePlan& plan, const VersionText& version);
    std::string_view normalised(const PlannedKey& key, std::string_view value);

    bool isFilter() const;
    const std::string& person(std::string_view id);

    LineNames m_names;
    ResolvedMapping m_mapping;
    std::unordered_map<PersonId, std::string> m_people; // JSON text
    std::array<std::string, LinePlan::maxKeys> m_own; // values that are not the content's own bytes
    size_t m_owned = 0;
    std::string m_content; // of a version that was given taken apart
    std::string_view m_season;
    size_t m_entry = 0, m_nextName = 0; // of the content that is being taken
    // What was the same the last time is not looked up again: neighbours are much alike.
    std::array<uint8_t, LinePlan::maxKeys> m_lastPlaces{};
    PersonId m_lastPersonId;
    const std::string* m_lastPerson = nullptr;
    std::string m_lastTime, m_lastTimeJson;
    std::array<char, 16> m_version{};
};

void appendLine(std::string& out, const ResolvedMapping& mapping); // with LF

// The id at the start of a line as plain text; `scratch` holds it where it had to be unescaped. Empty: no line of ours.
std::string_view idOfLine(std::string_view line, std::string& scratch);

// mappings.csv: header, then a row for each link.
std::string tableHeader();
void appendTableRow(std::string& out, const ResolvedMapping& link);
std::string tableProfile(); // what an import of it must know

} // namespace shelf
