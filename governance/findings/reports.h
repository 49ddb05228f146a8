// Findings as text, JSON, CSV and SARIF 2.1.0 (OASIS Standard, 27 March 2020).
#pragma once

#include "governance/findings/workspace_findings.h"

#include <string>

namespace shelf {

// {"checked","elapsed_ms","counts","findings","gate"} of cli.md.
Json findingsJson(const FindingsReport& report);
Json findingJson(const JudgedFinding& judged);
std::string findingsText(const FindingsReport& report); // at most some hundreds of findings, and how many more there are
std::string findingsCsv(const FindingsReport& report); // formula-guarded, one line a finding
// One run; waived findings are results with a suppression, each result carries its id as a fingerprint.
Json findingsSarif(const FindingsReport& report, const Definitions& definitions);

} // namespace shelf
