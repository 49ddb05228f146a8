#include "model/query/sort_key.h"

#include "model/domain/decimal.h"
#include "model/domain/value.h"

namespace shelf {

SortKey sortKey(std::string_view json)
{
    SortKey key;
    if (json.empty())
        return key;
    if (json.front() == '"' || json.front() == '[') {
        key.kind = SortKey::Kind::Text;
        key.text = valueToText(json);
        // Money is kept as "199.00 USD".
        if (const size_t space = key.text.find(' '); space != std::string::npos && key.text.size() == space + 4)
            if (const auto amount = canonicalDecimal(std::string_view(key.text).substr(0, space))) {
                key.kind = SortKey::Kind::Number;
                key.number = toDouble(*amount).value_or(0);
            }
    } else {
        key.kind = SortKey::Kind::Number;
        key.number = json == "true" ? 1 : toDouble(json).value_or(0);
    }
    return key;
}

int compareKeys(const SortKey& left, const SortKey& right, bool descending)
{
    const auto sign = [descending](bool less) { return less != descending ? -1 : 1; };
    if (left.kind != right.kind) {
        if (left.kind == SortKey::Kind::Absent || right.kind == SortKey::Kind::Absent)
            return left.kind == SortKey::Kind::Absent ? 1 : -1;
        return sign(left.kind < right.kind);
    }
    if (left.kind == SortKey::Kind::Number && left.number != right.number)
        return sign(left.number < right.number);
    if (const int order = left.text.compare(right.text))
        return sign(order < 0);
    return 0;
}

} // namespace shelf
