// Magento's two ways of writing a bundle into one cell. `problem` says what is wrong where nothing is given.
#include "model/domain/decimal.h"
#include "model/domain/text.h"
#include "model/io/import_bundles.h"

#include <algorithm>
#include <array>

namespace shelf {

namespace {

constexpr std::array<std::string_view, 5> inputs = {"radio", "dropdown", "select", "checkbox", "multi"};

bool isInput(std::string_view text)
{
    return std::find(inputs.begin(), inputs.end(), text) != inputs.end();
}

std::string noInput(std::string_view title, std::string_view input)
{
    return "option " + inQuotes(title) + " has the input type " + inQuotes(input) + "; use radio, dropdown, select, checkbox or multi";
}

} // namespace

std::optional<std::vector<BundleOption>> parseBundleOptions(std::string_view cell, std::string& problem)
{
    std::vector<BundleOption> options;
    for (std::string_view line : split(cell, '\n')) {
        while (!line.empty() && line.back() == '\r')
            line.remove_suffix(1);
        line = trimmed(line);
        if (line.empty())
            continue;
        const size_t bar = line.rfind('|');
        const size_t colon = bar == std::string_view::npos ? bar : line.find(':', bar);
        if (colon == std::string_view::npos) {
            problem = inQuotes(line) + " is not written as Title|radio:SKU,SKU";
            return std::nullopt;
        }
        BundleOption option;
        option.title = trimmed(line.substr(0, bar));
        option.input = trimmed(line.substr(bar + 1, colon - bar - 1));
        for (const std::string& sku : splitList(line.substr(colon + 1), ","))
            option.parts.push_back({sku, {}});
        if (!isInput(option.input))
            problem = noInput(option.title, option.input);
        else if (option.title.empty() || option.parts.empty())
            problem = inQuotes(line) + (option.title.empty() ? " has no title" : " names no product");
        if (!problem.empty())
            return std::nullopt;
        options.push_back(std::move(option));
    }
    return options;
}

std::optional<std::vector<BundleOption>> parseBundleValues(std::string_view cell, std::string& problem)
{
    std::vector<BundleOption> options;
    for (const std::string_view entry : split(cell, '|')) {
        if (trimmed(entry).empty())
            continue;
        std::string name, type, sku, quantity;
        bool required = true;
        for (const std::string_view pair : split(entry, ',')) {
            const size_t equals = pair.find('=');
            const std::string_view key = trimmed(pair.substr(0, equals));
            const std::string_view value = equals == std::string_view::npos ? std::string_view() : trimmed(pair.substr(equals + 1));
            if (key == "name")
                name = value;
            else if (key == "type")
                type = value;
            else if (key == "sku")
                sku = value;
            else if (key == "default_qty")
                quantity = value;
            else if (key == "required")
                required = value != "0";
        }
        if (sku.empty() || name.empty())
            problem = inQuotes(entry) + " has no " + (sku.empty() ? "sku" : "name");
        else if (!isInput(type))
            problem = noInput(name, type);
        if (!problem.empty())
            return std::nullopt;
        auto option = std::find_if(options.begin(), options.end(), [&](const BundleOption& one) { return one.title == name; });
        if (option == options.end())
            option = options.insert(options.end(), {name, type, required, {}});
        option->parts.push_back({sku, quantity});
    }
    return options;
}

} // namespace shelf
