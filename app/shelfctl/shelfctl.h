// The command line as a function, so that tests run commands in process.
#pragma once

#include "app/shelfctl/output.h"
#include "model/domain/date.h"

#include <atomic>
#include <string>
#include <vector>

namespace shelf::cli {

struct Streams {
    Output& out;
    Output& err;
    const std::atomic<bool>* cancel = nullptr; // set by SIGINT and SIGTERM
    Clock clock = systemClock();
};

// Runs one command; the arguments are those after the program's name. Gives the exit code.
int runShelfctl(const std::vector<std::string>& arguments, const Streams& streams);

} // namespace shelf::cli
