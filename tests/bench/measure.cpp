#include "tests/bench/measure.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace shelf::bench {

namespace {

using SteadyClock = std::chrono::steady_clock;

double since(SteadyClock::time_point start)
{
    return std::chrono::duration<double>(SteadyClock::now() - start).count();
}

Error cannotRun(const std::string& program, const std::string& what)
{
    return Error{ErrorKind::System, "SYSTEM", program, what, "run it by hand to see why"};
}

} // namespace

Result<Run> runProgram(const std::vector<std::string>& arguments, const std::string& input)
{
    std::vector<char*> argv;
    for (const std::string& argument : arguments)
        argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return cannotRun(arguments.front(), "no pipe could be made");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    pid_t child = 0;
    const auto start = SteadyClock::now();
    const int failure = posix_spawnp(&child, argv[0], &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[0]);
    if (failure != 0) {
        close(ends[1]);
        return cannotRun(arguments.front(), "cannot be started");
    }
    const bool written = write(ends[1], input.data(), input.size()) == static_cast<ssize_t>(input.size());
    close(ends[1]);
    int status = 0;
    rusage usage{};
    wait4(child, &status, 0, &usage);
    const double seconds = since(start);
    if (!written || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return cannotRun(arguments.front(),
            "ended with " + (WIFEXITED(status) ? "exit code " + std::to_string(WEXITSTATUS(status)) : std::string("a signal")));
    return Run{seconds, static_cast<uint64_t>(usage.ru_maxrss) * 1024};
}

std::optional<std::string> findProgram(const std::string& name)
{
    const char* path = std::getenv("PATH");
    std::string rest = path ? path : "/usr/bin:/bin";
    while (!rest.empty()) {
        const size_t end = rest.find(':');
        const std::string file = rest.substr(0, end) + "/" + name;
        if (access(file.c_str(), X_OK) == 0)
            return file;
        rest = end == std::string::npos ? std::string() : rest.substr(end + 1);
    }
    return std::nullopt;
}

Result<double> timed(const std::function<Result<void>()>& work)
{
    const auto start = SteadyClock::now();
    if (auto done = work(); !done)
        return done.error();
    return since(start);
}

double threadCpuSeconds()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

double quantile(std::vector<double> values, double share)
{
    if (values.empty())
        return 0;
    std::sort(values.begin(), values.end());
    const auto place = static_cast<size_t>(std::ceil(share * static_cast<double>(values.size())));
    return values[std::min(values.size() - 1, place ? place - 1 : 0)];
}

double median(std::vector<double> values)
{
    return quantile(std::move(values), 0.5);
}

Result<InTurn> inTurn(int rounds, const Round& ours, const Round& peers)
{
    std::vector<double> our, their;
    for (int i = 0; i < rounds; ++i) {
        auto mine = ours();
        if (!mine)
            return mine.error();
        our.push_back(*mine);
        if (!peers)
            continue;
        auto other = peers();
        if (!other)
            return other.error();
        their.push_back(*other);
    }
    return InTurn{median(our), median(their)};
}

} // namespace shelf::bench
