#include "model/io/import_what.h"

#include "model/domain/text.h"
#include "model/io/delimited_csvw.h"
#include "model/io/delimited_detect.h"
#include "model/io/json_lines_reader.h"
#include "model/io/json_products.h"

#include <algorithm>

namespace shelf {

namespace {

// The kind of the first line that says one.
Result<std::string> whatOfLines(const std::string& path)
{
    auto reader = JsonLinesReader::open(path);
    if (!reader)
        return reader.error();
    JsonLine line;
    for (int count = 0; count < 100 && reader->next(line); ++count) {
        const Json& object = line.object;
        const Json& kind = object.contains("_kind") ? object["_kind"]
            : object.contains("mapping")            ? object["mapping"]["kind"]
                                                    : object["kind"];
        const bool deletes = object["op"].isString() && object["id"].isString();
        if (kind.isString() || deletes)
            return std::string(kind.text() == "product" ? "products"
                    : kind.text() == "compat"           ? "compat"
                    : kind.text() == "bundle"           ? "bundles"
                    : kind.text() == "upgrade"          ? "upgrades"
                                                        : "links");
        if (object.contains("source") && object.contains("target"))
            return std::string("links");
        if (object.contains("sku"))
            return std::string("products");
    }
    return std::string("products");
}

} // namespace

std::string_view whatOf(const std::vector<std::string>& headers)
{
    std::vector<std::string> names;
    for (const std::string& header : headers)
        names.push_back(codeFor(header));
    const auto has = [&](std::string_view name) { return std::find(names.begin(), names.end(), name) != names.end(); };
    // Products may have attributes of any name.
    constexpr std::string_view fields[] = {"name", "family", "category", "categories", "lifecycle", "price"};
    const bool product = has("sku") && std::any_of(std::begin(fields), std::end(fields), has);
    if ((has("source") && has("target") && !has("sku")) || (has("sku") && has("linked_sku")))
        return "links";
    if (has("path") && has("step") && has("sku") && !product)
        return "upgrades";
    if (has("left") && has("right") && has("left_attribute"))
        return "compat";
    // A whole Magento export holds products too, some of which are bundles.
    const bool ofBundles = has("sku") || has("group") || has("price_policy") || has("price_value");
    if ((has("bundle") && ofBundles && !product) || (has("bundle_options") && has("sku") && !has("family"))
        || (has("bundle_values") && has("sku") && !has("product_type")))
        return "bundles";
    return "products";
}

Result<std::string> whatOfFile(const std::string& path, const ImportProfile& profile, std::string& format)
{
    if (format == "auto" || format.empty()) {
        const auto lines = profile.format.empty() ? looksLikeJsonLines(path) : Result<bool>(profile.format == "jsonl");
        if (!lines)
            return lines.error();
        format = *lines ? "jsonl" : "csv";
    }
    if (format == "jsonl")
        return whatOfLines(path);
    format = "csv";
    ImportProfile described = profile;
    if (auto csvw = addCsvwDescription(path, described); !csvw)
        return csvw.error();
    const auto form = detectDelimited(path, {described.delimiter, described.quote, described.encoding, described.headerRow});
    if (!form)
        return form.error();
    std::vector<std::string> names;
    for (const std::string& header : form->header) {
        const ColumnRule* rule = described.column(header);
        if (!rule || !rule->ignore)
            names.push_back(rule && !rule->to.empty() ? rule->to : header);
    }
    return std::string(whatOf(names));
}

} // namespace shelf
