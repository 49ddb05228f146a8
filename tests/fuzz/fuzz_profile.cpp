// Whatever the text, it is a profile or an error that says where; a profile that was read is written and read again as the same.
#include "model/io/profile.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const auto profile = shelf::parseProfile({reinterpret_cast<const char*>(data), size}, "fuzz.yaml");
    if (!profile) {
        if (profile.error().what.empty() || profile.error().where.empty())
            std::abort();
        return 0;
    }
    const auto again = shelf::parseProfile(shelf::profileText(*profile), "again.yaml");
    if (!again || !(*again == *profile))
        std::abort();
    return 0;
}
