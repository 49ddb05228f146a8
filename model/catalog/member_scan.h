// Walks the members of a canonical JSON object in place. Contents and attributes are written by us, so that anything unexpected only
// needs to be noticed, not understood: callers then parse it.
#pragma once

#include <cstddef>
#include <cstring>
#include <string_view>

namespace shelf {

// The place after the JSON value that begins at `at`; npos where it does not end.
inline size_t endOfValue(std::string_view json, size_t at)
{
    const auto endOfString = [json](size_t place) { // of one whose opening quote is at `place`
        for (++place; place < json.size(); ++place) {
            const char* quote = static_cast<const char*>(std::memchr(json.data() + place, '"', json.size() - place));
            if (!quote)
                return std::string_view::npos;
            const size_t end = static_cast<size_t>(quote - json.data());
            size_t slashes = 0;
            while (end - slashes > place && json[end - slashes - 1] == '\\')
                ++slashes;
            if (slashes % 2 == 0)
                return end + 1;
            place = end;
        }
        return std::string_view::npos;
    };
    if (at >= json.size())
        return std::string_view::npos;
    if (json[at] == '"')
        return endOfString(at);
    if (json[at] != '[' && json[at] != '{') {
        while (at < json.size() && json[at] != ',' && json[at] != '}' && json[at] != ']')
            ++at;
        return at;
    }
    for (size_t depth = 0; at < json.size(); ++at) {
        if (json[at] == '"') {
            at = endOfString(at);
            if (at == std::string_view::npos)
                return at;
            --at;
        } else if (json[at] == '[' || json[at] == '{') {
            ++depth;
        } else if ((json[at] == ']' || json[at] == '}') && --depth == 0) {
            return at + 1;
        }
    }
    return std::string_view::npos;
}

// visit(key, json) for each member; false where the text is not what was expected (some members may have been visited).
template <typename Visit> bool forEachMember(std::string_view object, Visit&& visit)
{
    if (object.size() < 2 || object.front() != '{' || object.back() != '}')
        return false;
    if (object.size() == 2)
        return true;
    size_t at = 1;
    while (true) {
        if (object[at] != '"')
            return false;
        const size_t keyEnd = object.find('"', at + 1);
        if (keyEnd == std::string_view::npos || keyEnd + 2 >= object.size() || object[keyEnd + 1] != ':' || keyEnd == at + 1)
            return false;
        const std::string_view key = object.substr(at + 1, keyEnd - at - 1);
        const size_t end = endOfValue(object, keyEnd + 2);
        if (end >= object.size() || end == keyEnd + 2 || key.find('\\') != std::string_view::npos)
            return false;
        visit(key, object.substr(keyEnd + 2, end - keyEnd - 2));
        if (object[end] == '}')
            return end + 1 == object.size();
        if (object[end] != ',' || end + 1 >= object.size())
            return false;
        at = end + 1;
    }
}

} // namespace shelf
