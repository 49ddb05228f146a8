#include "governance/release/release_catalog.h"

#include "governance/release/stored_release.h"
#include "model/query/catalog_loader.h"

namespace shelf {

namespace {

// The day of a time (UTC) in the workspace's time zone.
std::string dayOfTime(const Workspace& workspace, const std::string& time)
{
    const auto milliseconds = parseTime(time);
    if (!milliseconds)
        return time.substr(0, 10);
    return formatDate(today([at = *milliseconds] { return at; }, workspace.definitions().policy("time-zone")));
}

} // namespace

Result<StateContent> StateCatalogs::content(const PreviewState& state)
{
    if (state.kind != PreviewState::Kind::Release) {
        if (!m_keeper) {
            CatalogRequest request;
            request.progress = m_progress;
            auto keeper = CatalogKeeper::load(m_workspace, request);
            if (!keeper)
                return keeper.error();
            m_keeper = std::move(*keeper);
        }
        return stateOf(m_workspace, m_keeper->snapshot(), state.kind);
    }
    const auto row = publishedRelease(m_workspace, state.release);
    if (!row)
        return row.error();
    auto view = pastView(m_workspace, contentNumber(*row), m_progress);
    if (!view)
        return view.error();
    auto catalog = releaseCatalog(m_workspace, *view, m_progress);
    if (!catalog)
        return catalog.error();
    return StateContent{state, *std::move(catalog), View::Approved, dayOfTime(m_workspace, row->created), contentNumber(*row)};
}

Result<Snapshot> releaseCatalog(Workspace& workspace, const ContentView& view, const Progress& progress)
{
    CatalogRequest request;
    request.mappings = false;
    request.progress = progress;
    auto catalog = loadCatalog(workspace, request);
    if (!catalog)
        return catalog.error();
    Result<void> read;
    const auto put = [&](std::string_view id, MappingKind, const VersionText& version) {
        auto content = FieldMap::fromJson(version.content);
        if (!content) {
            read = content.error();
            return false;
        }
        MappingState state;
        state.id = id;
        state.revision = 1;
        state.approved.number = version.number;
        state.approved.content = *std::move(content);
        state.approved.approvedBy = version.approvedBy;
        state.approved.approvedAt = version.approvedAt;
        (*catalog)->putMapping(state, 0);
        return true;
    };
    const auto notes = forEachReleasedVersion(workspace, view, put, progress);
    if (!read)
        return read.error();
    if (!notes)
        return notes.error();
    return (*catalog)->snapshot();
}

} // namespace shelf
