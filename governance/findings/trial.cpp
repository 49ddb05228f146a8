#include "governance/findings/trial.h"

#include "model/io/definitions_file.h"

#include <cstdlib>
#include <filesystem>

namespace shelf {

namespace {

constexpr ThingKind definitionKinds[] = {ThingKind::Attribute, ThingKind::Family, ThingKind::Category, ThingKind::Channel,
    ThingKind::Audience, ThingKind::Intent, ThingKind::Trigger, ThingKind::Season, ThingKind::LinkType, ThingKind::Template,
    ThingKind::Policy, ThingKind::Rule, ThingKind::Scenario, ThingKind::Profile};

// A folder that is gone when this is.
class Scratch {
public:
    Scratch()
    {
        std::error_code failure;
        std::string path = (std::filesystem::temp_directory_path(failure) / "shelfwright-trial.XXXXXX").string();
        if (!failure && mkdtemp(path.data()))
            m_path = path;
    }
    ~Scratch()
    {
        std::error_code ignored;
        if (!m_path.empty())
            std::filesystem::remove_all(m_path, ignored);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    const std::string& path() const { return m_path; }

private:
    std::string m_path;
};

// Everything of `base` that `workspace` does not have like that.
ChangeSet differences(const Definitions& base, const Workspace& workspace)
{
    ChangeSet changes;
    changes.header.author = "trial";
    changes.header.origin = Origin::Definitions;
    for (const ThingKind kind : definitionKinds)
        for (const Thing* thing : base.all(kind)) {
            const Thing* there = workspace.definitions().find(kind, thing->key);
            Thing before{kind, thing->key, 0, 0, {}};
            if (there)
                before = *there;
            Thing after = before;
            after.fields = thing->fields;
            after.revision = before.revision + 1;
            if (auto change = difference(before, after))
                changes.add(std::move(*change));
        }
    return changes;
}

} // namespace

Result<Trial> tryDefinitions(const Definitions& base, const std::vector<std::string>& files, const Clock& clock)
{
    const Scratch scratch;
    if (scratch.path().empty())
        return Error{ErrorKind::System, "SYSTEM", "the folder for temporary files", "cannot be written to", "set TMPDIR to one that can"};
    OpenOptions options;
    options.clock = clock;
    auto workspace = Workspace::create(scratch.path() + "/trial.shelf", options);
    if (!workspace)
        return workspace.error();
    if (const auto applied = (*workspace)->apply(differences(base, **workspace)); !applied)
        return applied.error();
    const uint64_t before = (*workspace)->journalEntries();
    if (const auto applied = applyDefinitionFiles(**workspace, files, "trial"); !applied)
        return applied.error();
    Trial trial;
    for (uint64_t number = before + 1; number <= (*workspace)->journalEntries(); ++number) {
        const auto read = (*workspace)->readChangeSet(number, [&trial](const ChangeBlock& block) -> Result<void> {
            if (block.kind == ThingKind::Rule)
                for (size_t row = 0; row < block.rows(); ++row)
                    trial.rules.emplace_back(block.keys.at(row));
            return {};
        });
        if (!read)
            return read.error();
    }
    trial.definitions = (*workspace)->definitions();
    return trial;
}

} // namespace shelf
