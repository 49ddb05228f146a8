#include "model/catalog/links.h"

#include "model/catalog/links_data.h"
#include "model/domain/thing.h"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>

namespace shelf {

namespace {

constexpr size_t fewestEdited = 4096; // products; more, and more than an eighth of all links: a new base is made

const std::vector<std::string>& noTypes()
{
    static const std::vector<std::string> none;
    return none;
}

// Without a rank comes last.
int64_t placeOf(int32_t rank)
{
    return rank ? rank : std::numeric_limits<int64_t>::max();
}

std::span<const uint32_t> section(const std::vector<uint32_t>& items, const std::vector<uint32_t>& offsets, Row row)
{
    if (size_t(row) + 1 >= offsets.size())
        return {};
    return std::span(items).subspan(offsets[row], offsets[row + 1] - offsets[row]);
}

} // namespace

std::string linkVariant(std::string_view details)
{
    if (details.find("\"variant\":") == std::string_view::npos)
        return {};
    const auto fields = FieldMap::fromJson(details);
    return fields ? fields->text("variant") : std::string();
}

Links::Links() : m_details(std::make_shared<Dictionary>()) { }

std::span<const Link> Links::from(Row source) const
{
    if (m_overlay)
        if (const auto* links = m_overlay->from.find(source))
            return *links;
    if (!m_base || size_t(source) + 1 >= m_base->from.size())
        return {};
    return base().subspan(m_base->from[source], m_base->from[source + 1] - m_base->from[source]);
}

std::span<const Link> Links::base() const
{
    return m_base ? std::span<const Link>(m_base->links) : std::span<const Link>();
}

std::span<const uint32_t> Links::incoming(Row target, std::span<const Link>& changed) const
{
    if (m_overlay)
        if (const auto* links = m_overlay->into.find(target)) {
            changed = *links;
            return {};
        }
    return m_base ? section(m_base->places, m_base->into, target) : std::span<const uint32_t>();
}

size_t Links::size() const
{
    size_t total = base().size();
    if (m_overlay)
        m_overlay->from.forEach([&](Row row, const std::vector<Link>& links) {
            total += links.size();
            if (m_base && size_t(row) + 1 < m_base->from.size())
                total -= m_base->from[row + 1] - m_base->from[row];
        });
    return total;
}

const std::string& Links::typeCode(uint16_t type) const
{
    static const std::string none;
    return type < typeCount() ? (*m_types)[type] : none;
}

uint16_t Links::typeOf(std::string_view code) const
{
    const auto& types = m_types ? *m_types : noTypes();
    const auto found = std::find(types.begin(), types.end(), code);
    return found == types.end() ? std::numeric_limits<uint16_t>::max() : static_cast<uint16_t>(found - types.begin());
}

uint16_t Links::typeCount() const
{
    return m_types ? static_cast<uint16_t>(m_types->size()) : 0;
}

const Dictionary& Links::details() const
{
    return *m_details;
}

size_t Links::bytes() const
{
    size_t total = m_details->bytes();
    if (m_base)
        total += m_base->links.capacity() * sizeof(Link)
            + (m_base->from.capacity() + m_base->places.capacity() + m_base->into.capacity()) * sizeof(uint32_t);
    const auto add = [&](Row, const std::vector<Link>& links) { total += sizeof(std::vector<Link>) + links.capacity() * sizeof(Link); };
    if (m_overlay) {
        m_overlay->from.forEach(add);
        m_overlay->into.forEach(add);
    }
    return total;
}

LinksWriter::LinksWriter(const Dictionary& skus) : m_skus(skus)
{
    m_links.m_details->publish();
}

uint16_t LinksWriter::type(std::string_view code)
{
    std::string name(code);
    const auto [found, isNew] = m_typeOf.try_emplace(name, static_cast<uint16_t>(m_types.size()));
    if (isNew) {
        m_types.push_back(std::move(name));
        std::vector<uint16_t> sorted(m_types.size());
        std::iota(sorted.begin(), sorted.end(), uint16_t(0));
        std::sort(sorted.begin(), sorted.end(), [&](uint16_t a, uint16_t b) { return m_types[a] < m_types[b]; });
        m_typeOrder.resize(m_types.size());
        for (size_t place = 0; place < sorted.size(); ++place)
            m_typeOrder[sorted[place]] = static_cast<uint16_t>(place);
        m_changed = true;
    }
    return found->second;
}

// In the order of Links::from; of one mapping the draft comes first.
bool LinksWriter::before(const Link& left, const Link& right) const
{
    if (left.type != right.type)
        return m_typeOrder[left.type] < m_typeOrder[right.type];
    if (left.rank != right.rank)
        return placeOf(left.rank) < placeOf(right.rank);
    if (left.target != right.target)
        return m_skus.text(left.target + 1) < m_skus.text(right.target + 1);
    if (left.details != right.details) {
        const std::string mine = linkVariant(m_links.m_details->json(left.details));
        const std::string theirs = linkVariant(m_links.m_details->json(right.details));
        if (mine != theirs)
            return mine < theirs;
    }
    return (left.flags & InWorking) > (right.flags & InWorking);
}

void LinksWriter::put(Row source, Row target, uint16_t type, std::string_view variant, std::span<const Link> contents)
{
    const auto isOfIt = [&](const Link& link) {
        return link.source == source && link.target == target && link.type == type
            && linkVariant(m_links.m_details->json(link.details)) == variant;
    };
    auto& from = m_overlay.from.edit(source, [&] {
        const auto links = m_links.m_base && size_t(source) + 1 < m_links.m_base->from.size()
            ? m_links.base().subspan(m_links.m_base->from[source], m_links.m_base->from[source + 1] - m_links.m_base->from[source])
            : std::span<const Link>();
        return std::vector<Link>(links.begin(), links.end());
    });
    auto& into = m_overlay.into.edit(target, [&] {
        std::vector<Link> links;
        if (m_links.m_base)
            for (const uint32_t place : section(m_links.m_base->places, m_links.m_base->into, target))
                links.push_back(m_links.m_base->links[place]);
        return links;
    });
    std::erase_if(from, isOfIt);
    std::erase_if(into, isOfIt);
    for (const Link& link : contents) {
        from.insert(std::upper_bound(from.begin(), from.end(), link, [this](const Link& a, const Link& b) { return before(a, b); }), link);
        into.push_back(link);
    }
    m_changed = true;
}

std::vector<Link> LinksWriter::all() const
{
    std::vector<Link> links;
    const auto base = m_links.base();
    links.reserve(base.size() + m_overlay.from.size());
    for (const Link& link : base)
        if (!m_overlay.from.find(link.source))
            links.push_back(link);
    m_overlay.from.forEach([&](Row, const std::vector<Link>& edited) { links.insert(links.end(), edited.begin(), edited.end()); });
    return links;
}

void LinksWriter::add(std::span<const std::vector<Link>> links, Row rows)
{
    if (m_links.base().empty() && !m_overlay.from.size()) {
        rebuild(links, rows);
        return;
    }
    std::vector<std::vector<Link>> both(links.begin(), links.end());
    both.push_back(all());
    rebuild(both, rows);
}

// Counting sort by source, then each product's few links by comparison; the places by target by counting sort, too.
void LinksWriter::rebuild(std::span<const std::vector<Link>> parts, Row rows)
{
    auto base = std::make_shared<Links::Base>();
    base->from.assign(size_t(rows) + 1, 0);
    base->into.assign(size_t(rows) + 1, 0);
    size_t count = 0;
    for (const auto& links : parts) {
        count += links.size();
        for (const Link& link : links) {
            ++base->from[link.source + 1];
            ++base->into[link.target + 1];
        }
    }
    std::partial_sum(base->from.begin(), base->from.end(), base->from.begin());
    std::partial_sum(base->into.begin(), base->into.end(), base->into.begin());
    base->links.resize(count);
    std::vector<uint32_t> next(base->from.begin(), base->from.end() - 1);
    for (const auto& links : parts)
        for (const Link& link : links)
            base->links[next[link.source]++] = link;
    const auto inOrder = [this](const Link& a, const Link& b) { return before(a, b); };
    for (Row row = 0; row < rows; ++row) {
        const auto first = base->links.begin() + base->from[row], last = base->links.begin() + base->from[row + 1];
        if (last - first > 1)
            std::sort(first, last, inOrder);
    }
    base->places.resize(count);
    next.assign(base->into.begin(), base->into.end() - 1);
    for (uint32_t place = 0; place < count; ++place)
        base->places[next[base->links[place].target]++] = place;
    m_links.m_base = std::move(base);
    m_overlay = {};
    m_changed = true;
}

Links LinksWriter::publish(Row rows)
{
    if (!m_changed)
        return m_links;
    if (m_overlay.from.size() > fewestEdited && m_overlay.from.size() > m_links.base().size() / 16)
        rebuild(std::array{all()}, rows);
    m_links.m_overlay = nullptr;
    if (m_overlay.from.size())
        m_links.m_overlay = std::make_shared<Links::Overlay>(Links::Overlay{m_overlay.from.publish(), m_overlay.into.publish()});
    if (!m_links.m_types || m_links.m_types->size() != m_types.size())
        m_links.m_types = std::make_shared<std::vector<std::string>>(m_types);
    m_changed = false;
    return m_links;
}

size_t LinksWriter::bytes() const
{
    return m_links.bytes();
}

} // namespace shelf
