// Receipts: a serving system's answer to a release, read as a stream and kept beside it.
#include "governance/release/content.h"
#include "governance/release/delivery_notes.h"
#include "governance/release/files.h"
#include "governance/release/manifest.h"
#include "governance/release/stored_release.h"
#include "governance/ticker.h"

#include "model/domain/date.h"
#include "model/domain/text.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unordered_set>

namespace shelf {

namespace {

constexpr size_t lineLimit = size_t(1) << 20;
constexpr uint64_t maxLines = 5000000;
constexpr size_t maxKept = 10000; // rejected mappings kept with their reasons; the others are counted
constexpr size_t maxReason = 300; // bytes
constexpr size_t maxReceipts = 100; // hashes kept, to know one again
constexpr size_t askedAtOnce = 4096; // mappings

std::string shortened(const std::string& text)
{
    size_t size = std::min(text.size(), maxReason);
    while (size > 0 && size < text.size() && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80)
        --size;
    return size < text.size() ? text.substr(0, size) + "…" : text;
}

struct Receipt {
    uint64_t release = 0;
    std::string manifestSha256, state, at;
    uint64_t accepted = 0;
    std::map<std::string, std::string, std::less<>> rejected; // the first of them
    std::unordered_set<std::string> acceptedIds; // of those rejected before
    std::string before; // what was answered before: JSON, or empty
    uint64_t rejectedMore = 0;
    std::string sha256; // of the file
    uint64_t rejectedAll() const { return rejected.size() + rejectedMore; }
};

class ReceiptReader {
public:
    ReceiptReader(Workspace& workspace, std::string file, const Progress& progress)
        : m_workspace(workspace), m_file(std::move(file)), m_progress(progress)
    {
    }

    Result<Receipt> read(ReleaseRow& row)
    {
        const FileHandle handle(uninterrupted([&] { return ::open(m_file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY); }));
        struct stat status { };
        if (!handle.valid() && (errno == ENOENT || errno == ENOTDIR))
            return Error{ErrorKind::Rejected, "RECEIPT", m_file, "there is no such file", "check its name"};
        if (!handle.valid() || ::fstat(handle.get(), &status) != 0)
            return systemError(m_file, "cannot be opened", errno);
        if (!S_ISREG(status.st_mode))
            return Error{ErrorKind::Rejected, "RECEIPT", m_file, "is no regular file", "name the file with the receipt"};
        LineReader lines(handle.get(), m_file, lineLimit);
        if (auto read = readHeader(lines); !read)
            return read.error();
        auto known = publishedRelease(m_workspace, m_receipt.release);
        if (!known)
            return wrong("there is no release " + std::to_string(m_receipt.release));
        row = std::move(*known);
        if (row.manifestSha256 != m_receipt.manifestSha256)
            return wrong("its manifest_sha256 is not that of release " + std::to_string(row.number));
        m_journalNumber = contentNumber(row);
        if (auto loaded = loadBefore(row); !loaded)
            return loaded.error();
        if (auto read = readAnswers(lines); !read)
            return read.error();
        m_receipt.sha256 = hex(m_hash.finish());
        return std::move(m_receipt);
    }

private:
    Error wrong(std::string what) const { return wrong(m_line, std::move(what)); }
    Error wrong(uint64_t line, std::string what) const
    {
        return {ErrorKind::Rejected, "RECEIPT", m_file + ":" + std::to_string(line), std::move(what),
            "ask for the receipt again; nothing was changed"};
    }
    Error notInRelease(uint64_t line, const std::string& id) const
    {
        return wrong(line, "release " + std::to_string(m_receipt.release) + " has no mapping " + inQuotes(id, 200));
    }

    // What the release held back, and what was said about it before.
    Result<void> loadBefore(const ReleaseRow& row)
    {
        if (const auto summary = parseJson(row.summary))
            for (auto& id : (*summary)["held_ids"].toStrings())
                m_held.insert(std::move(id));
        auto before = m_workspace.releaseAnswers(row.number);
        if (!before)
            return before.error();
        if (const auto known = parseJson(before->empty() ? "{}" : *before))
            for (const auto& [id, reason] : (*known)["rejected"].members())
                m_rejectedBefore.insert(id);
        m_receipt.before = std::move(*before);
        return {};
    }

    // The next line that is not blank, as an object; null at the end.
    Result<Json> next(LineReader& lines)
    {
        std::string_view line;
        for (;;) {
            const auto more = lines.next(line);
            if (!more)
                return more.error();
            if (!*more)
                return Json();
            ++m_line;
            if (!line.empty() && line.back() == '\r')
                line.remove_suffix(1);
            if (!trimmed(line).empty())
                break;
        }
        m_hash.add(line);
        m_hash.add("\n");
        auto json = parseJson(line, {.depth = 16, .bytes = lineLimit});
        if (!json || !json->isObject())
            return wrong(json ? "is no JSON object" : "is no JSON: " + json.error().what);
        return std::move(*json);
    }

