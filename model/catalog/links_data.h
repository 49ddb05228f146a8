// What Links are made of, and their writer. Private to model/catalog.
#pragma once

#include "model/catalog/links.h"
#include "model/catalog/pages.h"

#include <unordered_map>

namespace shelf {

struct Links::Base {
    std::vector<Link> links; // by source, then in the order of Links::from
    std::vector<uint32_t> from; // by row: its first place in links
    std::vector<uint32_t> places; // in links, by target
    std::vector<uint32_t> into; // by row: its first place in places
};

// Products whose links were edited since: all links from them, and all links into them.
struct Links::Overlay {
    Pages<std::vector<Link>> from, into;
};

class LinksWriter {
public:
    explicit LinksWriter(const Dictionary& skus);

    uint16_t type(std::string_view code);
    Code details(std::string_view json) { return m_links.m_details->intern(json); }
    // All contents of one mapping take the place of those it had; their source, target, type and variant are the same. None: it goes.
    void put(Row source, Row target, uint16_t type, std::string_view variant, std::span<const Link> contents);
    // Many links at once, of mappings that are not there yet.
    void add(std::span<const std::vector<Link>> links, Row rows);
    Links publish(Row rows);
    size_t bytes() const;

private:
    bool before(const Link& left, const Link& right) const;
    void rebuild(std::span<const std::vector<Link>> links, Row rows);
    std::vector<Link> all() const;

    const Dictionary& m_skus;
    Links m_links; // as published last, with what is shared always
    Links::Overlay m_overlay;
    std::vector<std::string> m_types;
    std::unordered_map<std::string, uint16_t> m_typeOf;
    std::vector<uint16_t> m_typeOrder; // by type: its place among the codes in byte order
    bool m_changed = true;
};

// The variant in a link's details; empty where it has none.
std::string linkVariant(std::string_view details);

} // namespace shelf
