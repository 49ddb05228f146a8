// Turns the text of an expression into tokens, one at a time, each with its place.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace shelf {

enum class TokenKind {
    End,
    Name, // a field, a built-in or an operator that is a word
    Label, // [Contact Phone Number]
    Text, // "…" or '…'
    Number, // with its unit where one follows
    LeftParen,
    RightParen,
    Comma,
    Plus,
    Minus,
    Star,
    Slash,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Bad, // `text` says what is wrong, `hint` what to do
};

struct Token {
    TokenKind kind = TokenKind::End;
    size_t begin = 0, end = 0; // bytes in the expression
    std::string text; // a name as written, a label's or a text's content, or what is wrong
    std::string hint;
    std::string_view suffix; // of a label: "@de"
    std::string_view prefix; // of a name or label: "source." or "target."
    double number = 0;
    std::string_view unit; // of a number; views the expression

    bool isWord(std::string_view lowerCase) const; // an operator word, in any case
};

// Words that the grammar keeps for itself; a field of that name is written in brackets.
bool isOperatorWord(std::string_view word);

// Reads the expression from left to right; each byte is looked at a bounded number of times.
class Lexer {
public:
    explicit Lexer(std::string_view text) : m_text(text) { }
    Token next();

private:
    Token name();
    Token label();
    Token quoted();
    Token number();
    Token symbol();
    std::string_view unitAfterNumber();
    std::string_view variantSuffix();
    Token bad(size_t begin, size_t end, std::string what, std::string hint = {}) const;

    std::string_view m_text;
    size_t m_at = 0;
};

} // namespace shelf