    Result<void> readHeader(LineReader& lines)
    {
        const auto json = next(lines);
        if (!json)
            return json.error();
        if (json->isNull())
            return Error{ErrorKind::Rejected, "RECEIPT", m_file, "is empty", "ask for the receipt again"};
        const int64_t release = (*json)["release"].isNumber() ? (*json)["release"].toInteger(0) : 0;
        if (release < 1)
            return wrong("release is not the number of a release");
        m_receipt.release = static_cast<uint64_t>(release);
        m_receipt.manifestSha256 = (*json)["manifest_sha256"].isString() ? (*json)["manifest_sha256"].text() : "";
        if (!isSha256(m_receipt.manifestSha256))
            return wrong("manifest_sha256 is not a SHA-256 in lower-case hex");
        m_receipt.state = (*json)["state"].isString() ? (*json)["state"].text() : "";
        static constexpr std::array states = {"accepted", "partly", "rejected", "live"};
        if (std::find(states.begin(), states.end(), m_receipt.state) == states.end())
            return wrong("state is none of accepted, partly, rejected, live");
        const auto at = parseTime((*json)["at"].isString() ? (*json)["at"].text() : "");
        if (!at)
            return wrong("at is no time such as 2026-11-15T08:00:00Z");
        m_receipt.at = formatTime(*at);
        return {};
    }

    Result<void> readAnswers(LineReader& lines)
    {
        auto read = readLines(lines);
        // What is wrong with an earlier line is said first.
        if (auto known = checkAsked(); !known)
            return known;
        return read;
    }

    Result<void> readLines(LineReader& lines)
    {
        Ticker ticker(m_progress, "receipt");
        std::unordered_set<std::string> seen;
        for (;;) {
            if (!ticker.tick())
                return Error{ErrorKind::Cancelled, "CANCELLED", m_file, "cancelled; nothing was changed", "start again when you are ready"};
            const auto json = next(lines);
            if (!json)
                return json.error();
            if (json->isNull())
                return {};
            if (seen.size() >= maxLines)
                return wrong("is beyond the " + std::to_string(maxLines) + " lines that a receipt may have");
            const Json& given = (*json)["id"];
            if (!given.isString() || given.text().empty())
                return wrong("names no mapping: id is missing");
            if (!seen.insert(given.text()).second)
                return wrong("names " + inQuotes(given.text(), 200) + " a second time");
            if (auto taken = takeAnswer(given.text(), *json); !taken)
                return taken;
        }
    }

    Result<void> loadFrozen()
    {
        if (m_frozen)
            return {};
        const auto view = pastView(m_workspace, m_journalNumber, m_progress);
        if (!view)
            return view.error();
        auto ids = frozenLinkIds(m_workspace, *view, m_progress);
        if (!ids)
            return ids.error();
        m_frozen = std::move(*ids);
        return {};
    }

    void leaveOutFrozen()
    {
        size_t kept = 0;
        for (size_t i = 0; i < m_asked.size(); ++i)
            if (!m_frozen->contains(m_asked[i])) {
                std::swap(m_asked[kept], m_asked[i]);
                std::swap(m_askedLines[kept++], m_askedLines[i]);
            }
        m_asked.resize(kept);
        m_askedLines.resize(kept);
    }

    // Asked for many at a time: a look-up by itself costs more than all the rest.
    Result<void> checkAsked()
    {
        for (;;) {
            const auto place = m_workspace.firstNotReleased(m_asked, m_journalNumber);
            if (!place)
                return place.error();
            if (*place >= m_asked.size())
                break;
            // It may be a link of a link rule, which is no mapping of its own.
            if (auto loaded = loadFrozen(); !loaded)
                return loaded;
            if (!m_frozen->contains(m_asked[*place]))
                return notInRelease(m_askedLines[*place], m_asked[*place]);
            leaveOutFrozen();
        }
        m_asked.clear();
        m_askedLines.clear();
        return {};
    }

    Result<void> takeAnswer(const std::string& id, const Json& json)
    {
        if (m_held.contains(id))
            return notInRelease(m_line, id);
        m_asked.push_back(id);
        m_askedLines.push_back(m_line);
        if (m_asked.size() >= askedAtOnce)
            if (auto known = checkAsked(); !known)
                return known;
        const std::string_view result = json["result"].isString() ? std::string_view(json["result"].text()) : std::string_view();
        if (result == "accepted") {
            ++m_receipt.accepted;
            if (m_rejectedBefore.contains(id))
                m_receipt.acceptedIds.insert(id);
            return {};
        }
        if (result != "rejected")
            return wrong("result is neither accepted nor rejected");
        if (m_receipt.state == "accepted")
            return wrong("rejects a mapping, but the receipt says that all were accepted");
        if (json.contains("reason") && !json["reason"].isString())
            return wrong("reason is no text");
        if (m_receipt.rejected.size() < maxKept)
            m_receipt.rejected.emplace(id, shortened(json["reason"].text()));
        else
            ++m_receipt.rejectedMore;
        return {};
    }

