// Evidence as the command line shows it: each figure in words.
#pragma once

#include "governance/evidence/data_sets.h"

#include <string>

namespace shelf::cli {

// {"sku","other","n","n_a","n_c","n_ac","support","confidence","confidence_low","confidence_high","lift","shrunk_lift","llr", …}: what is
// below the smallest cell is left out.
Json pairJson(const std::string& a, const std::string& c, const PairEvidence& evidence);
std::string pairText(const std::string& a, const std::string& c, const PairEvidence& evidence);
std::string dataSetLine(const DataSet& set);
// A mapping's evidence, a numbered line each.
std::string evidenceText(const Json& list);

// "5.0 %", "0.0012 %"
std::string percentText(double share);
// "6.3", "2778", "0.42"
std::string factorText(double factor);

} // namespace shelf::cli
