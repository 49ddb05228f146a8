#include "model/catalog/entries.h"

#include <algorithm>
#include <numeric>

namespace shelf {

namespace {

size_t bytesOf(const Entry& entry)
{
    constexpr size_t parts = 3; // the content as text, its index, and taken apart
    size_t total = sizeof entry + entry.id.size() + entry.names.size() * (sizeof(Row) + sizeof(EntryPtr));
    for (const auto& [field, json] : entry.content)
        total += field.size() + parts * json.size() + sizeof(FieldMap::Entry);
    return total;
}

} // namespace

EntriesWriter::EntriesWriter() : m_published(std::make_shared<Entries>()) { }

void EntriesWriter::put(const std::string& id, std::vector<EntryPtr> contents)
{
    auto known = m_byId.find(id);
    if (known == m_byId.end() && contents.empty())
        return;
    m_changed = true;
    if (known != m_byId.end())
        for (const EntryPtr& old : known->second) {
            m_bytes -= bytesOf(*old);
            for (const Row row : old->names)
                std::erase(m_naming.edit(row), old);
        }
    for (const EntryPtr& entry : contents) {
        m_bytes += bytesOf(*entry);
        for (const Row row : entry->names) {
            auto& naming = m_naming.edit(row);
            const auto place = std::upper_bound(
                naming.begin(), naming.end(), entry, [](const EntryPtr& left, const EntryPtr& right) { return left->id < right->id; });
            naming.insert(place, entry);
        }
    }
    if (contents.empty())
        m_byId.erase(known);
    else if (known != m_byId.end())
        known->second = std::move(contents);
    else
        m_byId.emplace(id, std::move(contents));
}

void EntriesWriter::add(std::vector<EntryPtr> entries, Row rows)
{
    std::sort(entries.begin(), entries.end(), [](const EntryPtr& left, const EntryPtr& right) {
        return left->id != right->id ? left->id < right->id : (left->flags & InWorking) > (right->flags & InWorking);
    });
    auto naming = std::make_shared<Grouped<EntryPtr>::Base>();
    naming->offsets.assign(size_t(rows) + 1, 0);
    for (const EntryPtr& entry : entries) {
        m_bytes += bytesOf(*entry);
        for (const Row row : entry->names)
            ++naming->offsets[row + 1];
        auto place = m_byId.end();
        if (m_byId.empty() || m_byId.rbegin()->first != entry->id)
            place = m_byId.emplace_hint(m_byId.end(), entry->id, std::vector<EntryPtr>());
        else
            --place;
        place->second.push_back(entry);
    }
    std::partial_sum(naming->offsets.begin(), naming->offsets.end(), naming->offsets.begin());
    naming->items.resize(naming->offsets.back());
    std::vector<uint32_t> next(naming->offsets.begin(), naming->offsets.end() - 1);
    for (const EntryPtr& entry : entries)
        for (const Row row : entry->names)
            naming->items[next[row]++] = entry;
    m_naming.base = std::move(naming);
    m_changed = true;
}

const std::shared_ptr<const Entries>& EntriesWriter::publish()
{
    if (!m_changed)
        return m_published;
    auto made = std::make_shared<Entries>();
    for (const auto& [id, contents] : m_byId)
        made->all.insert(made->all.end(), contents.begin(), contents.end());
    for (size_t place = 0; place < made->all.size(); ++place) {
        auto& [begin, count] = made->kinds[static_cast<size_t>(made->all[place]->kind)];
        if (!count++)
            begin = place;
    }
    m_published = std::move(made);
    m_changed = false;
    return m_published;
}

Grouped<EntryPtr> EntriesWriter::publishNaming(Row rows)
{
    if (m_naming.grownTooFar())
        m_naming.merge(rows);
    return m_naming.publish();
}

size_t EntriesWriter::bytes() const
{
    return m_bytes + m_published->all.capacity() * sizeof(EntryPtr);
}

} // namespace shelf
