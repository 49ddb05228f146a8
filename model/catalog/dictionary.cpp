#include "model/catalog/dictionary.h"

#include "model/domain/json.h"

#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <random>

namespace shelf {

namespace {

constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();
constexpr uint32_t escapedBit = uint32_t(1) << 31; // of Entry::size: the text without escapes follows the JSON
constexpr unsigned firstBlockBits = 4; // the first block has 16 entries, the next 16, then 32, 64 …
constexpr size_t firstArenaBytes = 512, largestArenaBytes = size_t(1) << 20;

// Not cryptographic, but seeded: a file made to collide does not collide tomorrow.
uint32_t hashOf(std::string_view bytes)
{
    static const uint64_t seed = (uint64_t(std::random_device()()) << 32) | std::random_device()();
    constexpr uint64_t mix = 0x9E3779B97F4A7C15ULL;
    uint64_t hash = seed ^ (bytes.size() * mix);
    const char* at = bytes.data();
    size_t left = bytes.size();
    const auto add = [&](uint64_t word) {
        hash = (hash ^ word) * mix;
        hash ^= hash >> 32;
    };
    for (; left >= 8; at += 8, left -= 8) {
        uint64_t word = 0;
        std::memcpy(&word, at, 8);
        add(word);
    }
    uint64_t word = 0;
    std::memcpy(&word, at, left);
    add(word);
    hash *= mix;
    return static_cast<uint32_t>(hash >> 32);
}

double decimalOf(std::string_view text)
{
    if (text.empty() || (text[0] != '-' && (text[0] < '0' || text[0] > '9')))
        return notANumber;
    double value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    return failure == std::errc() && end == text.data() + text.size() && std::isfinite(value) ? value : notANumber;
}

double numberOf(std::string_view json)
{
    if (json.front() == '"') {
        // Money: "199.00 USD".
        if (json.size() < 7 || json[json.size() - 5] != ' ')
            return notANumber;
        return decimalOf(json.substr(1, json.size() - 6));
    }
    if (json == "true")
        return 1;
    if (json == "false")
        return 0;
    return decimalOf(json);
}

// Calls visit(json) for each element of a canonical JSON array.
template <typename Visit> void forEachElement(std::string_view array, Visit&& visit)
{
    if (array.size() <= 2)
        return;
    int depth = 0;
    bool quoted = false;
    size_t begin = 1;
    const size_t end = array.size() - 1;
    for (size_t i = 1; i < end; ++i) {
        const char c = array[i];
        if (quoted) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                quoted = false;
        } else if (c == '"') {
            quoted = true;
        } else if (c == '[' || c == '{') {
            ++depth;
        } else if (c == ']' || c == '}') {
            --depth;
        } else if (c == ',' && depth == 0) {
            visit(array.substr(begin, i - begin));
            begin = i + 1;
        }
    }
    visit(array.substr(begin, end - begin));
}

// Slots hold a value's hash and, below it, its code; 0: free.
struct Table {
    explicit Table(size_t size) : mask(size - 1), slots(std::make_unique<std::atomic<uint64_t>[]>(size)) { }
    size_t mask;
    std::unique_ptr<std::atomic<uint64_t>[]> slots;

    void place(uint64_t slot)
    {
        size_t at = (slot >> 32) & mask;
        while (slots[at].load(std::memory_order_relaxed))
            at = (at + 1) & mask;
        slots[at].store(slot, std::memory_order_release);
    }
};

} // namespace

struct Dictionary::Storage {
    struct Entry {
        const char* json = nullptr;
        union {
            double number;
            const Code* elements; // of lists: how many, then they
        };
        uint32_t size = 0;
        Code code = 0;
        Entry() : number(notANumber) { }
        std::string_view text() const { return {json, size & ~escapedBit}; }
    };

    bool ofLists = false;
    bool published = false;
    std::atomic<uint32_t> count = 0;
    std::atomic<Table*> table = nullptr;
    std::vector<std::unique_ptr<Table>> tables; // the last is the one in use; readers may still look into the others
    std::array<std::unique_ptr<Entry[]>, 29> blocks;
    std::vector<std::unique_ptr<char[]>> arenas;
    char* arena = nullptr;
    size_t arenaLeft = 0, arenaBytes = 0, blockBytes = 0;
    std::unique_ptr<Dictionary> elementValues;
    std::string scratch;
    std::vector<Code> elementCodes;

    Storage() { grow(64); }

    void grow(size_t size)
    {
        auto larger = std::make_unique<Table>(size);
        if (const Table* old = table.load(std::memory_order_relaxed))
            for (size_t i = 0; i <= old->mask; ++i)
                if (const uint64_t slot = old->slots[i].load(std::memory_order_relaxed))
                    larger->place(slot);
        table.store(larger.get(), std::memory_order_release);
        if (!published)
            tables.clear();
        tables.push_back(std::move(larger));
    }

