// parseJson: simdjson finds the structure, checks UTF-8 and unescapes; what it is lenient about is checked here.
#include "model/domain/decimal.h"
#include "model/domain/json.h"
#include "model/domain/text.h"

#include <simdjson.h>

#include <algorithm>
#include <memory>

namespace shelf {

namespace {

namespace ondemand = simdjson::ondemand;

Error refusal(std::string what, std::string tryThis = "write one valid JSON document")
{
    return {ErrorKind::Rejected, "JSON", {}, std::move(what), std::move(tryThis)};
}

// One parse: values out of simdjson's cursor, depth by depth.
class Reader {
public:
    explicit Reader(size_t depth) : m_depth(depth) { }

    // False: `failure` says why.
    template <typename Source> bool read(Source&& source, Json& out, size_t depth)
    {
        ondemand::json_type type{};
        if (!good(source.type().get(type)))
            return false;
        switch (type) {
        case ondemand::json_type::null:
            return readNull(source);
        case ondemand::json_type::boolean:
            return readBoolean(source, out);
        case ondemand::json_type::number:
            return readNumber(source, out);
        case ondemand::json_type::string:
            return readString(source, out);
        case ondemand::json_type::array:
            return readArray(source, out, depth + 1);
        case ondemand::json_type::object:
            return readObject(source, out, depth + 1);
        }
        return fail("an unknown kind of value");
    }

    std::optional<Error> failure;

private:
    bool fail(std::string what)
    {
        if (!failure)
            failure = refusal(std::move(what));
        return false;
    }

    bool good(simdjson::error_code code)
    {
        if (code == simdjson::SUCCESS)
            return true;
        if (code == simdjson::UTF8_ERROR)
            return fail("bytes that are not valid UTF-8");
        if (code == simdjson::STRING_ERROR)
            return fail("a text with an escape that means nothing, or a lone surrogate");
        return fail("not valid JSON (" + std::string(simdjson::error_message(code)) + ")");
    }

    bool goodText(std::string_view text)
    {
        // Escapes can name half of a surrogate pair or U+0000: no text of a catalog holds either.
        return firstInvalidUtf8(text) ? fail("a text with a lone surrogate or the character U+0000") : true;
    }

    template <typename Source> bool readNull(Source& source)
    {
        bool isNull = false;
        if constexpr (std::is_same_v<std::decay_t<decltype(source.is_null())>, bool>)
            isNull = source.is_null();
        else if (!good(source.is_null().get(isNull)))
            return false;
        return isNull ? true : fail("a word that is not true, false or null");
    }

    template <typename Source> bool readBoolean(Source& source, Json& out)
    {
        bool value = false;
        if (!good(source.get_bool().get(value)))
            return false;
        out = Json::boolean(value);
        return true;
    }

    template <typename Source> bool readNumber(Source& source, Json& out)
    {
        std::string_view token = source.raw_json_token();
        while (!token.empty() && (token.back() == ' ' || token.back() == '\n' || token.back() == '\r' || token.back() == '\t'))
            token.remove_suffix(1);
        double checked = 0; // simdjson knows JSON's grammar of numbers; the digits are ours
        if (source.get_double().get(checked) != simdjson::SUCCESS)
            return fail(inQuotes(token, 40) + " is not a number, or one that no double holds");
        const std::optional<std::string> canonical = canonicalDecimal(token);
        if (!canonical)
            return fail("the number " + forTerminal(token, 40) + " has more than 34 digits, or is beyond 10^30 or below 10^-30");
        out = Json::decimal(*canonical);
        return true;
    }

    template <typename Source> bool readString(Source& source, Json& out)
    {
        std::string_view text;
        if (!good(source.get_string().get(text)) || !goodText(text))
            return false;
        out = Json::string(text);
        return true;
    }

    template <typename Source> bool readArray(Source& source, Json& out, size_t depth)
    {
        ondemand::array array;
        if (depth > m_depth)
            return fail("lists and objects nested deeper than " + std::to_string(m_depth));
        if (!good(source.get_array().get(array)))
            return false;
        Json::Array items;
        for (auto element : array) {
            ondemand::value value;
            if (!good(element.get(value)) || !read(value, items.emplace_back(), depth))
                return false;
        }
        out = Json::array(std::move(items));
        return true;
    }

