#include "model/io/import_link_lists.h"

#include "model/domain/decimal.h"
#include "model/domain/text.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_set>

namespace shelf {

namespace {

constexpr double noRank = 1e300; // behind all that have one

bool dropsOthers(ListMode mode)
{
    return mode == ListMode::Replace || mode == ListMode::Set || mode == ListMode::Clear;
}

} // namespace

std::vector<std::string> targetsOf(std::string_view cell, std::string_view separator)
{
    if (separator.empty())
        separator = cell.find('\n') != std::string_view::npos ? "\n" : cell.find('|') != std::string_view::npos ? "|" : ",";
    std::vector<std::string> targets = splitList(cell, separator);
    for (std::string& target : targets)
        while (!target.empty() && target.back() == '\r')
            target.pop_back();
    std::erase_if(targets, [](const std::string& target) { return target.empty(); });
    return targets;
}

void ImportLinkLists::add(uint16_t origin, const LinkList& list, uint16_t typeName)
{
    List kept;
    kept.source = m_links.skus().add(list.source);
    kept.line = static_cast<uint32_t>(list.line);
    kept.first = static_cast<uint32_t>(m_targets.size());
    kept.count = static_cast<uint32_t>(list.targets.size());
    kept.typeName = typeName;
    kept.origin = origin;
    kept.mode = list.mode;
    const auto column = std::find(m_columns.begin(), m_columns.end(), list.column);
    kept.column = static_cast<uint16_t>(column - m_columns.begin());
    if (column == m_columns.end())
        m_columns.push_back(list.column);
    for (const std::string& target : list.targets)
        m_targets.push_back(m_links.skus().add(target));
    m_lists.push_back(kept);
}

bool ImportLinkLists::isSame(const List& left, const List& right) const
{
    const auto at = [&](const List& list) { return m_targets.begin() + list.first; };
    return left.mode == right.mode && std::equal(at(left), at(left) + left.count, at(right), at(right) + right.count);
}

uint64_t ImportLinkLists::hashOfTargets(const List& list) const
{
    return contentHash({reinterpret_cast<const char*>(m_targets.data() + list.first), list.count * sizeof(uint32_t)});
}

// Several rows of one product are one list, as long as they want the same to be done.
bool ImportLinkLists::joins(const List& first, const List& other)
{
    if (first.mode == other.mode)
        return true;
    m_context.reject(other.origin, other.line, columnOf(other), "DUPLICATE_KEY",
        "line " + std::to_string(first.line) + " says something else about the same links of "
            + forTerminal(m_links.skus().text(first.source), 255));
    return false;
}

Result<void> ImportLinkLists::resolve()
{
    std::vector<uint32_t> order(m_lists.size());
    std::iota(order.begin(), order.end(), 0u);
    std::stable_sort(order.begin(), order.end(), [&](uint32_t left, uint32_t right) {
        const List &a = m_lists[left], &b = m_lists[right];
        return std::pair(a.source, a.typeName) < std::pair(b.source, b.typeName);
    });
    for (size_t at = 0; at < order.size();) {
        const List& first = m_lists[order[at]];
        Group group;
        std::unordered_map<uint64_t, std::vector<const List*>> seen; // by what they say: one product may have very many rows
        for (; at < order.size() && m_lists[order[at]].source == first.source && m_lists[order[at]].typeName == first.typeName; ++at) {
            const List& list = m_lists[order[at]];
            std::vector<const List*>& alike = seen[hashOfTargets(list)];
            const bool again = std::any_of(alike.begin(), alike.end(), [&](const List* other) { return isSame(*other, list); });
            if (again) {
                ++m_context.report.duplicates;
            } else if (group.empty() || joins(first, list)) {
                group.push_back(&list);
                alike.push_back(&list);
            }
        }
        if (at % 256 == 0 && m_context.cancelled())
            return cancelledImport("import");
        if (!m_links.exists(first.source)) {
            for (const List* list : group)
                m_context.rejectUnknown(
                    list->origin, list->line, m_context.origins[list->origin].sourceColumn, m_links.skus().text(list->source));
            continue;
        }
        if (auto resolved = resolveGroup(group); !resolved)
            return resolved;
    }
    m_lists = {};
    m_targets = {};
    return {};
}

std::vector<ImportLinkLists::Named> ImportLinkLists::targetsOf(const Group& lists, bool& complete)
{
    std::vector<Named> named;
    std::unordered_set<uint32_t> seen;
    complete = true;
    uint32_t position = 0;
    for (const List* list : lists) {
        for (uint32_t i = list->first; i < list->first + list->count; ++i) {
            const uint32_t target = m_targets[i];
            ++position;
            const bool isNew = seen.insert(target).second;
            const auto reject = [&](const char* code, const std::string& message) {
                complete = false;
                m_context.reject(list->origin, list->line, columnOf(*list), code, message);
            };
            const std::string shown = forTerminal(m_links.skus().text(target), 255);
            if (!m_links.exists(target) && list->mode != ListMode::Remove)
                reject("UNKNOWN_SKU", "there is no product " + shown + m_context.nearSku(m_links.skus().text(target)));
            else if (target == list->source)
                reject("SELF_LINK", "a product can't be linked to itself");
            else if (!isNew)
                reject("DUPLICATE_KEY", shown + " is named a second time");
            else
                named.push_back({target, list->line, list->origin, m_links.types().at(list->typeName).type, position, false, {}, {}});
        }
    }
    return named;
}

std::vector<uint16_t> ImportLinkLists::typesOf(uint16_t typeName) const
{
    const LinkTypeName& name = m_links.types().at(typeName);
    return name.shared.empty() ? std::vector<uint16_t>{name.type} : name.shared;
}

// Which link a pair has, its rank as seen from the list's product, and whether it stands.
Result<void> ImportLinkLists::lookUp(uint32_t source, uint16_t typeName, Named& named)
{
    const bool inverse = m_links.types().at(typeName).inverse;
    for (const uint16_t type : typesOf(typeName)) {
        const bool symmetric = m_links.types().symmetric(type);
        const bool turned = symmetric ? m_links.skus().text(named.target) < m_links.skus().text(source) : inverse;
        auto state =
            m_context.workspace.mapping(turned ? m_links.idOf(type, named.target, source, 0) : m_links.idOf(type, source, named.target, 0));
        if (!state)
            return state.error();
        if (!*state || (*state)->workingRetired())
            continue;
        named.present = true;
        named.type = type;
        named.rankText = (*state)->working().get(symmetric && turned ? "target_rank" : "rank");
        named.rank = toDouble(named.rankText);
        return {};
    }
    return {};
}

// The position in the list is the rank; where those that are there have the same order already, they keep theirs, and new ones get
// ranks in between.
void ImportLinkLists::rank(std::vector<Named>& named) const
{
    double last = -1e300;
    const Named* before = nullptr;
    bool inOrder = true;
    for (const Named& one : named) {
        if (!one.present)
            continue;
        const double now = one.rank.value_or(noRank);
        const auto text = [&](const Named& which) { return m_links.skus().text(which.target); };
        inOrder = inOrder && (!before || now > last || (now == last && text(*before) < text(one)));
        last = now;
        before = &one;
    }
    std::vector<double> nextRank(named.size() + 1, noRank); // of the first present one from here on
    for (size_t i = named.size(); i-- > 0;)
        nextRank[i] = named[i].present ? named[i].rank.value_or(noRank) : nextRank[i + 1];
    std::vector<std::string> ranks(named.size());
    double previous = 0;
    bool fits = inOrder;
    for (size_t i = 0; fits && i < named.size(); ++i) {
        if (named[i].present) {
            ranks[i] = named[i].rankText;
            previous = named[i].rank.value_or(noRank);
            continue;
        }
        const double next = nextRank[i + 1];
        const double position = named[i].position;
        double chosen = position > previous && position < next ? position : std::floor(previous) + 1;
        if (chosen >= next)
            chosen = (previous + next) / 2;
        ranks[i] = shortestDecimal(chosen);
        fits = chosen > previous && chosen < next && ranks[i].size() < 12;
        previous = chosen;
    }
    for (size_t i = 0; i < named.size(); ++i)
        named[i].rankText = fits ? ranks[i] : std::to_string(named[i].position);
}

Result<void> ImportLinkLists::addBehind(uint32_t source, uint16_t typeName, std::vector<Named>& named)
{
    double last = 0;
    auto visited = forEachPresent(source, typeName, [&](const MappingState& state, const LinkId&, bool fromTarget) {
        last = std::max(last, state.working().number(fromTarget ? "target_rank" : "rank").value_or(0));
    });
    if (!visited)
        return visited;
    last = std::floor(last);
    for (Named& one : named)
        if (!one.present)
            one.rankText = shortestDecimal(++last);
    return {};
}

void ImportLinkLists::put(const List& list, const Named& named, bool removes, bool ranked)
{
    const bool symmetric = m_links.types().symmetric(named.type);
    const bool turned =
        symmetric ? m_links.skus().text(named.target) < m_links.skus().text(list.source) : m_links.types().at(list.typeName).inverse;
    ImportLinks::Row row;
    row.source = turned ? named.target : list.source;
    row.target = turned ? list.source : named.target;
    row.line = named.line;
    row.type = named.type;
    row.origin = named.origin;
    row.flags = static_cast<uint8_t>(ImportLinks::FromList | (turned ? ImportLinks::Turned : 0) | (removes ? ImportLinks::Removes : 0));
    std::string packed;
    if (ranked && !removes && !named.rankText.empty() && (symmetric || !turned))
        packEdit(packed, linkKeyPlace(symmetric && turned ? "target_rank" : "rank"), EditOp::Set, named.rankText);
    m_links.add(row, packed);
}

Result<void> ImportLinkLists::resolveGroup(const Group& lists)
{
    const List& list = *lists.front();
    bool complete = true;
    std::vector<Named> named = targetsOf(lists, complete);
    const auto any = m_context.hasMappings();
    if (!any)
        return any.error();
    for (size_t i = 0; *any && i < named.size(); ++i)
        if (auto found = lookUp(list.source, list.typeName, named[i]); !found)
            return found;
    if (list.mode == ListMode::Remove) {
        for (const Named& one : named)
            put(list, one, true, false);
        return {};
    }
    if (list.mode == ListMode::Add) {
        if (auto behind = addBehind(list.source, list.typeName, named); !behind)
            return behind;
    } else {
        rank(named);
    }
    for (const Named& one : named)
        put(list, one, false, list.mode != ListMode::Add || !one.present);
    // A target that is misspelt is not one that is to go.
    return dropsOthers(list.mode) && *any && complete ? dropOthers(list, named) : Result<void>();
}

Result<void> ImportLinkLists::dropOthers(const List& list, const std::vector<Named>& named)
{
    std::unordered_set<std::string_view> kept;
    for (const Named& one : named)
        kept.insert(m_links.skus().text(one.target));
    std::vector<LinkId> gone;
    auto visited = forEachPresent(list.source, list.typeName, [&](const MappingState&, const LinkId& id, bool fromTarget) {
        if (!kept.contains(fromTarget ? id.source : id.target))
            gone.push_back(id);
    });
    if (!visited)
        return visited;
    for (const LinkId& id : gone)
        m_links.remove(id, list.origin, list.line);
    return {};
}

// The links of one product under a type's name that stand, read from its end.
Result<void> ImportLinkLists::forEachPresent(uint32_t source, uint16_t typeName, const Visit& visit)
{
    const std::string sku(m_links.skus().text(source));
    const bool inverse = m_links.types().at(typeName).inverse;
    for (const uint16_t type : typesOf(typeName)) {
        const std::string& code = m_links.types().codes()[type];
        if (!inverse) {
            const std::string prefix = "link:" + percentEncoded(sku) + ":" + percentEncoded(code) + ":";
            auto visited = m_context.workspace.forEachMapping(prefix, [&](const MappingState& state) {
                if (const auto id = LinkId::parse(state.id); id && !state.workingRetired())
                    visit(state, *id, false);
                return true;
            });
            if (!visited)
                return visited;
        }
        if (!inverse && !m_links.types().symmetric(type))
            continue;
        if (auto indexed = indexReverse(); !indexed)
            return indexed;
        const auto ids = m_reverse.find(sku);
        for (const std::string& text : ids == m_reverse.end() ? std::vector<std::string>() : ids->second) {
            const auto id = LinkId::parse(text);
            if (!id || id->type != code)
                continue;
            const auto state = m_context.workspace.mapping(text);
            if (!state)
                return state.error();
            if (*state && !(*state)->workingRetired())
                visit(**state, *id, true);
        }
    }
    return {};
}

// Links are kept under their source; those that lists read from the target are found by one pass over all.
Result<void> ImportLinkLists::indexReverse()
{
    if (m_reverseIndexed)
        return {};
    m_reverseIndexed = true;
    std::unordered_set<std::string_view> sources;
    std::unordered_set<std::string> codes;
    for (const List& list : m_lists) {
        sources.insert(m_links.skus().text(list.source));
        for (const uint16_t type : typesOf(list.typeName))
            if (m_links.types().symmetric(type) || m_links.types().at(list.typeName).inverse)
                codes.insert(m_links.types().codes()[type]);
    }
    return m_context.workspace.forEachMapping("link:", [&](const MappingState& state) {
        if (const auto id = LinkId::parse(state.id); id && codes.contains(id->type) && sources.contains(id->target))
            m_reverse[id->target].push_back(state.id);
        return true;
    });
}

} // namespace shelf
