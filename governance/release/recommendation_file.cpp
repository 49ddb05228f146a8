#include "governance/release/recommendation_file.h"

#include "governance/preview/recommendations.h"
#include "governance/release/file_writer.h"
#include "governance/release/manifest.h"

namespace shelf {

Result<ReleaseFile> writeRecommendations(const Snapshot& catalog, int folder, int64_t at, const Progress& progress)
{
    const PreviewEngine engine(catalog, View::Approved);
    const std::string day = formatDate(today([at] { return at; }, catalog.definitions().policy("time-zone")));
    FileWriter writer(folder, std::string(recommendationsName));
    uint64_t records = 0;
    const auto visit = [&](std::string_view lines, uint64_t count) {
        writer.append(lines);
        records += count;
    };
    const auto given = forEachRecommendation(engine, day, visit, progress);
    const auto digest = writer.finish();
    if (!given)
        return given.error();
    if (!digest)
        return digest.error();
    return ReleaseFile{std::string(recommendationsName), records, digest->bytes, digest->sha256};
}

} // namespace shelf
