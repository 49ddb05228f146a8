#include "governance/rules/links/reason_words.h"

#include "model/domain/text.h"

#include <algorithm>

namespace shelf {

namespace {

bool isWordByte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

// visit(word) for each word of a folded text.
template <typename Visit> void eachWord(std::string_view folded, Visit&& visit)
{
    for (size_t at = 0; at < folded.size();) {
        size_t end = at;
        while (end < folded.size() && isWordByte(folded[end]))
            ++end;
        if (end > at)
            visit(folded.substr(at, end - at));
        at = end + 1;
    }
}

constexpr uint64_t hashStart = 1469598103934665603ULL; // FNV-1a
constexpr uint64_t hashStep(uint64_t hash, char c)
{
    return (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
}
uint64_t bitOfHash(uint64_t hash)
{
    return uint64_t(1) << (hash >> 58);
}

uint64_t bitOf(std::string_view word)
{
    uint64_t hash = hashStart;
    for (const char c : word)
        hash = hashStep(hash, c);
    return bitOfHash(hash);
}

// A bit for each word. Names are many and mostly ASCII: those are folded as they go by.
uint64_t bitsOf(std::string_view text)
{
    uint64_t bits = 0, hash = hashStart;
    bool inside = false;
    for (const char c : text) {
        if (static_cast<unsigned char>(c) >= 0x80) {
            bits = 0;
            eachWord(folded(text), [&](std::string_view word) { bits |= bitOf(word); });
            return bits;
        }
        const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        if (isWordByte(lower)) {
            hash = hashStep(hash, lower);
            inside = true;
        } else if (inside) {
            bits |= bitOfHash(hash);
            hash = hashStart;
            inside = false;
        }
    }
    return inside ? bits | bitOfHash(hash) : bits;
}

} // namespace

ReasonWords::ReasonWords(const std::vector<std::string>& emptyWords)
{
    for (const std::string& word : emptyWords)
        m_empty.insert(folded(word));
}

void ReasonWords::eachReason(std::string_view details, const std::function<void(const std::string&, const std::string&)>& visit)
{
    if (!mayHave(details, "\"reason\":"))
        return;
    const auto content = FieldMap::fromJson(details);
    if (!content)
        return;
    const Json reason = content->json("reason");
    if (reason.isString())
        visit({}, reason.text());
    for (const auto& [language, text] : reason.members())
        if (text.isString())
            visit(language, text.text());
}

ReasonWords::Mask ReasonWords::maskOf(std::string_view details) const
{
    Mask mask;
    eachReason(details, [&](const std::string&, const std::string& reason) {
        uint64_t bits = 0;
        eachWord(folded(reason), [&](std::string_view word) {
            if (m_empty.find(word) == m_empty.end())
                bits |= bitOf(word);
        });
        mask.bits = mask.hasReason ? mask.bits & bits : bits;
        mask.hasReason = true;
    });
    return mask;
}

bool ReasonWords::onlyRepeats(const Snapshot& catalog, const Link& link, const std::string& reason) const
{
    std::set<std::string, std::less<>> names;
    for (const Row row : {link.source, link.target})
        for (const std::string_view text : {catalog.text("name", row), catalog.sku(row)})
            eachWord(folded(text), [&](std::string_view word) { names.emplace(word); });
    bool says = false;
    eachWord(folded(reason),
        [&](std::string_view word) { says = says || (m_empty.find(word) == m_empty.end() && names.find(word) == names.end()); });
    return !says;
}

NameMasks::NameMasks(const RuleRun& run, bool remember) : m_catalog(run.catalog()), m_remember(remember) { }

void NameMasks::fill()
{
    m_byRow.assign(size_t(m_catalog.chunks()) * chunkRows, 0);
    const Column* names = m_catalog.column("name");
    std::vector<Code> buffer(chunkRows);
    for (Row index = 0; index < m_catalog.chunks(); ++index) {
        const auto codes = m_catalog.chunk(names, index, buffer.data());
        for (Row i = 0, row = index * chunkRows; i < chunkRows && row < m_catalog.rows(); ++i, ++row)
            m_byRow[row] = bitsOf(m_catalog.sku(row)) | (codes[i] ? bitsOf(names->values().text(codes[i])) : 0);
    }
}

uint64_t NameMasks::operator()(Row row)
{
    if (!m_remember)
        return bitsOf(m_catalog.sku(row)) | bitsOf(m_catalog.text("name", row));
    if (m_byRow.empty())
        fill();
    return m_byRow[row];
}

} // namespace shelf
