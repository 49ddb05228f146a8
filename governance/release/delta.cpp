#include "governance/release/delta.h"

#include "governance/release/line_check.h"
#include "governance/release/manifest.h"
#include "governance/release/mapping_line.h"

#include "model/domain/json.h"

namespace shelf {

namespace {

constexpr std::string_view upsertStart = "{\"op\":\"upsert\",\"mapping\":";
constexpr std::string_view deleteStart = "{\"op\":\"delete\",\"id\":";
constexpr size_t headerLimit = 1024;

} // namespace

std::string writeDeltaHeader(const DeltaHeader& header)
{
    Json json = Json::object();
    json.set("from", Json::number(static_cast<int64_t>(header.from)));
    json.set("to", Json::number(static_cast<int64_t>(header.to)));
    json.set("from_sha256", Json::string(header.fromSha256));
    json.set("to_sha256", Json::string(header.toSha256));
    return json.write() + "\n";
}

std::optional<DeltaHeader> parseDeltaHeader(std::string_view line)
{
    if (line.size() > headerLimit)
        return std::nullopt;
    const Result<Json> json = parseJson(line, {.depth = 2, .bytes = headerLimit});
    if (!json || !json->isObject())
        return std::nullopt;
    const int64_t from = (*json)["from"].isNumber() ? (*json)["from"].toInteger(-1) : -1;
    const int64_t to = (*json)["to"].isNumber() ? (*json)["to"].toInteger(-1) : -1;
    DeltaHeader header{static_cast<uint64_t>(from), static_cast<uint64_t>(to), (*json)["from_sha256"].text(), (*json)["to_sha256"].text()};
    if (from < 0 || to <= from || !isSha256(header.fromSha256) || !isSha256(header.toSha256))
        return std::nullopt;
    return header;
}

void appendUpsert(std::string& out, std::string_view line)
{
    if (!line.empty() && line.back() == '\n')
        line.remove_suffix(1);
    out.append(upsertStart);
    out.append(line);
    out.append("}\n");
}

void appendDelete(std::string& out, std::string_view id)
{
    out.append(deleteStart);
    appendJsonString(out, id);
    out.append("}\n");
}

std::optional<DeltaOperation> parseDeltaOperation(std::string_view line)
{
    DeltaOperation operation;
    const bool upsert = line.starts_with(upsertStart);
    if (!upsert && !line.starts_with(deleteStart))
        return std::nullopt;
    std::string_view rest = line.substr(upsert ? upsertStart.size() : deleteStart.size());
    const size_t length = canonicalValueLength(rest);
    if (length == 0 || rest.substr(length) != "}")
        return std::nullopt;
    rest = rest.substr(0, length);
    if (!upsert) {
        const Result<Json> id = parseJson(rest);
        if (!id || !id->isString() || id->text().empty())
            return std::nullopt;
        operation.id = id->text();
        return operation;
    }
    std::string scratch;
    operation.id = idOfLine(rest, scratch);
    operation.mapping = rest;
    if (operation.id.empty())
        return std::nullopt;
    return operation;
}

Error DeltaReader::wrong(std::string_view what) const
{
    return {ErrorKind::Rejected, "DELTA", "delta.jsonl:" + std::to_string(m_line), std::string(what), "get the release again"};
}

Result<DeltaHeader> DeltaReader::header()
{
    std::string_view line;
    bool terminated = false;
    const Result<bool> more = m_lines.next(line, &terminated);
    if (!more)
        return more.error();
    m_line = 1;
    const auto header = *more && terminated ? parseDeltaHeader(line) : std::nullopt;
    if (!header)
        return wrong("the first line does not say from which release to which");
    return *header;
}

Result<bool> DeltaReader::next(DeltaOperation& operation)
{
    std::string_view line;
    bool terminated = false;
    const Result<bool> more = m_lines.next(line, &terminated);
    if (!more || !*more)
        return more;
    ++m_line;
    auto parsed = terminated ? parseDeltaOperation(line) : std::nullopt;
    if (!parsed)
        return wrong("is neither an upsert nor a delete");
    if (m_line > 2 && parsed->id <= m_lastId)
        return wrong("is out of order");
    m_lastId = parsed->id;
    ++(parsed->mapping.empty() ? m_deletions : m_upserts);
    operation = std::move(*parsed);
    return true;
}

Result<DeltaMerge> mergeDelta(int base, DeltaReader& delta, const std::function<void(std::string_view line)>& give)
{
    LineReader lines(base, "mappings.jsonl");
    Sha256 hash;
    DeltaMerge merge;
    DeltaOperation operation;
    std::string_view line;
    std::string scratch;
    bool terminated = true;
    Result<bool> hasLine = lines.next(line, &terminated);
    Result<bool> hasOperation = delta.next(operation);
    while (hasLine && hasOperation && (*hasLine || *hasOperation)) {
        const std::string_view id = *hasLine ? idOfLine(line, scratch) : std::string_view();
        const bool operationFirst = *hasOperation && (!*hasLine || operation.id <= id);
        const bool lineToo = *hasLine && (!operationFirst || operation.id == id);
        if (lineToo) {
            hash.add(line);
            hash.add(terminated ? "\n" : "");
            ++merge.baseRecords;
        }
        if (!operationFirst) {
            give(line);
        } else if (!operation.mapping.empty()) {
            give(operation.mapping);
        } else if (!lineToo) {
            return Error{ErrorKind::Refused, "BASE", operation.id, "the delta deletes a mapping that the older release does not have",
                "use the release that the delta was made from"};
        }
        if (lineToo)
            hasLine = lines.next(line, &terminated);
        if (operationFirst)
            hasOperation = delta.next(operation);
    }
    if (!hasLine)
        return hasLine.error();
    if (!hasOperation)
        return hasOperation.error();
    merge.baseSha256 = hex(hash.finish());
    return merge;
}

} // namespace shelf
