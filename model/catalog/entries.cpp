#include "model/catalog/entries.h"

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
