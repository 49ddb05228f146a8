// The message of a user rule: a text with names in braces, "{sku} {name} has no mount".
#pragma once

#include "governance/rules/user/subject_row.h"
#include "model/domain/definitions.h"
#include "model/domain/result.h"

#include <string>
#include <vector>

namespace shelf {

class MessageTemplate {
public:
    // Names are those of expressions of the scope; "{{" and "}}" stand for braces. Error: Rejected, where = "column N", from 1, in
    // characters.
    static Result<MessageTemplate> parse(std::string_view text, const Definitions& definitions, ExpressionScope scope);

    // What stands for a name: "(empty)" where there is no value; numbers of attributes with their unit, shares in percent.
    std::string fill(const SubjectRow& row) const;
    bool names(std::string_view name) const; // whether it has this one
    std::vector<std::string> fieldsRead() const;

private:
    struct Part {
        std::string text; // in front of the name
        std::string name; // as the row is asked for it; empty: none follows
        std::string unit;
        bool share = false;
    };
    std::vector<Part> m_parts;
};

} // namespace shelf
