// Reads the text of an expression into nodes: a Pratt parser over the lexer; the checker gives each part its type.
#pragma once

#include "model/expression/check.h"
#include "model/expression/expression.h"
#include "model/expression/lexer.h"

namespace shelf {

class Parser {
public:
    Parser(std::string_view text, const Definitions& definitions, Days today, ExpressionScope scope, const ExpressionLimits& limits,
        Compiled& compiled)
        : m_text(text), m_maxDepth(limits.depth), m_lexer(text), m_checker(text, definitions, today, scope, limits.nodes, compiled)
    {
    }

    // The root node of the whole text, which is a condition; nullopt: problem() says why not.
    std::optional<uint32_t> condition();
    const std::optional<Problem>& problem() const { return m_checker.problem(); }

private:
    Checked expression(int minimumPower);
    Checked prefix();
    Checked infix(const Operand& left, int power);
    Checked parenthesised();
    Checked counted();
    Checked list(const Operand& left);
    Checked wordTest(const Operand& left);
    Checked emptyTest(const Operand& left);
    Checked unexpectedValue();
    std::nullopt_t unexpectedOperator();
    int infixPower() const;
    bool expectWord(std::string_view word, std::string_view after);
    void advance();
    bool badToken();
    std::string seen() const;

    std::string_view m_text;
    int m_maxDepth;
    int m_depth = 0;
    Lexer m_lexer;
    Checker m_checker;
    Token m_token;
    size_t m_lastEnd = 0; // of the token before m_token
};

} // namespace shelf
