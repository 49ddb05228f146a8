#include "governance/evidence/data_sets.h"

#include "governance/evidence/count_table.h"

namespace shelf {

namespace {

struct NumberField {
    const char* name;
    uint64_t DataSet::*member;
};
constexpr NumberField numberFields[] = {
    {"orders", &DataSet::orders},
    {"lines", &DataSet::lines},
    {"products", &DataSet::products},
    {"pairs", &DataSet::pairs},
    {"large_orders", &DataSet::largeOrders},
    {"order_limit", &DataSet::orderLimit},
    {"smallest_cell", &DataSet::smallestCell},
};
struct TextField {
    const char* name;
    std::string DataSet::*member;
};
constexpr TextField textFields[] = {
    {"sha256", &DataSet::sha256},
    {"counts", &DataSet::counts},
    {"first_day", &DataSet::firstDay},
    {"last_day", &DataSet::lastDay},
    {"imported", &DataSet::imported},
};

// One data set's counts of two products; what it kept is at least its smallest cell, so 0 stands for what it did not keep, unless it
// kept everything.
Result<PairInSet> pairIn(Workspace& workspace, const DataSet& set, std::string_view skuA, std::string_view skuC)
{
    PairInSet found{set, {}, {}, {}};
    std::optional<uint32_t> a, c;
    uint32_t number = 0;
    CountTableVisitor visitor;
    visitor.product = [&](const ProductOrders& product) {
        if (product.sku == skuA) {
            a = number;
            found.a = product.orders;
        }
        if (product.sku == skuC) {
            c = number;
            found.c = product.orders;
        }
        ++number;
    };
    visitor.pair = [&](const OrderPair& pair) {
        if (!a || !c)
            return false;
        const uint32_t first = std::min(*a, *c), second = std::max(*a, *c);
        if (pair.a == first && pair.b == second)
            found.both = pair.orders;
        return pair.a < first || (pair.a == first && pair.b < second);
    };
    if (auto read = readCountTable(workspace, set.counts, visitor); !read)
        return read.error();
    if (set.smallestCell <= 1) {
        found.a = found.a.value_or(0);
        found.c = found.c.value_or(0);
        found.both = found.both.value_or(0);
    }
    return found;
}

} // namespace

std::vector<DataSet> dataSets(const Definitions& definitions)
{
    std::vector<DataSet> sets;
    for (const Thing* thing : definitions.all(ThingKind::DataSet)) {
        DataSet set;
        set.name = thing->key;
        set.changedIn = thing->changedIn;
        for (const NumberField& field : numberFields)
            set.*field.member = static_cast<uint64_t>(thing->fields.json(field.name).toInteger());
        for (const TextField& field : textFields)
            set.*field.member = thing->fields.text(field.name);
        sets.push_back(std::move(set));
    }
    return sets;
}

FieldMap fieldsOf(const DataSet& set)
{
    FieldMap fields;
    for (const NumberField& field : numberFields)
        fields.set(field.name, std::to_string(set.*field.member));
    for (const TextField& field : textFields)
        fields.setText(field.name, set.*field.member);
    return fields;
}

Json dataSetJson(const DataSet& set)
{
    Json json = Json::object();
    json.set("dataset", Json::string(set.name));
    for (const NumberField& field : numberFields)
        json.set(field.name, Json::number(static_cast<int64_t>(set.*field.member)));
    for (const TextField& field : textFields)
        json.setIf(field.name, set.*field.member);
    return json;
}

Result<PairEvidence> pairEvidence(Workspace& workspace, std::string_view skuA, std::string_view skuC)
{
    PairEvidence evidence;
    for (const DataSet& set : dataSets(workspace.definitions())) {
        auto found = pairIn(workspace, set, skuA, skuC);
        if (!found)
            return found.error();
        evidence.orders += set.orders;
        const auto sum = [&evidence](std::optional<uint64_t>& all, const std::optional<uint64_t>& one) {
            if (one)
                all = all.value_or(0) + *one;
            else
                evidence.atLeast = true;
        };
        sum(evidence.a, found->a);
        sum(evidence.c, found->c);
        sum(evidence.both, found->both);
        evidence.sets.push_back(*std::move(found));
    }
    return evidence;
}

} // namespace shelf
