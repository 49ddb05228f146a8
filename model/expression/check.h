// Builds the nodes of an expression and checks their types while doing so. The parser says what stands where; this says whether
// it makes sense and what it means.
#pragma once

#include "model/domain/date.h"
#include "model/domain/definitions.h"
#include "model/expression/compiled.h"
#include "model/expression/lexer.h"
#include "model/expression/names.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

// What a number measures. Free numbers are written without a unit and take that of what they meet; a share is 0…1 and may
// be compared with a percentage.
enum class Measure : uint8_t { Free, Plain, Share, Unit };

// A part of the expression that has been read: its node, its type and where it stands.
struct Operand {
    uint32_t node = 0;
    ValueType type = ValueType::Boolean;
    size_t begin = 0, end = 0; // bytes in the expression
    Measure measure = Measure::Free; // of numbers
    std::string_view unit; // where measure is Unit
    bool literal = false; // fixed when the expression was read
    bool condition = false; // true or false of itself, and never absent
    bool comparison = false; // written without parentheses: it can't be compared further
    bool category = false;
    bool computed = false; // a number that went through arithmetic or a unit
};
using Checked = std::optional<Operand>; // nullopt: problem() says why

struct Problem {
    size_t at = 0; // byte
    std::string what;
    std::string hint;
};

class Checker {
public:
    Checker(std::string_view text, const Definitions& definitions, Days today, ExpressionScope scope, int maxNodes, Compiled& compiled)
        : m_text(text), m_definitions(definitions), m_today(today), m_scope(scope), m_maxNodes(maxNodes), m_compiled(compiled)
    {
    }

    const std::optional<Problem>& problem() const { return m_problem; }
    // Keeps the first problem. Always nullopt, to be returned.
    std::nullopt_t fail(size_t at, std::string what, std::string hint = {});

    // Values.
    Checked number(const Token& token);
    Checked text(const Token& token);
    Checked boolean(const Token& token, bool value);
    Checked today(const Token& token);
    Checked name(const Token& token); // a field or sku; anything else is an unknown name
    Checked label(const Token& token);
    bool isCount(const Token& token) const; // links, mappings, completeness of a product: may have an argument
    std::nullopt_t noFunction(const Token& token);
    Checked count(const Token& token, const Token* argument, size_t end);

    // Arithmetic of numbers and dates.
    Checked negate(size_t begin, Operand operand);
    Checked add(Operand left, Operand right, bool subtract);
    Checked multiply(Operand left, Operand right);
    Checked divide(Operand left, Operand right);

    // Conditions.
    Checked compare(TokenKind relation, Operand left, Operand right);
    Checked isIn(Operand left, std::vector<Operand> values, size_t end);
    Checked textTest(Op op, const Operand& left, const Operand& right);
    Checked isEmpty(const Operand& left, size_t end);
    Checked negated(Checked condition, size_t begin);
    Checked joined(Op andOr, const Operand& left, const Operand& right);
    bool requireCondition(const Operand& operand);

private:
    uint32_t add(Node node);
    void append(uint32_t parent, uint32_t child);
    uint32_t keep(std::string_view text); // in Compiled::texts
    Operand literal(Node node, size_t begin, size_t end);
    Checked field(const NamedField& named, const Token& token);
    Checked ofEnd(const Token& token); // source.price, target.[List price]
    Checked ofScope(const Token& token); // type, rank, margin …
    std::nullopt_t noSuchName(const Token& token);

    std::string shown(const Operand& operand) const; // its text, for messages
    std::string described(const Operand& operand) const; // its text and type
    bool requireNumber(const Operand& operand);
    bool requireKnownUnit(const Operand& operand);
    bool alignUnits(Operand& left, Operand& right); // to one unit, for + - and comparisons
    bool convert(Operand& operand, std::string_view unit);
    void scalePercent(Operand& operand); // 80 % as 0.8
    std::nullopt_t unitsDiffer(const Operand& left, const Operand& right);
    bool toDate(Operand& operand); // a text literal that stands beside a date
    Checked shiftDate(Operand date, Operand amount, bool back);
    Checked shiftByNumber(Operand date, Operand amount, bool back);
    bool foldShift(Operand& date, int64_t months, int64_t days);
    Operand chained(Op op, const Operand& left, const Operand& right, bool inverse); // flat: a + b + c is one node
    Checked foldedTo(Operand left, const Operand& right, double value);
    Checked compareCategory(bool equal, const Operand& left, const Operand& right);
    Operand inTexts(const Operand& left, std::vector<std::string> texts, size_t end);
    Checked matches(const Operand& left, const Operand& right);
    std::nullopt_t cannotCompare(const Operand& left, const Operand& right);
    Node& node(const Operand& operand) { return m_compiled.nodes[operand.node]; }

    std::string_view m_text;
    const Definitions& m_definitions;
    Days m_today;
    ExpressionScope m_scope;
    int m_maxNodes;
    Compiled& m_compiled;
    std::optional<Problem> m_problem;
};

// A date moved by whole months (the day is cut to the month's last) and then by days; nullopt beyond the years 1…9999.
std::optional<Days> shiftedDate(Days date, int64_t months, int64_t days);

} // namespace shelf
