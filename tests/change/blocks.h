// Random blocks for tests: every shape a block may have.
#pragma once

#include "model/change/change_set.h"

#include <random>
#include <string>

namespace shelf::test {

class RandomBlocks {
public:
    explicit RandomBlocks(unsigned seed) : m_random(seed) { }

    size_t below(size_t limit) { return std::uniform_int_distribution<size_t>(0, limit - 1)(m_random); }
    bool oneIn(size_t n) { return below(n) == 0; }

    std::string text()
    {
        static const std::string pieces[] = {"a", "zz", "\"", "\\", "\xc3\xa4", "0", std::string(1, '\0'), "{}", std::string(200, 'x')};
        std::string text;
        for (size_t i = below(5); i > 0; --i)
            text += pieces[below(std::size(pieces))];
        return text;
    }

    Change change(ThingKind kind, size_t row)
    {
        Change change{kind, std::to_string(row) + text(), static_cast<ChangeOp>(1 + below(3)), 0, {}};
        if (!oneIn(3))
            change.baseRevision = oneIn(4) ? ~uint64_t(0) >> below(64) : below(200);
        for (size_t field = 0; field < 12; ++field) {
            if (!oneIn(3))
                continue;
            FieldChange made{std::string("f").append(std::to_string(10 + field)), {}, {}};
            if (change.op != ChangeOp::Create)
                made.before = text();
            if (change.op != ChangeOp::Delete)
                made.after = text();
            if (made.before != made.after)
                change.fields.push_back(made);
        }
        return change;
    }

    ChangeBlock block()
    {
        static const ThingKind kinds[] = {ThingKind::Product, ThingKind::Mapping, ThingKind::Policy, ThingKind::Attribute};
        ChangeBlock block;
        block.kind = kinds[below(std::size(kinds))];
        const size_t rows = below(oneIn(5) ? 400 : 8);
        for (size_t row = 0; row < rows; ++row)
            block.add(change(block.kind, row));
        return block;
    }

private:
    std::mt19937 m_random;
};

} // namespace shelf::test
