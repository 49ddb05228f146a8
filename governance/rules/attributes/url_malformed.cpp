// attr.url-malformed: an address that no browser opens. Addresses are http or https with a host, in the characters that RFC 3986
// allows (letters beyond ASCII too: browsers encode them), at most 2000 bytes. The image of a product may be a path alone.
#include "governance/rules/attributes/attributes.h"
#include "governance/rules/attributes/field_scan.h"

#include "model/domain/text.h"

#include <algorithm>

namespace shelf {

namespace {

constexpr size_t longestUrl = 2000; // bytes; what all browsers and servers take

bool isAlphanumeric(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool isHex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// What is wrong with the characters of an address; empty where nothing is.
std::string_view badCharacters(std::string_view url)
{
    constexpr std::string_view never = "<>\"{}|\\^`";
    for (size_t i = 0; i < url.size(); ++i) {
        const char c = url[i];
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
            return "has a space or a line end in it";
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f || never.find(c) != std::string_view::npos)
            return "has a character in it that addresses do not have";
        if (c == '%' && (i + 2 >= url.size() || !isHex(url[i + 1]) || !isHex(url[i + 2])))
            return "has a % that two hexadecimal digits do not follow";
    }
    return {};
}

bool isHost(std::string_view host)
{
    if (host.empty() || host.size() > 253 || host.front() == '.' || host.back() == '.')
        return false;
    if (host.front() == '[') // an IPv6 address
        return host.size() > 3 && host.back() == ']';
    for (const std::string_view label : split(host, '.')) {
        const auto good = [](char c) { return isAlphanumeric(c) || c == '-' || static_cast<unsigned char>(c) >= 0x80; };
        if (label.empty() || label.front() == '-' || label.back() == '-' || !std::all_of(label.begin(), label.end(), good))
            return false;
    }
    return host.find('.') != std::string_view::npos || host == "localhost";
}

std::string_view badAuthority(std::string_view authority)
{
    if (authority.find('@') != std::string_view::npos)
        return "has a user name in it";
    std::string_view host = authority;
    const size_t colon = authority.rfind(':');
    if (colon != std::string_view::npos && authority.back() != ']') {
        const std::string_view port = authority.substr(colon + 1);
        host = authority.substr(0, colon);
        if (port.empty() || port.size() > 5 || !std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; }))
            return "has a port that is no number";
    }
    return isHost(host) ? std::string_view() : std::string_view("names no host such as shop.example.com");
}

// A sentence without subject; empty where the address is right.
std::string_view problemOf(std::string_view url, bool mayBePath)
{
    if (url.size() > longestUrl)
        return "is longer than 2000 characters";
    if (const std::string_view bad = badCharacters(url); !bad.empty())
        return bad;
    const size_t scheme = url.find("://");
    if (scheme == std::string_view::npos)
        return mayBePath && url.find(':') == std::string_view::npos ? std::string_view() : "does not begin with https://";
    const std::string name = folded(url.substr(0, scheme));
    if (name != "https" && name != "http")
        return "does not begin with https://";
    const std::string_view rest = url.substr(scheme + 3);
    return badAuthority(rest.substr(0, rest.find_first_of("/?#")));
}

class UrlMalformed final : public Rule {
public:
    const RuleInfo& info() const override
    {
        static const RuleInfo info{
            .id = "attr.url-malformed",
            .title = "An address cannot be opened",
            .why = "A shopper who follows it sees an error, and a marketplace turns down the product for its picture.",
            .scope = RuleScope::Product,
            .unit = Unit::Product,
            .dimension = Dimension::Validity,
            .severity = Severity::Warning,
            .reads = {.fields = {"*", "image", "name", "parent"}},
            .violating = "shelfwright: 1\n"
                         "attributes: [ { code: manual, label: Manual, type: url } ]\n"
                         "products: [ { sku: CAM-1, name: Camera one, values: { manual: \"htp:/example.com/cam 1.pdf\" } } ]\n",
            .passing = "shelfwright: 1\n"
                       "attributes: [ { code: manual, label: Manual, type: url } ]\n"
                       "products: [ { sku: CAM-1, name: Camera one, values: { manual: \"https://example.com/cam%201.pdf?v=2#page=3\" } } "
                       "]\n",
            .edge = "shelfwright: 1\n"
                    "products: [ { sku: CAM-1, name: Its picture is a path in the shop, image: /media/cam-1.jpg } ]\n",
        };
        return info;
    }

    void check(const RuleRun& run, FindingSink& sink) const override
    {
        const Snapshot& catalog = run.catalog();
        checkColumn(run, {"image", catalog.column("image"), nullptr}, sink);
        for (const attr::ScannedColumn& named : attr::attributeColumns(catalog))
            if (named.attribute->type == AttributeType::Url)
                checkColumn(run, named, sink);
    }

private:
    static void checkColumn(const RuleRun& run, const attr::ScannedColumn& named, FindingSink& sink)
    {
        const bool mayBePath = !named.attribute;
        const Column* column = named.column;
        const auto isBad = [&](Code code) { return !problemOf(column->values().text(code), mayBePath).empty(); };
        attr::scanOwn(run, column, isBad, [&](Row row, Code code) {
            const std::string_view url = column->values().text(code);
            FindingSink::With with;
            with.detail = named.field;
            sink.product(row,
                attr::productLabel(run.catalog(), row) + ": " + attr::fieldLabel(run.definitions(), named.field) + " "
                    + std::string(problemOf(url, mayBePath)) + ": " + inQuotes(url, 120) + "; correct it",
                std::move(with));
        });
    }
};

} // namespace

RulePtr attrUrlMalformed()
{
    return std::make_unique<UrlMalformed>();
}

} // namespace shelf