    Entry& entry(Code code) const
    {
        const uint32_t place = code - 1 + (uint32_t(1) << firstBlockBits);
        const unsigned block = static_cast<unsigned>(std::bit_width(place)) - 1 - firstBlockBits;
        return blocks[block][place - (uint32_t(1) << (block + firstBlockBits))];
    }

    Code find(std::string_view json, uint32_t hash) const
    {
        const Table& now = *table.load(std::memory_order_acquire);
        for (size_t at = hash & now.mask;; at = (at + 1) & now.mask) {
            const uint64_t slot = now.slots[at].load(std::memory_order_acquire);
            if (!slot)
                return 0;
            if ((slot >> 32) == hash && entry(static_cast<Code>(slot)).text() == json)
                return static_cast<Code>(slot);
        }
    }

    // Asks for the memory that finding these will look at, in the three steps in which it is found.
    static constexpr size_t batch = 64;
    void fetch(std::span<const std::string_view> json, uint32_t* hashes) const
    {
        const Table& now = *table.load(std::memory_order_acquire);
        for (size_t i = 0; i < json.size(); ++i) {
            hashes[i] = hashOf(json[i]);
            __builtin_prefetch(&now.slots[hashes[i] & now.mask]);
        }
        std::array<const Entry*, batch> entries{};
        for (size_t i = 0; i < json.size(); ++i)
            if (const uint64_t slot = now.slots[hashes[i] & now.mask].load(std::memory_order_acquire)) {
                entries[i] = &entry(static_cast<Code>(slot));
                __builtin_prefetch(entries[i]);
            }
        for (const Entry* entry : entries)
            if (entry)
                __builtin_prefetch(entry->json);
    }

    char* allocate(size_t bytes, size_t alignment)
    {
        const size_t padding = (alignment - reinterpret_cast<uintptr_t>(arena) % alignment) % alignment;
        if (padding + bytes > arenaLeft) {
            size_t size = arenas.empty() ? firstArenaBytes : std::min(largestArenaBytes, arenaBytes);
            size = std::max(size, bytes);
            arenas.push_back(std::make_unique_for_overwrite<char[]>(size));
            arena = arenas.back().get();
            arenaLeft = size;
            arenaBytes += size;
            return allocate(bytes, alignment);
        }
        char* place = arena + padding;
        arena += padding + bytes;
        arenaLeft -= padding + bytes;
        return place;
    }

    void store(Entry& entry, std::string_view json)
    {
        // Looked for from the front: an opening quote is no escape.
        if (json.front() == '"' && json.find('\\') != std::string_view::npos) {
            const auto parsed = parseJson(json);
            const std::string_view text = parsed ? std::string_view(parsed->text()) : json.substr(1, json.size() - 2);
            const auto size = static_cast<uint32_t>(text.size());
            char* place = allocate(json.size() + sizeof size + size, 1);
            std::memcpy(place, json.data(), json.size());
            std::memcpy(place + json.size(), &size, sizeof size);
            std::memcpy(place + json.size() + sizeof size, text.data(), size);
            entry.json = place;
            entry.size = static_cast<uint32_t>(json.size()) | escapedBit;
            return;
        }
        char* place = allocate(json.size(), 1);
        std::memcpy(place, json.data(), json.size());
        entry.json = place;
        entry.size = static_cast<uint32_t>(json.size());
    }

    void storeElements(Entry& entry, std::string_view json)
    {
        elementCodes.assign(1, 0);
        if (json.front() == '[')
            forEachElement(json, [&](std::string_view element) { elementCodes.push_back(elementValues->intern(element)); });
        else
            elementCodes.push_back(elementValues->intern(json));
        elementCodes[0] = static_cast<Code>(elementCodes.size() - 1);
        char* place = allocate(elementCodes.size() * sizeof(Code), alignof(Code));
        std::memcpy(place, elementCodes.data(), elementCodes.size() * sizeof(Code));
        entry.elements = reinterpret_cast<const Code*>(place);
    }

    Code add(std::string_view json, uint32_t hash)
    {
        const Code code = count.load(std::memory_order_relaxed) + 1;
        const uint32_t place = code - 1 + (uint32_t(1) << firstBlockBits);
        const unsigned block = static_cast<unsigned>(std::bit_width(place)) - 1 - firstBlockBits;
        if (!blocks[block]) {
            const size_t size = size_t(1) << (block + firstBlockBits);
            blocks[block] = std::make_unique<Entry[]>(size);
            blockBytes += size * sizeof(Entry);
        }
        Entry& made = entry(code);
        made.code = code;
        store(made, json);
        if (ofLists)
            storeElements(made, json);
        else
            made.number = json.front() == '[' ? notANumber : numberOf(json);
        const Table& now = *table.load(std::memory_order_relaxed);
        if (size_t(code) * 2 > now.mask)
            grow((now.mask + 1) * 2);
        table.load(std::memory_order_relaxed)->place((uint64_t(hash) << 32) | code);
        count.store(code, std::memory_order_release);
        return code;
    }
};

