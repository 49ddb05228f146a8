// Profiles as YAML text.
#include "model/io/profile.h"

#include "model/domain/hash.h"
#include "model/io/yaml_writer.h"

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

std::string profileText(const ImportProfile& profile)
{
    std::string out;
    const auto write = [&](std::string_view key, const YamlNode& value) {
        writeYamlEntry(out, YamlKey{std::string(key), false, {}}, value, 0);
    };
    const auto writeText = [&](std::string_view key, const std::string& text) {
        if (!text.empty())
            write(key, yamlText(text));
    };
    write("shelfwright-profile", yamlPlain("1"));
    if (!profile.matchHeaders.empty()) {
        YamlNode match = yamlMap();
        addTo(match, "headers", textList(profile.matchHeaders));
        write("match", match);
    }
    writeText("format", profile.format);
    writeText("what", profile.what);
    if (!profile.family.empty() || !profile.familyColumn.empty())
        write("family", familyNode(profile));
    if (!profile.key.empty())
        write("key", textList(profile.key));
    if (profile.delimiter)
        write("delimiter", yamlQuotedText(std::string(1, *profile.delimiter)));
    if (profile.quote)
        write("quote", yamlQuotedText(*profile.quote ? std::string(1, *profile.quote) : std::string()));
    if (profile.encoding)
        write("encoding", yamlText(encodingName(*profile.encoding)));
    if (profile.headerRow)
        write("header_row", yamlPlain(std::to_string(*profile.headerRow)));
    if (profile.decimal)
        write("decimal", yamlQuotedText(std::string(1, *profile.decimal)));
    write("empty", yamlText(profile.emptyClears ? "clear" : "keep"));
    write("absent", yamlText(profile.retireAbsent ? "retire" : "keep"));
    if (profile.deleteHard)
        write("delete", yamlText("hard"));
    writeText("links", profile.links);
    writeText("default_type", profile.defaultType);
    if (profile.excelGuard)
        write("excel_guard", yamlPlain("true"));
    if (!profile.constants.empty()) {
        YamlNode constants = yamlMap();
        for (const auto& [field, text] : profile.constants)
            addTo(constants, field, yamlText(text));
        write("constants", constants);
    }
    if (!profile.columns.empty()) {
        YamlNode columns = yamlMap();
        for (const auto& [header, rule] : profile.columns)
            addTo(columns, header, columnNode(rule));
        write("columns", columns);
    }
    return out;
}

Result<void> writeProfile(const std::string& path, const ImportProfile& profile)
{
    const auto failed = [&](const char* doing) {
        return Error{ErrorKind::System, "WRITE", path, std::string("cannot be ") + doing + ": " + std::strerror(errno),
            "check the folder and the disk"};
    };
    struct stat status { };
    if (::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode))
        return Error{ErrorKind::Rejected, "NOT_A_FILE", path, "is no regular file", "name a file for the profile"};
    const std::string text = profileText(profile);
    const std::string part = path + "." + randomName() + ".part";
    const int descriptor = ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (descriptor < 0)
        return failed("written");
    size_t done = 0;
    bool good = true;
    while (good && done < text.size()) {
        const ssize_t count = ::write(descriptor, text.data() + done, text.size() - done);
        if (count > 0)
            done += static_cast<size_t>(count);
        else if (count == 0 || errno != EINTR)
            good = false;
    }
    good = good && ::fsync(descriptor) == 0;
    const int why = errno;
    good = ::close(descriptor) == 0 && good;
    if (!good || ::rename(part.c_str(), path.c_str()) != 0) {
        const int reason = good ? errno : why;
        ::unlink(part.c_str());
        errno = reason;
        return failed("written");
    }
    return {};
}

} // namespace shelf
