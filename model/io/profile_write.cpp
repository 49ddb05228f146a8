// Profiles as YAML text.
#include "model/io/profile.h"

#include "model/domain/hash.h"
#include "model/io/sync_folder.h"
#include "model/io/yaml_writer.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace shelf {

namespace {

YamlNode textList(const std::vector<std::string>& texts)
{
    YamlNode list = yamlList();
    for (const std::string& text : texts)
        list.items.push_back(yamlText(text));
    return list;
}

YamlNode columnNode(const ColumnRule& rule)
{
    if (rule.ignore)
        return yamlText("ignore");
    YamlNode node = yamlMap();
    if (!rule.parts.empty())
        addTo(node, "to", textList(rule.parts));
    else if (!rule.to.empty())
        addTo(node, "to", yamlText(rule.to));
    if (rule.type)
        addTo(node, "type", yamlText(attributeTypeName(*rule.type)));
    if (!rule.unit.empty())
        addTo(node, "unit", yamlText(rule.unit));
    if (rule.decimal)
        addTo(node, "decimal", yamlQuotedText(std::string(1, *rule.decimal)));
    if (rule.emptyClears)
        addTo(node, "empty", yamlText(*rule.emptyClears ? "clear" : "keep"));
    if (!rule.datePattern.empty())
        addTo(node, "date", yamlText(rule.datePattern));
    if (!rule.split.empty())
        addTo(node, "split", yamlQuotedText(rule.split));
    const bool short_ = node.keys.size() == 1 && node.keys[0].text == "to" && rule.parts.empty();
    return short_ ? yamlText(rule.to) : node;
}

YamlNode familyNode(const ImportProfile& profile)
{
    if (profile.familyColumn.empty())
        return yamlText(profile.family);
    YamlNode node = yamlMap();
    addTo(node, "column", yamlText(profile.familyColumn));
    if (!profile.familyMap.empty()) {
        YamlNode map = yamlMap();
        for (const auto& [text, code] : profile.familyMap)
            addTo(map, text, yamlText(code));
        addTo(node, "map", std::move(map));
    }
    return node;
}

} // namespace

namespace {

// The whole profile as a map; `version`: with the key that files begin with.
YamlNode profileNode(const ImportProfile& profile, bool version)
{
    YamlNode node = yamlMap();
    const auto add = [&](std::string_view key, YamlNode value) { addTo(node, key, std::move(value)); };
    const auto addText = [&](std::string_view key, const std::string& text) {
        if (!text.empty())
            add(key, yamlText(text));
    };
    if (version)
        add("shelfwright-profile", yamlPlain("1"));
    if (!profile.matchHeaders.empty() || !profile.matchFormat.empty()) {
        YamlNode match = yamlMap();
        if (!profile.matchFormat.empty())
            addTo(match, "format", yamlText(profile.matchFormat));
        if (!profile.matchHeaders.empty())
            addTo(match, "headers", textList(profile.matchHeaders));
        add("match", std::move(match));
    }
    addText("format", profile.format);
    addText("what", profile.what);
    if (!profile.family.empty() || !profile.familyColumn.empty())
        add("family", familyNode(profile));
    if (!profile.key.empty())
        add("key", textList(profile.key));
    if (profile.delimiter)
        add("delimiter", yamlQuotedText(std::string(1, *profile.delimiter)));
    if (profile.quote)
        add("quote", yamlQuotedText(*profile.quote ? std::string(1, *profile.quote) : std::string()));
    if (profile.encoding)
        add("encoding", yamlText(encodingName(*profile.encoding)));
    if (profile.headerRow)
        add("header_row", yamlPlain(std::to_string(*profile.headerRow)));
    if (profile.decimal)
        add("decimal", yamlQuotedText(std::string(1, *profile.decimal)));
    add("empty", yamlText(profile.emptyClears ? "clear" : "keep"));
    add("absent", yamlText(profile.retireAbsent ? "retire" : "keep"));
    if (profile.deleteHard)
        add("delete", yamlText("hard"));
    addText("links", profile.links);
    addText("default_type", profile.defaultType);
    if (profile.excelGuard)
        add("excel_guard", yamlPlain("true"));
    if (!profile.constants.empty()) {
        YamlNode constants = yamlMap();
        for (const auto& [field, text] : profile.constants)
            addTo(constants, field, yamlText(text));
        add("constants", std::move(constants));
    }
    if (!profile.columns.empty()) {
        YamlNode columns = yamlMap();
        for (const auto& [header, rule] : profile.columns)
            addTo(columns, header, columnNode(rule));
        add("columns", std::move(columns));
    }
    return node;
}

// Every scalar as a string: whoever reads a profile takes the texts of them.
Json jsonOf(const YamlNode& node)
{
    if (node.isMap()) {
        Json object = Json::object();
        for (size_t i = 0; i < node.keys.size(); ++i)
            object.set(node.keys[i].text, jsonOf(node.items[i]));
        return object;
    }
    if (node.isSequence()) {
        Json list = Json::array();
        for (const YamlNode& item : node.items)
            list.append(jsonOf(item));
        return list;
    }
    return Json::string(node.text);
}

} // namespace