Dictionary::Dictionary(bool ofLists) : m(std::make_unique<Storage>())
{
    m->ofLists = ofLists;
    if (ofLists)
        m->elementValues = std::make_unique<Dictionary>();
}

Dictionary::~Dictionary() = default;

Code Dictionary::intern(std::string_view json)
{
    const uint32_t hash = hashOf(json);
    const Code known = m->find(json, hash);
    return known ? known : m->add(json, hash);
}

void Dictionary::intern(std::span<const std::string_view> json, Code* codes)
{
    std::array<uint32_t, Storage::batch> hashes{};
    for (; !json.empty(); json = json.subspan(std::min(json.size(), Storage::batch))) {
        const auto some = json.first(std::min(json.size(), Storage::batch));
        m->fetch(some, hashes.data());
        for (size_t i = 0; i < some.size(); ++i) {
            const Code known = m->find(some[i], hashes[i]);
            *codes++ = known ? known : m->add(some[i], hashes[i]);
        }
    }
}

void Dictionary::find(std::span<const std::string_view> json, Code* codes) const
{
    std::array<uint32_t, Storage::batch> hashes{};
    for (; !json.empty(); json = json.subspan(std::min(json.size(), Storage::batch))) {
        const auto some = json.first(std::min(json.size(), Storage::batch));
        m->fetch(some, hashes.data());
        for (size_t i = 0; i < some.size(); ++i)
            *codes++ = m->find(some[i], hashes[i]);
    }
}

void Dictionary::reserve(size_t values)
{
    const size_t size = std::bit_ceil(values * 2 + 2);
    if (size > m->table.load(std::memory_order_relaxed)->mask + 1)
        m->grow(size);
}

void Dictionary::publish()
{
    m->published = true;
    if (m->elementValues)
        m->elementValues->publish();
}

bool Dictionary::ofLists() const
{
    return m->ofLists;
}

Code Dictionary::size() const
{
    return m->count.load(std::memory_order_acquire);
}

Code Dictionary::find(std::string_view json) const
{
    return json.empty() ? 0 : m->find(json, hashOf(json));
}

Code Dictionary::findText(std::string_view text) const
{
    constexpr size_t shortText = 64;
    std::array<char, shortText + 2> buffer{};
    bool plain = text.size() <= shortText;
    for (size_t i = 0; plain && i < text.size(); ++i) {
        plain = static_cast<unsigned char>(text[i]) >= 0x20 && text[i] != '"' && text[i] != '\\';
        buffer[i + 1] = text[i];
    }
    if (!plain)
        return find(jsonString(text));
    buffer[0] = buffer[text.size() + 1] = '"';
    return find({buffer.data(), text.size() + 2});
}

std::string_view Dictionary::json(Code code) const
{
    return code ? m->entry(code).text() : std::string_view();
}

std::string_view Dictionary::text(Code code) const
{
    if (!code)
        return {};
    const Storage::Entry& entry = m->entry(code);
    const std::string_view json = entry.text();
    if (json.front() != '"')
        return json;
    if (!(entry.size & escapedBit))
        return json.substr(1, json.size() - 2);
    uint32_t size = 0;
    std::memcpy(&size, json.data() + json.size(), sizeof size);
    return {json.data() + json.size() + sizeof size, size};
}

double Dictionary::number(Code code) const
{
    if (!code)
        return notANumber;
    const Storage::Entry& entry = m->entry(code);
    if (!m->ofLists)
        return entry.number;
    return entry.json[0] == '[' ? notANumber : m->elementValues->number(entry.elements[1]);
}

bool Dictionary::isList(Code code) const
{
    return code && m->entry(code).json[0] == '[';
}

std::span<const Code> Dictionary::elements(Code code) const
{
    if (!code)
        return {};
    const Storage::Entry& entry = m->entry(code);
    if (m->ofLists)
        return {entry.elements + 1, entry.elements[0]};
    return {&entry.code, 1};
}

const Dictionary& Dictionary::elementValues() const
{
    return m->ofLists ? *m->elementValues : *this;
}

size_t Dictionary::bytes() const
{
    size_t total = sizeof(Storage) + m->arenaBytes + m->blockBytes;
    for (const auto& table : m->tables)
        total += (table->mask + 1) * sizeof(uint64_t);
    return total + (m->ofLists ? m->elementValues->bytes() : 0);
}

} // namespace shelf
