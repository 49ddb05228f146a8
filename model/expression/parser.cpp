#include "model/expression/parser.h"

#include "model/domain/text.h"

namespace shelf {

namespace {

// How tightly operators bind; 0 is none.
enum Power { Any = 1, OrPower = 1, AndPower = 2, NotPower = 3, ComparePower = 4, AddPower = 5, MultiplyPower = 6, SignPower = 7 };

std::string_view hintForWord(const Token& token)
{
    struct Habit {
        std::string_view word, hint;
    };
    static constexpr Habit habits[] = {{"like", "write: contains \"…\", starts with \"…\" or matches \"…\""},
        {"between", "write: price >= 1 and price <= 5"}, {"equals", "write: ="}, {"null", "write: is empty"}, {"has", "write: contains"},
        {"isnt", "write: is not empty"}, {"xor", "write: a != b"}};
    for (const Habit& habit : habits)
        if (token.isWord(habit.word))
            return habit.hint;
    return {};
}

} // namespace

void Parser::advance()
{
    m_lastEnd = m_token.end;
    m_token = m_lexer.next();
}

// Records what the lexer found wrong with the current token.
bool Parser::badToken()
{
    if (m_token.kind != TokenKind::Bad)
        return false;
    m_checker.fail(m_token.begin, m_token.text, m_token.hint);
    return true;
}

std::string Parser::seen() const
{
    return forTerminal(m_text.substr(m_token.begin, m_token.end - m_token.begin), 40);
}

std::optional<uint32_t> Parser::condition()
{
    advance();
    if (m_token.kind == TokenKind::End)
        return m_checker.fail(0, "the expression is empty", "write a condition, as in price > 0");
    const Checked whole = expression(Any);
    if (!whole || problem())
        return std::nullopt;
    if (m_token.kind != TokenKind::End)
        return unexpectedOperator();
    if (!m_checker.requireCondition(*whole))
        return std::nullopt;
    return whole->node;
}

Checked Parser::expression(int minimumPower)
{
    if (++m_depth > m_maxDepth)
        return m_checker.fail(m_token.begin, "the expression is nested deeper than " + std::to_string(m_maxDepth), "use fewer parentheses");
    Checked left = prefix();
    while (left && !problem()) {
        const int power = infixPower();
        if (power == 0 || power < minimumPower)
            break;
        if (power == ComparePower && left->comparison)
            return m_checker.fail(m_token.begin, "comparisons can't be chained", "join them: price > 1 and price < 5");
        left = infix(*left, power);
    }
    --m_depth;
    return left;
}

int Parser::infixPower() const
{
    switch (m_token.kind) {
    case TokenKind::Plus:
    case TokenKind::Minus:
        return AddPower;
    case TokenKind::Star:
    case TokenKind::Slash:
        return MultiplyPower;
    case TokenKind::Equal:
    case TokenKind::NotEqual:
    case TokenKind::Less:
    case TokenKind::LessEqual:
    case TokenKind::Greater:
    case TokenKind::GreaterEqual:
        return ComparePower;
    case TokenKind::Name:
        if (m_token.isWord("or"))
            return OrPower;
        if (m_token.isWord("and"))
            return AndPower;
        for (const char* word : {"in", "not", "is", "contains", "starts", "ends", "matches", "below"})
            if (m_token.isWord(word))
                return ComparePower;
        return 0;
    default:
        return 0;
    }
}

Checked Parser::prefix()
{
    if (badToken())
        return std::nullopt;
    const Token token = m_token;
    switch (token.kind) {
    case TokenKind::LeftParen:
        return parenthesised();
    case TokenKind::Minus: {
        advance();
        const Checked operand = expression(SignPower);
        return operand ? m_checker.negate(token.begin, *operand) : std::nullopt;
    }
    case TokenKind::Number:
        advance();
        return m_checker.number(token);
    case TokenKind::Text:
        advance();
        return m_checker.text(token);
    case TokenKind::Label:
        advance();
        return m_checker.label(token);
    case TokenKind::Name:
        break;
    default:
        return unexpectedValue();
    }
    if (token.isWord("not")) {
        advance();
        return m_checker.negated(expression(NotPower), token.begin);
    }
    if (m_checker.isCount(token))
        return counted();
    if (!token.isWord("true") && !token.isWord("false") && !token.isWord("today")) {
        if (token.prefix.empty() && isOperatorWord(token.text))
            return unexpectedValue();
        advance();
        if (m_token.kind == TokenKind::LeftParen)
            return m_checker.noFunction(token);
        return m_checker.name(token);
    }
    advance();
    return token.isWord("today") ? m_checker.today(token) : m_checker.boolean(token, token.isWord("true"));
}

Checked Parser::parenthesised()
{
    const size_t open = m_token.begin;
    advance();
    Checked inner = expression(Any);
    if (!inner || badToken())
        return std::nullopt;
    if (m_token.kind == TokenKind::End)
        return m_checker.fail(open, "the parenthesis is never closed", "add )");
    if (m_token.kind != TokenKind::RightParen)
        return unexpectedOperator();
    inner->begin = open;
    inner->end = m_token.end;
    inner->comparison = false;
    advance();
    return inner;
}

// links("accessory"), links(), completeness: the argument and its parentheses may be left out.
Checked Parser::counted()
{
    const Token name = m_token;
    advance();
    if (m_token.kind != TokenKind::LeftParen)
        return m_checker.count(name, nullptr, name.end);
    advance();
    std::optional<Token> argument;
    if (m_token.kind == TokenKind::Text) {
        argument = m_token;
        advance();
    }
    if (badToken())
        return std::nullopt;
    if (m_token.kind != TokenKind::RightParen)
        return m_checker.fail(m_token.begin, name.text + "() takes one text in quotes, or nothing", "write: " + name.text + "(\"…\")");
    const size_t end = m_token.end;
    advance();
    return m_checker.count(name, argument ? &*argument : nullptr, end);
}

Checked Parser::infix(const Operand& left, int power)
{
    const Token token = m_token;
    if (power == ComparePower && token.kind == TokenKind::Name)
        return wordTest(left);
    advance();
    const Checked right = expression(power + 1);
    if (!right)
        return std::nullopt;
    switch (power) {
    case OrPower:
        return m_checker.joined(Op::Or, left, *right);
    case AndPower:
        return m_checker.joined(Op::And, left, *right);
    case AddPower:
        return m_checker.add(left, *right, token.kind == TokenKind::Minus);
    case MultiplyPower:
        return token.kind == TokenKind::Star ? m_checker.multiply(left, *right) : m_checker.divide(left, *right);
    default:
        return m_checker.compare(token.kind, left, *right);
    }
}

Checked Parser::wordTest(const Operand& left)
{
    const Token word = m_token;
    advance();
    if (word.isWord("is"))
        return emptyTest(left);
    if (word.isWord("in"))
        return list(left);
    if (word.isWord("not")) {
        if (m_token.isWord("in")) {
            advance();
            return m_checker.negated(list(left), left.begin);
        }
        return m_checker.fail(
            word.begin, "after a value, not belongs to: not in (…)", "put not before the comparison: not name contains \"x\"");
    }
    Op op = Op::Contains;
    if (word.isWord("starts") || word.isWord("ends")) {
        op = word.isWord("starts") ? Op::StartsWith : Op::EndsWith;
        if (!expectWord("with", word.isWord("starts") ? "starts" : "ends"))
            return std::nullopt;
    } else if (word.isWord("matches")) {
        op = Op::Matches;
    } else if (word.isWord("below")) {
        op = Op::Below;
    }
    const Checked right = expression(AddPower);
    return right ? m_checker.textTest(op, left, *right) : std::nullopt;
}

Checked Parser::emptyTest(const Operand& left)
{
    const bool negative = m_token.isWord("not");
    if (negative)
        advance();
    if (!expectWord("empty", negative ? "is not" : "is"))
        return std::nullopt;
    const Checked test = m_checker.isEmpty(left, m_lastEnd);
    return negative ? m_checker.negated(test, left.begin) : test;
}

Checked Parser::list(const Operand& left)
{
    if (badToken())
        return std::nullopt;
    const size_t open = m_token.begin;
    if (m_token.kind != TokenKind::LeftParen)
        return m_checker.fail(open, "in needs a list in parentheses", "write: family in (\"lens\", \"camera\")");
    std::vector<Operand> values;
    do {
        advance();
        const Checked value = expression(AddPower);
        if (!value || badToken())
            return std::nullopt;
        values.push_back(*value);
    } while (m_token.kind == TokenKind::Comma && !problem());
    if (m_token.kind == TokenKind::End)
        return m_checker.fail(open, "the list is never closed", "add )");
    if (m_token.kind != TokenKind::RightParen)
        return m_checker.fail(m_token.begin, seen() + " is not expected in a list", "part values with commas");
    const size_t end = m_token.end;
    advance();
    return m_checker.isIn(left, std::move(values), end);
}

bool Parser::expectWord(std::string_view word, std::string_view after)
{
    if (m_token.isWord(word)) {
        advance();
        return true;
    }
    if (badToken())
        return false;
    std::string hint = "write: brand is empty, or brand is not empty";
    if (word != "empty")
        hint = std::string("write: name ").append(after).append(" with \"…\"");
    m_checker.fail(m_token.begin, std::string(after).append(" is followed by ").append(word), hint);
    return false;
}

Checked Parser::unexpectedValue()
{
    if (m_token.kind == TokenKind::End)
        return m_checker.fail(
            m_token.begin, "the expression ends where a value is expected", "name a field, or write a number or a \"text\"");
    return m_checker.fail(m_token.begin, "a value is expected here, not " + seen(), "name a field, or write a number or a \"text\"");
}

std::nullopt_t Parser::unexpectedOperator()
{
    if (badToken())
        return std::nullopt;
    if (m_token.kind == TokenKind::RightParen)
        return m_checker.fail(m_token.begin, "there is no ( for this )", "remove it");
    std::string hint(hintForWord(m_token));
    if (m_token.kind == TokenKind::Name && hint.empty() && m_token.text.size() <= 40) {
        static const std::vector<std::string> words = {
            "and", "or", "not in", "in", "is", "contains", "starts with", "ends with", "matches", "below"};
        if (const auto near = nearest(m_token.text, words))
            hint = "did you mean " + *near + "?";
    }
    return m_checker.fail(
        m_token.begin, "an operator is expected here, not " + seen(), hint.empty() ? "join conditions with and, or" : hint);
}

} // namespace shelf
