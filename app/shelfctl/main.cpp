#include "app/shelfctl/shelfctl.h"

#include <atomic>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace {

std::atomic<bool> cancelled{false};
static_assert(std::atomic<bool>::is_always_lock_free);

void cancel(int)
{
    cancelled.store(true, std::memory_order_relaxed);
}

void setUpSignals()
{
    // A full disk and a closed pipe are answers of write(), not deaths.
    std::signal(SIGXFSZ, SIG_IGN);
    std::signal(SIGPIPE, SIG_IGN);
    struct sigaction action = {};
    action.sa_handler = cancel;
    action.sa_flags = SA_RESTART | static_cast<int>(SA_RESETHAND); // a second Ctrl-C ends the program at once; the workspace survives that
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

// A closed standard descriptor would be given to the next file opened: a message could then be written into a workspace.
void occupyStandardDescriptors()
{
    for (int descriptor = 0; descriptor <= 2; ++descriptor)
        if (::fcntl(descriptor, F_GETFD) == -1 && ::open("/dev/null", O_RDONLY) != descriptor)
            ::_exit(5);
}

} // namespace

int main(int argc, char** argv)
{
    occupyStandardDescriptors();
    setUpSignals();
    auto out = shelf::cli::Output::toDescriptor(STDOUT_FILENO);
    auto err = shelf::cli::Output::toDescriptor(STDERR_FILENO);
    return shelf::cli::runShelfctl({argv + (argc > 0 ? 1 : 0), argv + argc}, {out, err, &cancelled});
}
