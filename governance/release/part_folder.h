// The folder a release is built in, beside the target: .NAME.<random>.part, locked while its writer lives, then renamed.
#pragma once

#include "governance/release/files.h"

#include <string>
#include <vector>

namespace shelf {

// Where a release is to appear: an absolute parent without links, and a name in it.
struct ReleaseTarget {
    std::string parent;
    std::string name;
    std::string path() const { return parent == "/" ? "/" + name : parent + "/" + name; }
};
// Errors: Usage for a name that cannot be one, Rejected EXISTS where something is there, Rejected or System for the parent.
Result<ReleaseTarget> releaseTarget(const std::string& folder);

// Built, then published or discarded; discarded by the destructor too. Its lock is on the folder itself and so survives the
// rename, until this object goes.
class PartFolder {
public:
    static Result<PartFolder> create(const ReleaseTarget& target);
    ~PartFolder() { discard(); }
    PartFolder(PartFolder&& other) noexcept;
    PartFolder& operator=(PartFolder&&) = delete;

    int descriptor() const { return m_folder.get(); }
    // Syncs the folder, renames it without replacing anything, syncs the parent. On an error nothing is left.
    Result<void> publish();
    // From now on the folder stays whatever happens.
    void keep() { m_made = false; }
    // Removes what is there: unlinks only, never makes anything.
    void discard();

private:
    PartFolder() = default;
    ReleaseTarget m_target;
    std::string m_name; // present name in the parent
    FileHandle m_parent, m_folder;
    bool m_made = false;
};

// Removes the folders of writers that died in `parent`: of our pattern, of our files only, and not locked.
void sweepParts(const std::string& parent);
// Whether a living writer builds a folder that is to become `target`, or holds it.
bool isBeingWritten(const ReleaseTarget& target);

} // namespace shelf