    Workspace& m_workspace;
    std::string m_file;
    const Progress& m_progress;
    Receipt m_receipt;
    std::unordered_set<std::string> m_held, m_rejectedBefore;
    std::vector<std::string> m_asked; // not yet looked up
    std::vector<uint64_t> m_askedLines;
    Sha256 m_hash;
    uint64_t m_line = 0, m_journalNumber = 0;
    std::optional<std::unordered_set<std::string>> m_frozen; // links of link rules in the release, once asked for
};

bool isKnown(const Json& delivery, const std::string& sha256)
{
    for (const Json& receipt : delivery["receipts"].items())
        if (receipt["sha256"].text() == sha256)
            return true;
    return false;
}

Json number(uint64_t value)
{
    return Json::number(static_cast<int64_t>(value));
}

// What was said of single mappings before, with what this receipt says of them: the later word about each counts.
Result<std::string> mergedAnswers(const Receipt& receipt, uint64_t& rejected)
{
    std::map<std::string, std::string, std::less<>> all;
    uint64_t more = receipt.rejectedMore;
    const bool fresh = receipt.state == "accepted" || receipt.before.empty();
    if (!fresh) {
        const auto known = parseJson(receipt.before);
        if (!known)
            return known.error();
        for (const auto& [id, reason] : (*known)["rejected"].members())
            if (!receipt.acceptedIds.contains(id))
                all.emplace(id, reason.text());
        more += static_cast<uint64_t>(std::max<int64_t>(0, (*known)["more"].toInteger()));
    }
    for (const auto& [id, reason] : receipt.rejected) {
        if (all.size() < maxKept || all.contains(id))
            all.insert_or_assign(id, reason);
        else
            ++more;
    }
    rejected = all.size() + more;
    Json::Object members;
    members.reserve(all.size());
    for (const auto& [id, reason] : all)
        members.emplace_back(id, Json::string(reason));
    return Json::object({{"rejected", Json::object(std::move(members))}, {"more", number(more)}}).write();
}

void noteReceipt(Json& delivery, const Receipt& receipt, uint64_t rejected)
{
    Json receipts = delivery["receipts"];
    receipts.append(Json::object({{"sha256", Json::string(receipt.sha256)}, {"state", Json::string(receipt.state)},
        {"at", Json::string(receipt.at)}, {"accepted", number(receipt.accepted)}, {"rejected", number(receipt.rejectedAll())}}));
    if (receipts.items().size() > maxReceipts)
        receipts.items().erase(receipts.items().begin());
    delivery.set("receipts", std::move(receipts));
    delivery.set("rejected", number(rejected));
}

} // namespace

Result<DeliveryOutcome> importReceipt(Workspace& workspace, const std::string& file, const std::string& author, const Progress& progress)
{
    ReleaseRow row;
    auto receipt = ReceiptReader(workspace, file, progress).read(row);
    if (!receipt)
        return receipt.error();
    DeliveryNotes notes(row);
    DeliveryOutcome outcome{row.number, false, deliveryOf(row), receipt->accepted, receipt->rejectedAll()};
    if (isKnown(notes.json(), receipt->sha256))
        return outcome;
    const auto rows = workspace.releases();
    if (!rows)
        return rows.error();
    uint64_t rejected = 0;
    auto answers = mergedAnswers(*receipt, rejected);
    if (!answers)
        return answers.error();
    std::vector<ReleaseNote> all;
    const std::string& now = outcome.delivery.state;
    // An answer that comes after it went live says nothing against its being live, unless it rejects the whole.
    const bool staysLive = (now == "live" || now == "replaced") && (receipt->state == "accepted" || receipt->state == "partly");
    if (receipt->state == "live")
        all = goLive(notes, *rows, receipt->at, author);
    else if (!staysLive)
        notes.step(receipt->state, receipt->at, author);
    noteReceipt(notes.json(), *receipt, rejected);
    ReleaseNote note = notes.note();
    note.answers = std::move(*answers);
    all.push_back(std::move(note));
    if (auto noted = workspace.noteReleases(all); !noted)
        return noted.error();
    outcome.changed = true;
    outcome.delivery = deliveryOf(notes.row());
    return outcome;
}

} // namespace shelf
