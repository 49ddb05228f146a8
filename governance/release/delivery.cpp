#include "governance/release/delivery.h"

#include "governance/release/delivery_notes.h"
#include "governance/release/stored_release.h"

#include "model/domain/date.h"
#include "model/domain/text.h"

#include <algorithm>

namespace shelf {

namespace {

constexpr size_t maxHistory = 100;
constexpr size_t maxPages = 10;

Error badState(uint64_t number, std::string what, std::string tryThis)
{
    return {ErrorKind::Rejected, "STATE", "release " + std::to_string(number), std::move(what), std::move(tryThis)};
}

Json number(uint64_t value)
{
    return Json::number(static_cast<int64_t>(value));
}

} // namespace

Delivery deliveryOf(const ReleaseRow& row)
{
    Delivery delivery;
    delivery.at = row.created;
    const auto summary = parseJson(row.summary);
    const Json& json = summary ? (*summary)["delivery"] : Json();
    if (!json.isObject())
        return delivery;
    delivery.state = json["state"].text();
    delivery.at = json["at"].text();
    delivery.liveSince = json["live_since"].text();
    delivery.liveUntil = json["live_until"].text();
    delivery.answered = !json["receipts"].items().empty();
    delivery.rejected = static_cast<uint64_t>(std::max<int64_t>(0, json["rejected"].toInteger()));
    delivery.history = json["history"];
    return delivery;
}

void addDelivery(Json& json, const Delivery& delivery)
{
    json.set("delivery", Json::string(delivery.state));
    json.set("since", Json::string(delivery.at));
    json.setIf("live_since", delivery.liveSince);
    json.setIf("live_until", delivery.liveUntil);
    if (delivery.answered)
        json.set("rejected_count", number(delivery.rejected));
}

void DeliveryNotes::step(const std::string& state, const std::string& at, const std::string& author)
{
    Json entry = Json::object({{"state", Json::string(state)}, {"at", Json::string(at)}, {"by", Json::string(author)}});
    Json history = m_json["history"];
    history.append(std::move(entry));
    if (history.items().size() > maxHistory)
        history.items().erase(history.items().begin());
    m_json.set("history", std::move(history));
    m_json.set("state", Json::string(state));
    m_json.set("at", Json::string(at));
}

DeliveryNotes::DeliveryNotes(const ReleaseRow& row) : m_row(row)
{
    auto summary = parseJson(row.summary);
    m_summary = summary && summary->isObject() ? std::move(*summary) : Json::object();
    m_json = m_summary["delivery"].isObject() ? m_summary["delivery"] : Json::object();
}

ReleaseNote DeliveryNotes::note() const
{
    Json summary = m_summary;
    summary.set("delivery", m_json);
    return {m_row.number, m_row.summary, summary.write(), std::nullopt};
}

ReleaseRow DeliveryNotes::row() const
{
    ReleaseRow row = m_row;
    row.summary = note().after;
    return row;
}

std::vector<ReleaseNote> goLive(
    DeliveryNotes& release, const std::vector<ReleaseRow>& rows, const std::string& at, const std::string& author)
{
    release.step("live", at, author);
    release.json().set("live_since", Json::string(at));
    release.json().remove("live_until");
    std::vector<ReleaseNote> notes;
    const auto time = parseTime(at);
    for (const ReleaseRow& row : rows) {
        const Delivery other = deliveryOf(row);
        if (row.number == release.number() || row.state != "published" || other.state != "live")
            continue;
        // News that come late: another release has gone live after this one did.
        const auto since = parseTime(other.liveSince);
        if (since && time && *since > *time) {
            release.step("replaced", other.liveSince, author);
            release.json().set("live_until", Json::string(other.liveSince));
            continue;
        }
        DeliveryNotes replaced(row);
        replaced.step("replaced", at, author);
        replaced.json().set("live_until", Json::string(at));
        notes.push_back(replaced.note());
    }
    return notes;
}

Result<DeliveryOutcome> markRelease(
    Workspace& workspace, uint64_t releaseNumber, const std::string& state, const std::string& at, const std::string& author)
{
    const auto row = publishedRelease(workspace, releaseNumber);
    if (!row)
        return row.error();
    if (state != "sent" && state != "live")
        return Error{ErrorKind::Usage, "STATE", "release mark", inQuotes(state) + " is no state to mark", "use sent or live"};
    const auto given = at.empty() ? std::optional(workspace.clock()()) : parseTime(at);
    if (!given)
        return Error{ErrorKind::Usage, "AT", "--at", inQuotes(at) + " is no time", "write it as 2026-11-15T08:00:00Z"};
    const auto made = parseTime(row->created);
    if (!at.empty() && made && *given < *made)
        return Error{ErrorKind::Rejected, "AT", "--at " + at, "release " + std::to_string(releaseNumber) + " was made at " + row->created,
            "name a time since then"};
    const Delivery now = deliveryOf(*row);
    DeliveryOutcome outcome{releaseNumber, false, now, 0, 0};
    const bool same = now.state == state && (at.empty() || formatTime(*given) == now.at);
    if (same)
        return outcome;
    if (state == "sent" && now.state != "built" && now.state != "sent")
        return badState(releaseNumber, "it is " + now.state + " already", "leave it as it is");
    if (state == "live" && now.state == "rejected")
        return badState(releaseNumber, "the serving system has rejected it", "import the receipt that says otherwise");
    const auto rows = workspace.releases();
    if (!rows)
        return rows.error();
    DeliveryNotes notes(*row);
    std::vector<ReleaseNote> all;
    if (state == "live")
        all = goLive(notes, *rows, formatTime(*given), author);
    else
        notes.step(state, formatTime(*given), author);
    all.push_back(notes.note());
    if (auto noted = workspace.noteReleases(all); !noted)
        return noted.error();
    outcome.changed = true;
    outcome.delivery = deliveryOf(notes.row());
    return outcome;
}

Result<ReceiptBook> ReceiptBook::load(Workspace& workspace)
{
    auto rows = workspace.releases();
    if (!rows)
        return rows.error();
    ReceiptBook book;
    for (auto row = rows->rbegin(); row != rows->rend() && book.m_pages.size() < maxPages; ++row) {
        Page page;
        page.delivery = deliveryOf(*row);
        if (row->state != "published" || page.delivery.state == "built")
            continue;
        const auto answers = workspace.releaseAnswers(row->number);
        if (!answers)
            return answers.error();
        if (const auto json = parseJson(answers->empty() ? "{}" : *answers))
            for (const auto& [id, reason] : (*json)["rejected"].members())
                page.rejected.emplace(id, reason.text());
        if (const auto summary = parseJson(row->summary))
            page.held = (*summary)["held_ids"].toStrings();
        page.journalNumber = contentNumber(*row);
        page.row = std::move(*row);
        book.m_pages.push_back(std::move(page));
    }
    return book;
}

Result<Json> ReceiptBook::of(Workspace& workspace, const std::string& mapping) const
{
    Json list = Json::array();
    if (m_pages.empty())
        return list;
    const auto versions = workspace.mappingVersions(mapping);
    if (!versions)
        return versions.error();
    for (const Page& page : m_pages) {
        const MappingVersionRow* carried = nullptr;
        for (const MappingVersionRow& version : *versions)
            if (version.changedIn <= page.journalNumber)
                carried = &version;
        const bool held = std::find(page.held.begin(), page.held.end(), mapping) != page.held.end();
        if (!carried || carried->version.retired || held)
            continue;
        Json entry = Json::object(
            {{"release", number(page.row.number)}, {"state", Json::string(page.delivery.state)}, {"at", Json::string(page.delivery.at)}});
        const auto rejected = page.rejected.find(mapping);
        if (rejected != page.rejected.end() || page.delivery.state == "rejected")
            entry.set("result", Json::string("rejected"));
        else if (page.delivery.answered)
            entry.set("result", Json::string("accepted"));
        if (rejected != page.rejected.end())
            entry.setIf("reason", rejected->second);
        list.append(std::move(entry));
    }
    return list;
}

} // namespace shelf
