// An import profile: how files of one kind are read and where their columns go, as YAML that people keep and exchange.
#pragma once

#include "model/domain/definitions.h"
#include "model/io/delimited_source.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace shelf {

// What a profile says about one column.
struct ColumnRule {
    std::string to; // "name", "weight", "link:accessory"; empty: as without a rule
    bool ignore = false;
    std::optional<AttributeType> type;
    std::string unit;
    std::optional<char> decimal;
    std::optional<bool> emptyClears;
    std::string datePattern; // a Qt pattern; empty: ISO 8601
    std::string split; // separator of a list, or of the parts
    std::vector<std::string> parts; // `to` is a list: one attribute a part
    bool operator==(const ColumnRule&) const = default;
};

struct ImportProfile {
    std::string matchFormat; // … if it is of this format
    std::vector<std::string> matchHeaders; // offered again for a file that has these
    std::string format; // empty: detected
    std::string what; // empty: products
    std::string family; // of every row
    std::string familyColumn; // or the column that names it
    std::map<std::string, std::string, std::less<>> familyMap;
    std::vector<std::string> key;
    std::optional<char> delimiter, quote, decimal;
    std::optional<TextEncoding> encoding;
    std::optional<uint64_t> headerRow;
    bool emptyClears = false;
    bool retireAbsent = false;
    bool deleteHard = false;
    bool excelGuard = false;
    std::string links; // merge, replace
    std::string defaultType;
    std::vector<std::pair<std::string, std::string>> constants; // field and text
    std::vector<std::pair<std::string, ColumnRule>> columns; // header and rule, in the file's order

    const ColumnRule* column(std::string_view header) const;
    bool operator==(const ImportProfile&) const = default;
};

// Errors: Rejected with file:line:column; System.
Result<ImportProfile> readProfile(const std::string& path);
Result<ImportProfile> parseProfile(std::string_view yaml, std::string_view name);

// As a definition that a workspace keeps, and back. Error: Rejected where the definition is no profile.
FieldMap profileFields(const ImportProfile& profile);
Result<ImportProfile> profileFromFields(std::string_view name, const FieldMap& fields);
// Whether it was saved for files like this one: of this format, with all the headers it names.
bool fitsFile(const ImportProfile& profile, std::string_view format, const std::vector<std::string>& headers);

// YAML that parseProfile reads as the same profile; stable order, LF.
std::string profileText(const ImportProfile& profile);
// A profile on its way into a new or an existing regular file: written and synced beside it when this is made, in its place once
// commit() is called; gone where it never is.
class ProfileFile {
public:
    // Errors: Rejected NOT_A_FILE; System.
    static Result<std::unique_ptr<ProfileFile>> write(const std::string& path, const ImportProfile& profile);
    ~ProfileFile();
    ProfileFile(const ProfileFile&) = delete;
    ProfileFile& operator=(const ProfileFile&) = delete;
    Result<void> commit(); // Error: System

private:
    ProfileFile(std::string path, std::string part) : m_path(std::move(path)), m_part(std::move(part)) { }
    std::string m_path, m_part;
};

} // namespace shelf
