// What an expression becomes: nodes in one flat arena, linked by index. Freeing it frees vectors and recurses into nothing.
#pragma once

#include <QRegularExpression>

#include <cstdint>
#include <string>
#include <vector>

namespace shelf {

enum class ValueType : uint8_t { Text, Number, Boolean, Date, List };

enum class Op : uint8_t {
    // Values. What a node's payload indexes is in brackets.
    NumberLiteral, // number
    TextLiteral, // [texts]
    BooleanLiteral, // number: 0 or 1
    DateLiteral, // number: days since 1970-01-01
    Sku,
    Field, // [fields]
    Completeness, // [texts]: channel
    Links, // [texts]: link type
    Mappings, // [texts]: status, empty for all of them
    Sum, // children; Inverse: subtracted
    Product, // children; Inverse: divided by
    Negate,
    Convert, // child * number + offset
    DateShift, // date, then Shift nodes or numbers of days; Inverse: back
    Shift, // number: months, offset: days; in DateShift only
    DateDifference, // date - date, in days
    // Conditions.
    And,
    Or,
    Not,
    Compare, // two children of one type, by `relation`
    InTexts, // [textSets]: child (or any element of a list) is one of them
    InNumbers, // [numberSets]: numbers, or dates as days
    Contains, // [texts]: text, folded; or an element of a list, exactly
    StartsWith, // [texts]: folded
    EndsWith, // [texts]: folded
    Matches, // [patterns]
    Below, // [texts]: a category or what is under it
    IsEmpty,
};

enum class Relation : uint8_t { Equal, Less, LessEqual, Greater, GreaterEqual };

enum NodeFlag : uint8_t {
    Inverse = 1, // in Sum subtracted, in Product divided by, in DateShift back
    Tolerant = 2, // of Compare, InNumbers: a side is computed, so equal means equal to twelve digits
    AmountText = 4, // of Field: money as text, "199.00 USD"
    AbsentIsFalse = 8, // of Field: a flag, false where it was never set
};

struct Node {
    Op op = Op::BooleanLiteral;
    ValueType type = ValueType::Boolean;
    Relation relation = Relation::Equal;
    uint8_t flags = 0;
    uint32_t payload = 0;
    uint32_t first = 0, last = 0, next = 0; // children and the next of its siblings; 0: none
    double number = 0;
    double offset = 0;
};

struct Compiled {
    std::vector<Node> nodes = std::vector<Node>(1); // 0 is no node
    uint32_t root = 0;
    std::vector<std::string> texts;
    std::vector<std::string> fields;
    std::vector<std::vector<std::string>> textSets; // sorted
    std::vector<std::vector<double>> numberSets; // sorted
    std::vector<QRegularExpression> patterns;
    bool readsLinkCounts = false;
    bool readsMappingCounts = false;
    bool readsCompleteness = false;
};

} // namespace shelf
