#include "governance/offers/ladder_field.h"

#include "governance/offers/bundle_checks.h"
#include "governance/offers/money.h"
#include "model/domain/decimal.h"
#include "model/domain/product.h"
#include "model/domain/shape.h"
#include "model/domain/text.h"
#include "model/domain/value.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

namespace shelf {

namespace {

constexpr double growsWithPrice = 0.3;
constexpr size_t mostKeys = 4;
constexpr std::array<std::string_view, 12> sizes = {"length", "width", "height", "depth", "weight", "thickness", "diameter", "dimensions",
    "size", "volume", "external_volume", "warranty_months"};

bool saysHowLarge(const Attribute& attribute)
{
    return std::find(sizes.begin(), sizes.end(), std::string_view(attribute.code)) != sizes.end()
        || (!attribute.unit.empty() && (convertUnit(1, attribute.unit, "m") || convertUnit(1, attribute.unit, "kg")));
}

// A number or yes and no, turned so that greater is better; NaN where there is none.
class KeyColumn {
public:
    KeyColumn(const Snapshot& catalog, std::string_view code, const std::vector<std::string>& lessIsBetter)
        : m_catalog(catalog), m_column(catalog.column(code)), m_inherits(inheritsField(code))
    {
        for (const std::string& less : lessIsBetter)
            m_less = m_less || std::string_view(less) == code;
    }

    double at(Row row) const
    {
        const Code code = m_catalog.value(m_column, row, m_inherits);
        if (!code)
            return std::nan("");
        double number = m_column->values().number(code);
        if (std::isnan(number)) // a text that is a number
            if (const auto text = canonicalDecimal(m_column->values().text(code)))
                number = toDouble(*text).value_or(std::nan(""));
        return m_less ? -number : number;
    }

private:
    const Snapshot& m_catalog;
    const Column* m_column;
    bool m_inherits, m_less = false;
};

// Ranks from 0, equal values share the mean of theirs.
std::vector<double> ranksOf(const std::vector<double>& values)
{
    std::vector<size_t> order(values.size());
    std::iota(order.begin(), order.end(), size_t(0));
    std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return values[a] != values[b] ? values[a] < values[b] : a < b; });
    std::vector<double> ranks(values.size());
    for (size_t i = 0; i < order.size();) {
        size_t end = i;
        while (end < order.size() && values[order[end]] == values[order[i]])
            ++end;
        for (size_t j = i; j < end; ++j)
            ranks[order[j]] = double(i + end - 1) / 2;
        i = end;
    }
    return ranks;
}

// Spearman's rank correlation: Pearson's of the ranks. 0 where one of the two never changes.
double rankCorrelation(const std::vector<double>& a, const std::vector<double>& b)
{
    const std::vector<double> x = ranksOf(a), y = ranksOf(b);
    const double mean = double(a.size() - 1) / 2;
    double xy = 0, xx = 0, yy = 0;
    for (size_t i = 0; i < x.size(); ++i) {
        xy += (x[i] - mean) * (y[i] - mean);
        xx += (x[i] - mean) * (x[i] - mean);
        yy += (y[i] - mean) * (y[i] - mean);
    }
    return xx > 0 && yy > 0 ? xy / std::sqrt(xx * yy) : 0;
}

class Field {
public:
    Field(const Snapshot& catalog, const Family& family, const SuggestOptions& options)
        : m_catalog(catalog), m_family(family), m_options(options), m_prices(catalog)
    {
    }

    Result<LadderField> read()
    {
        readProducts();
        if (const auto known = chooseKeys(); !known)
            return known.error();
        readKeys();
        if (const auto grouped = group(); !grouped)
            return grouped.error();
        return std::move(m_field);
    }

private:
    void readProducts()
    {
        const Column* families = m_catalog.column("family");
        for (Row row = 0; families && row < m_catalog.rows(); ++row) {
            if (!m_catalog.exists(row) || m_catalog.family(row) != m_family.code)
                continue;
            const auto price = m_prices.price(row);
            if (!isSold(m_catalog, row) || !price || *price <= 0 || parentStandsFor(row, *price) || onLadder(row)) {
                ++m_field.leftOut;
                continue;
            }
            LadderProduct product;
            product.row = row;
            product.price = *price;
            product.currency = m_prices.currency(row);
            m_field.products.push_back(std::move(product));
        }
        std::sort(m_field.products.begin(), m_field.products.end(), [this](const LadderProduct& a, const LadderProduct& b) {
            return a.price != b.price ? a.price < b.price : m_catalog.sku(a.row) < m_catalog.sku(b.row);
        });
    }

    // One of five colours at one price is no step beside the other four.
    bool parentStandsFor(Row row, int64_t price) const
    {
        const Row parent = m_catalog.parent(row);
        return parent != noRow && isSold(m_catalog, parent) && m_prices.price(parent) == price;
    }

    bool onLadder(Row row) const
    {
        for (const EntryPtr& entry : m_catalog.entriesNaming(row))
            if (entry->kind == MappingKind::Upgrade && entry->in(View::Working))
                return true;
        return false;
    }

