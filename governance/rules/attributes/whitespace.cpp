// attr.whitespace: spaces, tabs or line ends at an end of a text, or two or more spaces or tabs in a row inside it. Looked at are what
// shoppers read (name, brand, attributes of type text) and choices, but for options that are defined with such spaces. A single
// no-break space inside a text is typography, and line ends inside it are paragraphs.
#include "governance/rules/attributes/attributes.h"
#include "governance/rules/attributes/field_scan.h"

#include "model/domain/text.h"

#include <algorithm>

namespace shelf {

namespace {

constexpr std::string_view noBreak = "\xc2\xa0";

bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

// Length of the space, tab, line end or no-break space at the beginning or the end of a text; 0 where there is none.
size_t spaceInFront(std::string_view text)
{
    if (text.empty())
        return 0;
    if (isBlank(text.front()) || text.front() == '\n' || text.front() == '\r')
        return 1;
    return text.starts_with(noBreak) ? noBreak.size() : 0;
}
size_t spaceBehind(std::string_view text)
{
    if (text.empty())
        return 0;
    if (isBlank(text.back()) || text.back() == '\n' || text.back() == '\r')
        return 1;
    return text.ends_with(noBreak) ? noBreak.size() : 0;
}

bool isUntidy(std::string_view text)
{
    int doubled = 0; // no early way out: most texts are tidy, and this is looked at in large pieces
    for (size_t i = 1; i < text.size(); ++i)
        doubled |= int(isBlank(text[i])) & int(isBlank(text[i - 1]));
    return doubled != 0 || spaceInFront(text) || spaceBehind(text);
}

std::string tidied(std::string_view text)
{
    while (const size_t length = spaceInFront(text))
        text.remove_prefix(length);
    while (const size_t length = spaceBehind(text))
        text.remove_suffix(length);
    std::string result;
    for (size_t i = 0; i < text.size(); ++i) {
        const bool beforeBlank = i + 1 < text.size() && isBlank(text[i + 1]);
        const bool afterBlank = i > 0 && isBlank(text[i - 1]);
        if (!isBlank(text[i]) || !(beforeBlank || afterBlank))
            result.push_back(text[i]);
        else if (!afterBlank)
            result.push_back(' ');
    }
    return result;
}

std::string_view whatIsWrong(std::string_view text)
{
    if (text.find_first_not_of(" \t\r\n") == std::string_view::npos)
        return "is nothing but spaces";
    if (spaceInFront(text))
        return spaceBehind(text) ? "has spaces at both ends" : "begins with a space";
    return spaceBehind(text) ? "ends with a space" : "has several spaces in a row";
}

class Whitespace final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "attr.whitespace",
            .title = "A text has spaces too many",
            .why = "Spaces that nobody sees make two values of one, break searches for the exact text, and look careless in a list.",
            .scope = RuleScope::Product,
            .unit = Unit::Product,
            .dimension = Dimension::Validity,
            .severity = Severity::Info,
            .reads = {.fields = {"*", "name", "brand", "parent"}},
            .fix = "Takes the spaces at the ends away, and makes one of several in a row.",
            .violating = "shelfwright: 1\n"
                         "products: [ { sku: CAM-1, name: \"Camera  one \" } ]\n",
            .passing = "shelfwright: 1\n"
                       "products: [ { sku: CAM-1, name: Camera one } ]\n",
            .edge = "shelfwright: 1\n"
                    "attributes: [ { code: story, label: Story, type: text } ]\n"
                    "products: [ { sku: CAM-1, name: Camera one, values: { story: \"One paragraph.\\n\\nAnother one.\" } } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        for (const attr::ScannedColumn& named : attr::textColumns(run.catalog()))
            checkColumn(run, named, sink);
        for (const attr::ScannedColumn& named : attr::attributeColumns(run.catalog()))
            if (named.attribute->type == AttributeType::Choice)
                checkColumn(run, named, sink);
    }

    std::vector<FixStep> fix(const RuleRun& run, const Finding& finding) const override
    {
        const attr::Place place = attr::placeOf(run.catalog(), finding, finding.detail);
        if (!place.code)
            return {};
        const std::string_view text = place.column->values().text(place.code);
        if (!isUntidy(text))
            return {};
        const std::string mended = tidied(text);
        return {attr::setField(finding.subject, finding.detail, mended.empty() ? mended : jsonString(mended))};
    }

private:
    static void checkColumn(const RuleRun& run, const attr::ScannedColumn& named, FindingSink& sink)
    {
        const Dictionary& values = named.column->values();
        const auto isOption = [&named](std::string_view text) {
            if (!named.attribute || named.attribute->type != AttributeType::Choice)
                return false;
            const auto& options = named.attribute->options;
            return std::find(options.begin(), options.end(), text) != options.end();
        };
        const auto isBad = [&](Code code) {
            const std::string_view json = values.json(code);
            const std::string_view text = values.text(code);
            return json.front() == '"' && isUntidy(text) && !isOption(text);
        };
        attr::scanOwn(run, named.column, isBad, [&](Row row, Code code) {
            const std::string_view text = values.text(code);
            const std::string label = attr::fieldLabel(run.definitions(), named.field);
            const std::string mended = tidied(text);
            FindingSink::With with;
            with.detail = named.field;
            with.fix = mended.empty() ? "Empty " + label : "Set " + label + " to " + inQuotes(mended);
            with.fix.append(" for ").append(run.catalog().sku(row));
            sink.product(row,
                attr::productLabel(run.catalog(), row) + ": " + label + " " + std::string(whatIsWrong(text)) + ": " + inQuotes(text)
                    + "; take them away",
                std::move(with));
        });
    }
};

} // namespace

RulePtr attrWhitespace()
{
    return std::make_unique<Whitespace>();
}

} // namespace shelf
