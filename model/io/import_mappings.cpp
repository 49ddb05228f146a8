#include "model/io/import_mappings.h"

#include "model/io/import_bundles.h"
#include "model/io/import_link_rows.h"
#include "model/io/import_mapping_lines.h"
#include "model/io/import_unit_rows.h"

#include <algorithm>

namespace shelf {

struct MappingImport::Impl {
    Impl(Workspace& workspace, ImportReport& report, Rejections& rejections, MappingImportOptions options)
        : context(workspace, report, rejections, std::move(options)), links(context), lists(context, links), units(context)
    {
    }

    // The origin of lists in the rows of products, of which only the links are counted.
    uint16_t originOf(const LinkList& list)
    {
        auto& origins = context.origins;
        const auto known = std::find_if(
            origins.begin(), origins.end(), [&](const MappingOrigin& origin) { return !origin.counted && origin.path == list.file; });
        if (known == origins.end())
            return origins.push_back({list.file, "sku", list.column, false}), static_cast<uint16_t>(origins.size() - 1);
        return static_cast<uint16_t>(known - origins.begin());
    }

    // Everything that depends on what is there.
    Result<void> settle()
    {
        settled = true;
        if (links.skus().size() == 0)
            return {};
        if (auto resolved = links.resolveSkus(); !resolved)
            return resolved;
        if (auto resolved = lists.resolve(); !resolved)
            return resolved;
        links.sort();
        return {};
    }

    MappingContext context;
    ImportLinks links;
    ImportLinkLists lists;
    ImportUnits units;
    bool settled = false;
    bool linksDone = false;
};

MappingImport::MappingImport(Workspace& workspace, ImportReport& report, Rejections& rejections, MappingImportOptions options)
    : m_impl(std::make_unique<Impl>(workspace, report, rejections, std::move(options)))
{
}

MappingImport::~MappingImport() = default;

void MappingImport::alsoExists(std::function<bool(std::string_view sku)> exists)
{
    m_impl->context.alsoExists = std::move(exists);
}

Result<void> MappingImport::checkType(std::string_view type) const
{
    const auto found = m_impl->links.types().find(type);
    return found ? Result<void>() : Result<void>(found.error());
}

void MappingImport::add(const LinkList& list)
{
    const uint16_t origin = m_impl->originOf(list);
    const auto type = m_impl->links.types().find(list.type);
    if (!type) {
        m_impl->context.reject(
            origin, list.line, list.column, type.error().code, type.error().where + ": " + type.error().what + "; " + type.error().tryThis);
        return;
    }
    m_impl->lists.add(origin, list, *type);
}

Result<void> MappingImport::addFile(const MappingFile& file, const Progress& progress)
{
    MappingContext& context = m_impl->context;
    if (file.format == "jsonl")
        return readMappingLines(context, m_impl->links, m_impl->units, file, progress);
    if (file.what == "links")
        return readLinkRows(context, m_impl->links, m_impl->lists, file, progress);
    if (file.what == "bundles")
        return readBundleRows(context, m_impl->units, file, progress);
    if (file.what == "upgrades")
        return readUpgradeRows(context, m_impl->units, file, progress);
    if (file.what == "compat")
        return readCompatRows(context, m_impl->units, file, progress);
    return Error{ErrorKind::Usage, "USAGE", "--what " + file.what, "is no kind of mapping", "use links, compat, bundles or upgrades"};
}

bool MappingImport::namesOwners() const
{
    return m_impl->context.namesOwners;
}

Result<bool> MappingImport::next(ChangeBlock& block)
{
    if (!m_impl->settled)
        if (auto settled = m_impl->settle(); !settled)
            return settled.error();
    if (!m_impl->linksDone) {
        auto more = m_impl->links.next(block);
        if (!more || *more)
            return more;
        m_impl->linksDone = true;
    }
    return m_impl->units.next(block);
}

} // namespace shelf