    Result<void> chooseKeys()
    {
        for (const std::string& code : m_options.keys) {
            const Attribute* attribute = m_catalog.definitions().attribute(code);
            if (!attribute)
                return unknown("--keys", code);
            const bool number = attribute->type == AttributeType::Number || attribute->type == AttributeType::Integer
                || attribute->type == AttributeType::Boolean || attribute->type == AttributeType::Money;
            if (!number)
                return Error{ErrorKind::Usage, "KEY", "--keys",
                    inQuotes(code) + " is neither a number nor yes or no, so that no step is worse in it",
                    "name an attribute that is a number"};
            m_field.keys.push_back(code);
        }
        if (!m_field.keys.empty())
            return {};
        std::vector<std::pair<double, std::string>> found;
        for (const FamilyAttribute& used : m_family.attributes)
            if (const Attribute* attribute = m_catalog.definitions().attribute(used.code))
                if (const double correlation = withPrice(*attribute); correlation >= growsWithPrice)
                    found.emplace_back(-correlation, attribute->code);
        std::sort(found.begin(), found.end());
        for (size_t i = 0; i < found.size() && i < mostKeys; ++i)
            m_field.keys.push_back(found[i].second);
        return {};
    }

    double withPrice(const Attribute& attribute) const
    {
        if ((attribute.type != AttributeType::Number && attribute.type != AttributeType::Integer) || saysHowLarge(attribute))
            return 0;
        const KeyColumn column(m_catalog, attribute.code, m_options.ladder.lessIsBetter);
        std::vector<double> values, prices;
        for (const LadderProduct& product : m_field.products)
            if (const double value = column.at(product.row); !std::isnan(value)) {
                values.push_back(value);
                prices.push_back(double(product.price));
            }
        return values.size() >= 3 && values.size() * 2 >= m_field.products.size() ? rankCorrelation(values, prices) : 0;
    }

    void readKeys()
    {
        std::vector<KeyColumn> columns;
        for (const std::string& key : m_field.keys)
            columns.emplace_back(m_catalog, key, m_options.ladder.lessIsBetter);
        const auto incomplete = [&](LadderProduct& product) {
            for (const KeyColumn& column : columns)
                product.keys.push_back(column.at(product.row));
            return std::any_of(product.keys.begin(), product.keys.end(), [](double value) { return std::isnan(value); });
        };
        m_field.leftOut += std::erase_if(m_field.products, incomplete);
    }

    Result<void> group()
    {
        std::vector<std::string> fields = m_options.by;
        for (const std::string& field : fields)
            if (!coreField(field) && !m_catalog.definitions().attribute(field))
                return unknown("--by", field);
        if (!fields.empty()) {
            m_field.grouping = join(fields, ", ");
            groupBy([&](Row row) {
                std::vector<std::string> values;
                for (const std::string& field : fields)
                    values.emplace_back(m_catalog.text(field, row));
                return join(values, " ");
            });
        } else if (share([this](Row row) { return std::string(m_catalog.text("brand", row)); }, 1) >= 0.5) {
            m_field.grouping = "brand";
            groupBy([this](Row row) { return std::string(m_catalog.text("brand", row)); });
        } else if (share([this](Row row) { return firstWord(row); }, 5) >= 0.5) {
            m_field.grouping = "first word of the name";
            groupBy([this](Row row) { return firstWord(row); });
        } else {
            groupBy([](Row) { return std::string(); });
        }
        return {};
    }

    std::string firstWord(Row row) const
    {
        const std::string_view name = m_catalog.text("name", row);
        return std::string(name.substr(0, name.find(' ')));
    }

    // Of the products, those that have something in common with this many (themselves among them).
    template <typename Name> double share(const Name& name, size_t least) const
    {
        std::map<std::string, size_t> counts;
        for (const LadderProduct& product : m_field.products)
            ++counts[name(product.row)];
        size_t shared = 0;
        for (const auto& [text, count] : counts)
            if (!text.empty() && count >= least)
                shared += count;
        return m_field.products.empty() ? 0 : double(shared) / double(m_field.products.size());
    }

    // And what is of another category does another job; it is named where there are several.
    template <typename Name> void groupBy(const Name& name)
    {
        const Column* column = m_catalog.column("categories");
        const auto categoryOf = [&](Row row) {
            const Code code = m_catalog.value(column, row);
            const std::span<const Code> all = code ? column->values().elements(code) : std::span<const Code>();
            return all.empty() ? std::string() : std::string(column->values().elementValues().text(all.front()));
        };
        std::set<std::string> categories;
        for (const LadderProduct& product : m_field.products)
            categories.insert(categoryOf(product.row));
        for (LadderProduct& product : m_field.products) {
            product.group = name(product.row);
            const std::string category = categories.size() > 1 ? categoryOf(product.row) : std::string();
            if (!category.empty())
                product.group += (product.group.empty() ? "" : " ") + category;
        }
    }

    Error unknown(const char* option, const std::string& code) const
    {
        return {ErrorKind::Usage, "UNKNOWN_ATTRIBUTE", option, "there is no attribute " + inQuotes(code),
            didYouMean(code, m_catalog.definitions().attributeCodes(), "name one of the family's attributes")};
    }

    const Snapshot& m_catalog;
    const Family& m_family;
    const SuggestOptions& m_options;
    Prices m_prices;
    LadderField m_field;
};

} // namespace

Result<LadderField> ladderField(const Snapshot& catalog, const Family& family, const SuggestOptions& options)
{
    return Field(catalog, family, options).read();
}

} // namespace shelf
