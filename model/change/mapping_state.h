// How a mapping moves: what an edit, a submission, a decision does to its draft and its approved version. A pure function, used
// by Workspace::apply and again by the audit that replays the journal, so that four eyes is proved and not only promised.
//
// States (mappings.md): draft -> in review -> approved | rejected; approved -> retired. An edit of an approved mapping makes
// a draft beside it; what is exported stays the approved version until the draft is approved. A draft that equals the approved
// version disappears. Editing what is in review or rejected makes it a draft again.
#pragma once

#include "model/change/change_set.h"

#include <string>
#include <string_view>
#include <vector>

namespace shelf {

enum class MappingStatus { Draft, InReview, Rejected, Approved, Retired };
std::string_view statusName(MappingStatus status); // "in_review"
std::optional<MappingStatus> statusFromName(std::string_view name);

using PersonId = std::string; // see personId()

// Stable for one name in one workspace: names are compared in NFKC and case folded; the name itself is not in it.
PersonId personId(std::string_view workspace, std::string_view name);

struct ApprovedVersion {
    uint32_t number = 0; // 0: never approved
    FieldMap content;
    bool retired = false; // the approval was of a retirement
    PersonId approvedBy;
    std::string approvedAt; // UTC to the second
    bool solo = false; // approved by one of its own authors under the policy four-eyes = solo
    // Of what is computed (compatibility rules, link rules), how far it reached when it was approved: canonical JSON
    // {"pairs": N, "sha256": of what was frozen, where something was}; empty: not known.
    std::string reach;
    bool operator==(const ApprovedVersion&) const = default;
};

struct Decision {
    std::string verdict; // "approved", "rejected"
    PersonId by;
    std::string at;
    std::string comment;
    uint32_t version = 0; // the version an approval made
    bool operator==(const Decision&) const = default;
};

struct MappingState {
    std::string id;
    uint64_t revision = 0; // 0: does not exist
    uint64_t changedIn = 0;
    ApprovedVersion approved;
    bool hasDraft = false;
    FieldMap draft; // complete content, not a difference
    MappingStatus draftStatus = MappingStatus::Draft; // Draft, InReview or Rejected
    bool draftRetires = false;
    std::vector<PersonId> draftAuthors; // everyone who edited this draft, sorted
    PersonId submitter;
    std::string rejection; // the comment of the last rejection of this draft
    Json hold; // null, or {"by","at","reason"} and, where the version before `version` leaves instead, {"previous","version"}

    MappingStatus status() const; // the draft's where there is one
    const FieldMap& working() const; // the draft, else the approved content
    // Whether the working content stands for a retired mapping: the draft proposes it, or without a draft it is so. This is
    // what the control field "@retire" changes.
    bool workingRetired() const { return hasDraft ? draftRetires : approved.retired; }
    bool isLive() const { return approved.number > 0 && !approved.retired; } // its approved version leaves in releases
    bool operator==(const MappingState&) const = default;
};

// What the reducer needs to know about the change set a change is part of.
struct ChangeContext {
    uint64_t number = 0;
    PersonId author;
    std::string time; // UTC
    Origin origin = Origin::Edit;
    bool soloAllowed = false; // the policy four-eyes at that moment
};

// Applies one change to `state` (revision 0 for a mapping that does not exist). On success `state` is the new state, its
// revision counted up and changedIn set (revision 0 after a deletion), and a decision, if the change was one, is in `decision`.
// On an error `state` is as it was. The content is checked with checkStoredContent; revisions and references are not.
//
// Control fields. A `before` that is given must be what is so now; that of "@status" and "@retire" may be left out.
//   @status   "in_review" submits a draft, "draft" withdraws what is in review, "approved" and "rejected" decide on it: only with
//             Origin::Review, and with no other fields but @comment (a string) and @reach
//   @reach    with an approval of what is computed: {"pairs", "sha256"}, kept with the version (ApprovedVersion::reach)
//   @retire   true: the draft proposes to retire an approved mapping; false takes that back, and makes a draft that brings
//             a retired mapping back
//   @hold     {"reason", "previous", "version"}, or absent to end it; who and when are set here from the context, and the version
//             to be the newest where it is left out
//
// Errors. Refused: OWN_CHANGE (four eyes), STATUS (the move does not fit). Rejected: STALE (a `before` is not what is so now),
// EXISTS (Create), CONTENT, and those of checkStoredContent.
Result<void> reduce(MappingState& state, const Change& change, const ChangeContext& context, std::optional<Decision>* decision = nullptr);

// The change that takes `original` back from what the mapping is `now`: content comes back as a draft, decisions stay. nullopt
// where nothing is to be done: a decision, a submission since decided, an effect that is gone already. Undo of an undo is redo.
// Error: Refused CONFLICT, naming the first field that was changed since; all of them are put into `conflicts`.
struct FieldConflict {
    std::string field;
    std::string expected; // what the change left there
    std::string actual; // what is there now
};
Result<std::optional<Change>> undoChange(const Change& original, const MappingState& now, std::vector<FieldConflict>* conflicts = nullptr);

bool isDecision(const Change& change); // approves or rejects: history that undo never takes back

} // namespace shelf
