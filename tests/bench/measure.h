// Timing: programs from outside, work from inside, ours and a peer's in turn.
#pragma once

#include "model/domain/result.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace shelf::bench {

struct Run {
    double seconds = 0;
    uint64_t peakBytes = 0; // resident, of the program
};

// Runs a program to its end, its output thrown away; `input` is given on stdin. Error: System where it cannot run or fails.
Result<Run> runProgram(const std::vector<std::string>& arguments, const std::string& input = {});
std::optional<std::string> findProgram(const std::string& name); // in PATH

Result<double> timed(const std::function<Result<void>()>& work); // seconds
double threadCpuSeconds();
double median(std::vector<double> values);
double quantile(std::vector<double> values, double share);

// One measured round; what is needed before or after it is not timed.
using Round = std::function<Result<double>()>; // seconds
struct InTurn {
    double ours = 0, peers = 0; // medians, seconds
};
Result<InTurn> inTurn(int rounds, const Round& ours, const Round& peers); // peers may be empty

} // namespace shelf::bench