std::string profileText(const ImportProfile& profile)
{
    std::string out;
    const YamlNode node = profileNode(profile, true);
    for (size_t i = 0; i < node.keys.size(); ++i)
        writeYamlEntry(out, YamlKey{node.keys[i].text, false, {}}, node.items[i], 0);
    return out;
}

FieldMap profileFields(const ImportProfile& profile)
{
    FieldMap fields;
    const YamlNode node = profileNode(profile, false);
    for (size_t i = 0; i < node.keys.size(); ++i)
        fields.set(node.keys[i].text, jsonOf(node.items[i]).write());
    return fields;
}

// JSON is YAML, so that a definition is read as a file is.
Result<ImportProfile> profileFromFields(std::string_view name, const FieldMap& fields)
{
    std::string text = "{\"shelfwright-profile\": 1";
    for (const auto& [key, json] : fields)
        text += ",\n" + jsonString(key) + ": " + json;
    return parseProfile(text + "}\n", "the profile " + std::string(name));
}

bool fitsFile(const ImportProfile& profile, std::string_view format, const std::vector<std::string>& headers)
{
    if (profile.matchHeaders.empty() || (!profile.matchFormat.empty() && profile.matchFormat != format))
        return false;
    return std::all_of(profile.matchHeaders.begin(), profile.matchHeaders.end(),
        [&](const std::string& header) { return std::find(headers.begin(), headers.end(), header) != headers.end(); });
}

namespace {

Error writeFailed(const std::string& path, int reason)
{
    return Error{
        ErrorKind::System, "WRITE", path, std::string("cannot be written: ") + std::strerror(reason), "check the folder and the disk"};
}

bool writeAll(int descriptor, std::string_view text)
{
    while (!text.empty()) {
        const ssize_t count = ::write(descriptor, text.data(), text.size());
        if (count > 0)
            text.remove_prefix(static_cast<size_t>(count));
        else if (count == 0 || errno != EINTR)
            return false;
    }
    return ::fsync(descriptor) == 0;
}

} // namespace

Result<std::unique_ptr<ProfileFile>> ProfileFile::write(const std::string& path, const ImportProfile& profile)
{
    struct stat status { };
    if (::stat(path.c_str(), &status) != 0)
        status.st_size = 0;
    else if (!S_ISREG(status.st_mode))
        return Error{ErrorKind::Rejected, "NOT_A_FILE", path, "is no regular file", "name a file for the profile"};
    // A profile takes the place of a profile, and of nothing else that somebody may need.
    if (status.st_size > 0 && !readProfile(path))
        return Error{ErrorKind::Rejected, "EXISTS", path, "is there already and is no profile", "choose another name"};
    const std::string part = path + "." + randomName() + ".part";
    const int descriptor = ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (descriptor < 0)
        return writeFailed(path, errno);
    std::unique_ptr<ProfileFile> file(new ProfileFile(path, part)); // from here on the part does not stay behind
    const bool written = writeAll(descriptor, profileText(profile));
    const int reason = errno;
    if (const bool closed = ::close(descriptor) == 0; !written || !closed)
        return writeFailed(path, written ? errno : reason);
    return file;
}

ProfileFile::~ProfileFile()
{
    if (!m_part.empty())
        ::unlink(m_part.c_str());
}

Result<void> ProfileFile::commit()
{
    if (::rename(m_part.c_str(), m_path.c_str()) != 0)
        return writeFailed(m_path, errno);
    m_part.clear();
    const size_t slash = m_path.rfind('/');
    const int error = syncFolder(slash == std::string::npos ? "." : slash == 0 ? "/" : m_path.substr(0, slash));
    return error ? Result<void>(writeFailed(m_path, error)) : Result<void>();
}

} // namespace shelf
