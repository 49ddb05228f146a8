// What becomes of a release after its folder is there: built, sent, accepted or partly, live; and the answers (receipts) of the
// systems that serve it. Kept in the release table beside the release, outside the journal: they are no content.
//
// A receipt is JSON Lines (resources/help/releases.md). First line: {"release", "manifest_sha256", "state", "at"}, state being
// accepted, partly, rejected or live; then a line for each mapping that there is something to say about: {"id", "result",
// "reason"}, result being accepted or rejected.
#pragma once

#include "model/store/workspace.h"

#include <map>
#include <string>
#include <vector>

namespace shelf {

struct Delivery {
    std::string state = "built"; // sent, accepted, partly, rejected, live, replaced (was live until another was)
    std::string at; // UTC; since when
    std::string liveSince, liveUntil; // where it is or was live
    bool answered = false; // a receipt came
    uint64_t rejected = 0; // mappings
    Json history = Json::array(); // {"state", "at", "by"}, oldest first
};
Delivery deliveryOf(const ReleaseRow& row);
// {"delivery", "since", "live_since", "live_until", "rejected_count"}
void addDelivery(Json& json, const Delivery& delivery);

struct DeliveryOutcome {
    uint64_t release = 0;
    bool changed = false;
    Delivery delivery;
    uint64_t accepted = 0, rejected = 0; // lines of the receipt
};
// `state` is "sent" or "live"; `at` empty: now. Errors: Rejected UNKNOWN_RELEASE, STATE, AT.
Result<DeliveryOutcome> markRelease(
    Workspace& workspace, uint64_t number, const std::string& state, const std::string& at, const std::string& author);
// Takes in a receipt, all or nothing; one that is known already changes nothing. Errors: Rejected with file and line.
Result<DeliveryOutcome> importReceipt(
    Workspace& workspace, const std::string& file, const std::string& author, const Progress& progress = {});

// The answers about mappings, of the newest releases that have any.
class ReceiptBook {
public:
    static Result<ReceiptBook> load(Workspace& workspace);
    bool empty() const { return m_pages.empty(); }
    // [{"release", "state", "at", "result", "reason"}], newest release first: of those that carried it.
    Result<Json> of(Workspace& workspace, const std::string& mapping) const;

private:
    struct Page {
        ReleaseRow row;
        Delivery delivery;
        uint64_t journalNumber = 0;
        std::vector<std::string> held;
        std::map<std::string, std::string, std::less<>> rejected; // id -> reason
    };
    std::vector<Page> m_pages;
};

} // namespace shelf
