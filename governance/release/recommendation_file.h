// recommendations.jsonl as a file of a release. (Its lines: governance/preview/recommendations.h.)
#pragma once

#include "governance/release/release.h"
#include "model/catalog/snapshot.h"

namespace shelf {

// What previews of a release's catalog (release_catalog.h) show on the day of the release in its time zone; into `folder`, -1: nothing is
// written, only counted and hashed. `at`: milliseconds since 1970, UTC. Errors: System, Cancelled.
Result<ReleaseFile> writeRecommendations(const Snapshot& catalog, int folder, int64_t at, const Progress& progress);

} // namespace shelf
