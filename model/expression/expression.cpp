#include "model/expression/expression.h"

#include "model/domain/text.h"
#include "model/expression/evaluate.h"
#include "model/expression/parser.h"
#include "model/expression/select.h"

#include <algorithm>
#include <array>

namespace shelf {

struct Expression::Program {
    std::string text;
    ExpressionScope scope = ExpressionScope::Product;
    Compiled compiled;
    mutable Trouble trouble;
};

namespace {

constexpr std::array<std::string_view, 4> scopeTexts = {"product", "link", "bundle", "upgrade"};

// The column, from 1 and in characters, of a byte.
std::string columnOf(std::string_view text, size_t byte)
{
    const std::string_view before = text.substr(0, byte);
    const auto characters = std::ranges::count_if(before, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
    return "column " + std::to_string(characters + 1);
}

Error rejected(std::string_view text, const Problem& problem)
{
    return {ErrorKind::Rejected, "EXPRESSION", columnOf(text, problem.at), problem.what, problem.hint};
}

} // namespace

std::string_view expressionScopeName(ExpressionScope scope)
{
    return scopeTexts[static_cast<size_t>(scope)];
}

std::optional<ExpressionScope> expressionScopeFromName(std::string_view name)
{
    const auto found = std::ranges::find(scopeTexts, name);
    return found == scopeTexts.end() ? std::nullopt : std::optional(static_cast<ExpressionScope>(found - scopeTexts.begin()));
}

Result<Expression> Expression::parse(std::string_view text, const Definitions& definitions, Days today, const ExpressionLimits& limits)
{
    return parse(text, definitions, today, ExpressionScope::Product, limits);
}

Result<Expression> Expression::parse(
    std::string_view text, const Definitions& definitions, Days today, ExpressionScope scope, const ExpressionLimits& limits)
{
    if (text.size() > limits.bytes)
        return rejected({}, {0, "the expression is longer than " + std::to_string(limits.bytes) + " bytes", "split it up"});
    if (const auto invalid = firstInvalidUtf8(text))
        return rejected(text, {*invalid, "the expression is no valid UTF-8 text", "write it anew"});
    auto program = std::make_shared<Program>();
    program->text = text;
    program->scope = scope;
    Parser parser(program->text, definitions, today, scope, limits, program->compiled);
    const auto root = parser.condition();
    if (parser.problem() || !root)
        return rejected(program->text, parser.problem().value_or(Problem{0, "the expression can't be read", ""}));
    program->compiled.root = *root;
    Expression expression;
    expression.m_program = std::move(program);
    return expression;
}

bool Expression::matches(const ExpressionRow& row) const
{
    return m_program && satisfies(m_program->compiled, row, m_program->trouble);
}

RowSet Expression::select(const Snapshot& snapshot) const
{
    return select(snapshot, RowSet::all(snapshot));
}

RowSet Expression::select(const Snapshot& snapshot, const RowSet& among) const
{
    return m_program ? selectRows(m_program->compiled, snapshot, among, m_program->trouble) : RowSet(snapshot.rows());
}

std::optional<std::string> Expression::trouble() const
{
    return m_program ? m_program->trouble.first() : std::nullopt;
}

const std::string& Expression::text() const
{
    static const std::string none;
    return m_program ? m_program->text : none;
}

ExpressionScope Expression::scope() const
{
    return m_program ? m_program->scope : ExpressionScope::Product;
}

std::vector<std::string> Expression::fieldsRead() const
{
    std::vector<std::string> fields;
    if (m_program)
        fields = m_program->compiled.fields;
    std::ranges::sort(fields);
    fields.erase(std::unique(fields.begin(), fields.end()), fields.end());
    return fields;
}

bool Expression::readsLinkCounts() const
{
    return m_program && m_program->compiled.readsLinkCounts;
}
bool Expression::readsMappingCounts() const
{
    return m_program && m_program->compiled.readsMappingCounts;
}
bool Expression::readsCompleteness() const
{
    return m_program && m_program->compiled.readsCompleteness;
}

} // namespace shelf
