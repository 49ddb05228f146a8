// A JSON value with keys in the order given and numbers kept as canonical decimal text, and its canonical writer.
// Everything a change set records is canonical JSON text, so equal values are equal bytes on every machine.
#pragma once

#include "model/domain/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace shelf {

class Json {
public:
    enum class Type { Null, Bool, Number, String, Array, Object };
    using Member = std::pair<std::string, Json>;
    using Array = std::vector<Json>;
    using Object = std::vector<Member>;

    Json() = default; // null
    static Json boolean(bool value);
    static Json number(int64_t value);
    static Json number(double value); // finite; shortest form that reads back as the same double
    static Json decimal(std::string_view text); // canonical decimal text (model/domain/decimal.h); not checked again
    static Json string(std::string_view value); // valid UTF-8
    static Json array(Array items = {});
    static Json object(Object members = {});
    static Json strings(const std::vector<std::string>& items); // an array of strings

    Type type() const { return m_type; }
    bool isNull() const { return m_type == Type::Null; }
    bool isBool() const { return m_type == Type::Bool; }
    bool isNumber() const { return m_type == Type::Number; }
    bool isString() const { return m_type == Type::String; }
    bool isArray() const { return m_type == Type::Array; }
    bool isObject() const { return m_type == Type::Object; }

    // Readers give the fallback for a value of another type.
    bool toBool(bool fallback = false) const;
    int64_t toInteger(int64_t fallback = 0) const; // fallback too for a number that is no int64
    double toDouble(double fallback = 0) const;
    const std::string& text() const { return m_text; } // a string's text, a number's decimal text, else empty
    const Array& items() const; // empty for what is no array
    Array& items(); // becomes an array
    const Object& members() const; // empty for what is no object
    const Json* find(std::string_view key) const; // a member, or nullptr
    const Json& operator[](std::string_view key) const; // a member, or null
    bool contains(std::string_view key) const { return find(key) != nullptr; }
    void set(std::string_view key, Json value); // replaces, or appends at the end
    void setIf(std::string_view key, std::string_view text); // set as string unless empty
    void remove(std::string_view key);
    void append(Json value) { items().push_back(std::move(value)); }
    std::vector<std::string> toStrings() const; // texts of an array's strings (or of one string)

    std::string write() const; // canonical: no spaces, keys as ordered here, UTF-8, only necessary escapes
    void writeTo(std::string& out) const;
    std::string writeIndented() const; // two spaces, for people
    bool operator==(const Json&) const = default;

private:
    Type m_type = Type::Null;
    bool m_bool = false;
    std::string m_text;
    Array m_items;
    Object m_members;
};

// Appends `text` as a JSON string with quotes; only ", \, and control characters are escaped.
void appendJsonString(std::string& out, std::string_view text);
// `text` as a JSON string.
std::string jsonString(std::string_view text);

// Limits for parsing what came from outside.
struct JsonLimits {
    size_t depth = 64;
    size_t bytes = size_t(32) << 20;
};

// Parses one JSON document. Refuses duplicate keys, lone surrogates, invalid UTF-8, numbers beyond double, anything after
// the document. Error: kind Rejected, code JSON, where = byte offset where known.
Result<Json> parseJson(std::string_view text, const JsonLimits& limits = {});

} // namespace shelf
