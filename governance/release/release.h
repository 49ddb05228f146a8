// Releases as release.md says: building and publishing one, verifying one without the workspace, applying a delta.
#pragma once

#include "model/store/workspace.h"

#include <optional>
#include <string>
#include <vector>

namespace shelf {

class PublicKey;
class SigningKey;

struct ExportRequest {
    std::string folder; // must not exist
    std::string author;
    std::string acceptLargeChange; // the reason; empty: stop at the blast radius
    bool dryRun = false;
    std::vector<const SigningKey*> keys = {}; // the manifest is signed with each; at most two, for a change of keys
    Json* gate = nullptr; // gets the gate as it was found, also where it is closed
    bool recommendations = false; // recommendations.jsonl, too
};

// The content of an earlier release once more, under the next number.
struct RollbackRequest {
    uint64_t number = 0;
    std::string includeHeld; // the reason for sending out what is held back now; empty: refuse
    ExportRequest release; // where and how
};

struct ReleaseFile {
    std::string name;
    uint64_t records = 0;
    uint64_t bytes = 0;
    std::string sha256;
};

struct ExportOutcome {
    uint64_t number = 0;
    std::vector<ReleaseFile> files;
    uint64_t added = 0, changed = 0, removed = 0;
    Json gate; // {"open":true,"conditions":[…]}
    bool dryRun = false;
    std::vector<std::string> signatures; // files
    std::optional<uint64_t> rollbackOf;
};

// Errors: Rejected EXISTS (the folder), Refused GATE_CLOSED or LARGE_CHANGE, System, Workspace, Cancelled.
Result<ExportOutcome> exportRelease(Workspace& workspace, const ExportRequest& request, const Progress& progress = {});

// From the earlier release's folder where it is there unchanged, else from the approved versions as of its journal number; refused
// where neither gives its exact bytes. The gate is noted and does not stop it: this content has passed it before, and going back
// must stay possible when what came later is broken. Errors: those of exportRelease, Rejected UNKNOWN_RELEASE or NEWEST, Refused
// CONTENT_GONE or HELD.
Result<ExportOutcome> rollbackRelease(Workspace& workspace, const RollbackRequest& request, const Progress& progress = {});

// Settles reservations left behind by a writer that died: published where the folder is there and carries the reserved content,
// abandoned else. Run at every opening for writing; does nothing where there is nothing to settle.
Result<void> reconcileReleases(Workspace& workspace);

enum class SignatureState { None, NotChecked, Valid, Wrong };

struct VerifyReport {
    uint64_t release = 0;
    uint64_t records = 0;
    SignatureState signature = SignatureState::None;
    std::string expires; // UTC; empty where the manifest could not be read
    std::vector<std::string> problems;
    bool ok() const { return problems.empty(); }
};
// With a key the signature is checked before anything else is believed; unsigned or wrongly signed is a problem then.
// Reads only. A folder that is missing or no release is a problem, not an Error; Error only for System and Cancelled.
Result<VerifyReport> verifyRelease(
    const std::string& folder, const std::string& previousFolder = {}, const Progress& progress = {}, const PublicKey* key = nullptr);

struct DeltaOutcome {
    uint64_t from = 0, to = 0, records = 0;
};
// Applies new's delta.jsonl to old's mappings.jsonl and writes the result to `outFile` (must not exist). Refuses where the base
// is not the one the delta names or the result is not what it promises. Errors: Refused, Rejected, System.
Result<DeltaOutcome> applyDelta(const std::string& oldFolder, const std::string& newFolder, const std::string& outFile);

} // namespace shelf
