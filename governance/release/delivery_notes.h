// How delivery is written into the summary of a release's row: shared by marking and by receipts.
#pragma once

#include "governance/release/delivery.h"

namespace shelf {

// summary.delivery of one release while it changes: {"state", "at", "live_since", "live_until", "rejected", "history", "receipts"}.
class DeliveryNotes {
public:
    explicit DeliveryNotes(const ReleaseRow& row);
    uint64_t number() const { return m_row.number; }
    Json& json() { return m_json; }
    void step(const std::string& state, const std::string& at, const std::string& author);
    ReleaseNote note() const;
    ReleaseRow row() const; // as it will be

private:
    ReleaseRow m_row;
    Json m_summary, m_json;
};

// From `at` on this one is served; gives the notes about those that are served no longer.
std::vector<ReleaseNote> goLive(
    DeliveryNotes& release, const std::vector<ReleaseRow>& rows, const std::string& at, const std::string& author);

} // namespace shelf