    template <typename Source> bool readObject(Source& source, Json& out, size_t depth)
    {
        ondemand::object object;
        if (depth > m_depth)
            return fail("lists and objects nested deeper than " + std::to_string(m_depth));
        if (!good(source.get_object().get(object)))
            return false;
        Json::Object members;
        for (auto field : object) {
            std::string_view key;
            if (!good(field.unescaped_key().get(key)) || !goodText(key))
                return false;
            auto& [name, member] = members.emplace_back(std::string(key), Json());
            ondemand::value value;
            if (!good(field.value().get(value)) || !read(value, member, depth))
                return false;
        }
        if (const std::string* twice = duplicate(members))
            return fail("the key " + inQuotes(*twice) + " stands twice in one object");
        out = Json::object(std::move(members));
        return true;
    }

    static const std::string* duplicate(const Json::Object& members)
    {
        if (members.size() < 2)
            return nullptr;
        std::vector<const std::string*> keys;
        keys.reserve(members.size());
        for (const Json::Member& member : members)
            keys.push_back(&member.first);
        std::sort(keys.begin(), keys.end(), [](const std::string* a, const std::string* b) { return *a < *b; });
        const auto found =
            std::adjacent_find(keys.begin(), keys.end(), [](const std::string* a, const std::string* b) { return *a == *b; });
        return found == keys.end() ? nullptr : *found;
    }

    size_t m_depth;
};

// simdjson reads up to SIMDJSON_PADDING bytes past the end, so the text is copied once into a buffer that is kept for the next
// parse of this thread, unless it grew large.
struct Buffers {
    ondemand::parser parser;
    std::string padded;
};

std::string position(ondemand::document& document, const std::string& padded, size_t size)
{
    const char* location = nullptr;
    if (document.current_location().get(location) != simdjson::SUCCESS || location < padded.data() || location > padded.data() + size)
        return {};
    return "byte " + std::to_string(location - padded.data());
}

Result<Json> parseWith(Buffers& buffers, size_t size, const JsonLimits& limits)
{
    ondemand::document document;
    const auto code = buffers.parser.iterate(buffers.padded.data(), size, buffers.padded.size()).get(document);
    if (code == simdjson::UTF8_ERROR)
        return refusal("bytes that are not valid UTF-8", "save the text as UTF-8");
    if (code != simdjson::SUCCESS)
        return refusal(
            code == simdjson::EMPTY ? "there is nothing in it" : "not valid JSON (" + std::string(simdjson::error_message(code)) + ")");
    Json result;
    Reader reader(limits.depth);
    bool good = reader.read(document, result, 0);
    // Behind the last token there is no location: anywhere else, something is left that nobody read.
    const char* left = nullptr;
    if (good && document.current_location().get(left) != simdjson::OUT_OF_BOUNDS) {
        reader.failure = refusal("something stands behind the end of the document");
        good = false;
    }
    if (good)
        return result;
    Error error = reader.failure.value_or(refusal("not valid JSON"));
    error.where = position(document, buffers.padded, size);
    return error;
}

} // namespace

Result<Json> parseJson(std::string_view text, const JsonLimits& limits)
{
    constexpr size_t keptBytes = size_t(1) << 20;
    if (text.size() > limits.bytes)
        return refusal("longer than " + std::to_string(limits.bytes) + " bytes", "split it into smaller documents");
    if (const auto invalid = firstInvalidUtf8(text)) {
        Error error = refusal("bytes that are not valid UTF-8", "save the text as UTF-8");
        error.where = "byte " + std::to_string(*invalid);
        return error;
    }
    static thread_local std::unique_ptr<Buffers> kept;
    std::unique_ptr<Buffers> buffers = kept ? std::move(kept) : std::make_unique<Buffers>();
    buffers->padded.assign(text);
    buffers->padded.append(simdjson::SIMDJSON_PADDING, ' ');
    Result<Json> result = parseWith(*buffers, text.size(), limits);
    if (text.size() <= keptBytes)
        kept = std::move(buffers);
    return result;
}

} // namespace shelf
