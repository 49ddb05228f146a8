#include "model/io/import_files.h"

#include "model/domain/text.h"
#include "model/io/delimited_csvw.h"
#include "model/io/import_what.h"
#include "model/io/json_products.h"

#include <algorithm>
#include <array>
#include <filesystem>

namespace shelf {

namespace {

constexpr std::array<std::string_view, 6> formats = {"auto", "csv", "tsv", "jsonl", "", "json-lines"};
constexpr std::array<std::string_view, 6> subjects = {"auto", "products", "links", "compat", "bundles", "upgrades"};

Error rejected(const std::string& where, std::string code, std::string what, std::string tryThis)
{
    return Error{ErrorKind::Rejected, std::move(code), where, std::move(what), std::move(tryThis)};
}

bool isOneOf(std::string_view text, const auto& all)
{
    return std::find(all.begin(), all.end(), text) != all.end();
}

// "csv", "jsonl", or "auto" where nobody says it.
std::string formatOf(const ImportRequest& request, const ImportProfile& profile)
{
    const std::string& said = request.format == "auto" && !profile.format.empty() ? profile.format : request.format;
    return said == "tsv" ? "csv" : said == "json-lines" ? "jsonl" : said;
}

// Whether a file of JSON Lines speaks of products anywhere: looked for as bytes, without reading the lines.
Result<bool> namesProducts(const std::string& path)
{
    auto source = TextSource::open(path);
    if (!source)
        return source.error();
    constexpr std::string_view wanted = "\"product\"";
    std::vector<char> buffer(size_t(1) << 20);
    size_t kept = 0;
    for (;;) {
        auto got = (*source)->read(buffer.data() + kept, buffer.size() - kept);
        if (!got)
            return got.error();
        if (*got == 0)
            return false;
        const std::string_view text(buffer.data(), kept + *got);
        if (text.find(wanted) != std::string_view::npos)
            return true;
        kept = std::min(text.size(), wanted.size() - 1);
        std::copy(text.end() - static_cast<std::ptrdiff_t>(kept), text.end(), buffer.begin());
    }
}

// Lines of JSON without a single SKU: each is going to be told that it lacks one.
void addSkuColumn(ImportFile& file)
{
    auto form = std::make_shared<JsonForm>(*file.form.json);
    NamedColumn column;
    column.cell = form->columns.size();
    column.label = "sku";
    column.target = Target::Sku;
    column.code = "sku";
    form->columns.push_back({"sku", false, true, false, true});
    file.form.json = std::move(form);
    file.form.header.emplace_back("sku");
    file.columns.push_back(std::move(column));
}

Result<ImportFileKinds::File> kindOfFile(const std::string& path, const ImportRequest& request, const ImportProfile& profile)
{
    ImportFileKinds::File file{path, formatOf(request, profile), {}, false};
    if (file.format == "auto") {
        auto json = looksLikeJsonLines(path);
        if (!json)
            return json.error();
        file.format = *json ? "jsonl" : "csv";
    }
    file.what = request.what != "auto" ? request.what : profile.what;
    if (file.what == "orders")
        return rejected(path, "WHAT", "the profile is for orders, which are counted and not kept", "add --what orders");
    // A key makes SKUs; a family given by hand leaves it to the headers, for links and bundles have none.
    const bool familyOfProfile = request.family.empty() && (!profile.family.empty() || !profile.familyColumn.empty());
    const bool ofProducts = familyOfProfile || !request.key.empty() || !profile.key.empty();
    if (file.what.empty() && ofProducts)
        file.what = "products";
    if (file.what == "products" && file.format != "jsonl")
        return file;
    if (file.what.empty()) {
        auto what = whatOfFile(path, profile, file.format);
        if (!what)
            return what.error();
        file.what = *what;
    }
    if (file.format != "jsonl" || request.what != "auto")
        return file;
    if (file.what != "products") {
        auto products = namesProducts(path);
        if (!products)
            return products.error();
        if (!*products)
            return file;
    }
    file.what = "products"; // lines of other kinds are noticed when it is opened
    file.mappingsToo = true;
    return file;
}

} // namespace

Result<void> checkRequest(const ImportRequest& request)
{
    const auto wrong = [](const std::string& where, const std::string& what, const std::string& tryThis) {
        return Error{ErrorKind::Usage, "USAGE", where, what, tryThis};
    };
    if (request.files.empty())
        return wrong("import", "names no file", "name at least one");
    if (!isOneOf(request.format, formats))
        return rejected("--format", "FORMAT", inQuotes(request.format) + " is no format that can be read", "use auto, csv, tsv or jsonl");
    if (!isOneOf(request.what, subjects))
        return rejected("--what", "WHAT", inQuotes(request.what) + " is nothing that can be imported",
            "use products, links, compat, bundles or upgrades");
    if (!request.mode.empty() && request.mode != "merge" && request.mode != "replace")
        return wrong("--mode " + forTerminal(request.mode, 40), "is no mode", "use merge or replace");
    return {};
}

Result<ImportProfile> profileOf(const ImportRequest& request, const Definitions& definitions)
{
    ImportProfile profile;
    if (!request.profile.empty()) {
        const bool file = std::filesystem::exists(std::filesystem::path(request.profile));
        const Thing* kept = file ? nullptr : definitions.find(ThingKind::Profile, request.profile);
        auto read = kept ? profileFromFields(request.profile, kept->fields) : readProfile(request.profile);
        if (!read && !kept && !file) {
            std::vector<std::string> names;
            for (const Thing* thing : definitions.all(ThingKind::Profile))
                names.push_back(thing->key);
            const auto near = nearest(request.profile, names);
            return rejected(forTerminal(request.profile, 200), read.error().code,
                "is neither a file nor a profile that the workspace keeps",
                near                ? "did you mean " + *near + "?"
                    : names.empty() ? "name a YAML file; --save-profile writes one"
                                    : "it keeps " + forTerminal(join(names, ", "), 200));
        }
        if (!read)
            return read.error();
        profile = std::move(*read);
        if (!profile.format.empty() && !isOneOf(profile.format, formats))
            return rejected(request.profile, "PROFILE",
                "is for files of format " + forTerminal(profile.format, 40) + ", which this version does not read",
                "use csv, tsv or jsonl");
        if (profile.format == "tsv" && !profile.delimiter)
            profile.delimiter = '\t';
    }
    if (!request.family.empty()) {
        profile.family = request.family;
        profile.familyColumn.clear();
        profile.familyMap.clear();
    }
    if (request.format == "tsv")
        profile.delimiter = '\t';
    if (!request.mode.empty())
        profile.links = request.mode;
    return profile;
}

Result<ImportFileKinds> kindsOfFiles(const ImportRequest& request, const ImportProfile& profile)
{
    ImportFileKinds kinds;
    for (const std::string& path : request.files) {
        auto file = kindOfFile(path, request, profile);
        if (!file)
            return file.error();
        kinds.files.push_back(std::move(*file));
    }
    return kinds;
}

Result<ImportFile> openProductFile(const ImportFileKinds::File& of, const ImportProfile& profile, const ImportRequest& request,
    const PlannedDefinitions& definitions, const Progress& progress, std::map<std::string, uint64_t>& unknownKeys)
{
    ImportFile file;
    file.path = of.path;
    file.profile = profile;
    if (of.format == "jsonl") {
        auto look = lookAtJsonProducts(of.path, profile, definitions, progress);
        if (!look)
            return look.error();
        file.form = std::move(look->form);
        file.otherLines = look->others;
        for (const auto& [key, count] : look->unknownKeys)
            unknownKeys[key] += count;
    } else {
        if (auto described = addCsvwDescription(of.path, file.profile); !described)
            return described.error();
        DelimitedHints hints{file.profile.delimiter, file.profile.quote, file.profile.encoding, file.profile.headerRow};
        auto form = detectDelimited(of.path, hints);
        if (!form)
            return form.error();
        static_cast<DelimitedForm&>(file.form) = std::move(*form);
    }
    auto columns = nameColumns(of.path, file.form, file.profile);
    if (!columns)
        return columns.error();
    file.columns = std::move(*columns);
    if (file.form.json && !file.skuColumn() && request.key.empty() && profile.key.empty())
        addSkuColumn(file);
    return file;
}

Result<ImportProfile> mappingProfile(const ImportFileKinds::File& of, const ImportProfile& profile, const ImportRequest& request)
{
    ImportProfile complete = profile;
    complete.format = complete.matchFormat = of.format;
    complete.what = of.what;
    complete.family.clear();
    complete.familyColumn.clear();
    complete.familyMap.clear();
    complete.matchHeaders.clear();
    if (complete.defaultType.empty())
        complete.defaultType = request.linkType;
    else if (!request.linkType.empty())
        complete.constants.emplace_back("type", request.linkType);
    if (of.format == "jsonl")
        return complete;
    if (auto described = addCsvwDescription(of.path, complete); !described)
        return described.error();
    auto form = detectDelimited(of.path, {complete.delimiter, complete.quote, complete.encoding, complete.headerRow});
    if (!form)
        return form.error();
    complete.delimiter = form->dialect.delimiter;
    complete.quote = form->dialect.quote;
    complete.encoding = form->encoding;
    complete.headerRow = form->headerRow;
    complete.decimal = complete.decimal.value_or('.');
    complete.matchHeaders = std::move(form->header);
    return complete;
}

std::vector<std::string> fittingProfiles(const Definitions& definitions, std::string_view format, const std::vector<std::string>& headers)
{
    std::vector<std::string> names;
    for (const Thing* thing : definitions.all(ThingKind::Profile)) {
        const auto profile = profileFromFields(thing->key, thing->fields);
        if (profile && fitsFile(*profile, format, headers))
            names.push_back(thing->key);
    }
    return names;
}

std::string profileNameOf(const std::string& path)
{
    std::string name = std::filesystem::path(path).filename().string();
    for (const std::string_view end : {".yaml", ".yml", ".profile"})
        if (name.size() > end.size() && name.ends_with(end))
            name.resize(name.size() - end.size());
    return checkDefinition(ThingKind::Profile, name, {}) ? name : std::string();
}

} // namespace shelf
