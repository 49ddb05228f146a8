// The health of a catalog as one HTML page that stands by itself: for colleagues who do not have the workspace.
#pragma once

#include "governance/health/health.h"

#include <string>

namespace shelf {

struct HealthReport {
    const Snapshot& catalog;
    const Health& health;
    const FindingsReport& findings; // of everything
    std::string workspace; // its name, as readers know it
    int64_t now = 0; // milliseconds since 1970
    Days today = 0;
};

// HTML 5 without scripts and without anything from elsewhere, UTF-8, light and dark. The same input gives the same bytes. Long lists are
// cut and say how much more there is: the page has some hundred kilobytes at most, however much there is to tell.
std::string healthReportHtml(const HealthReport& report);

} // namespace shelf
