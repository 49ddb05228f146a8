// The expression language: filters, and conditions of rules. The grammar, for people, is in
// resources/help/expressions.md and nowhere else.
#pragma once

#include "model/domain/date.h"
#include "model/domain/definitions.h"
#include "model/domain/result.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

// What an expression reads of one product (or link, bundle, upgrade path). Values are canonical JSON text, empty where absent;
// inheritance from a parent is the row's business.
class ExpressionRow {
public:
    virtual ~ExpressionRow() = default;
    virtual std::string_view sku() const = 0;
    virtual std::string_view field(std::string_view name) const = 0; // core fields and attribute codes
    virtual double completeness(std::string_view channel) const = 0; // 0…1; empty channel: the lowest of all channels
    virtual int64_t linkCount(std::string_view type) const = 0; // links from this product; empty type: of any type
    virtual int64_t mappingCount(std::string_view status) const = 0; // mappings that name this product, by status
};

// Limits of one expression; the defaults are those of reliability.md.
struct ExpressionLimits {
    size_t bytes = 64 * 1024;
    int depth = 100;
    int nodes = 10000;
};

class RowSet;
class Snapshot;

// What an expression is about, and so which names it has. Names of a scope are those of resources/help/expressions.md.
enum class ExpressionScope : uint8_t {
    Product, // core fields, attributes, counts
    Link, // source.FIELD and target.FIELD of the two products, and the link's own
    Bundle, // figures and the bundle's own
    Upgrade, // figures and the upgrade path's own
};
std::string_view expressionScopeName(ExpressionScope scope); // "product" …
std::optional<ExpressionScope> expressionScopeFromName(std::string_view name);

// A parsed and type-checked filter. Immutable, cheap to copy, evaluated from any thread.
class Expression {
public:
    // Error: Rejected, code EXPRESSION; where = "column N" (from 1, in characters), what names the problem, tryThis has the
    // nearest name for a misspelt one. The result must be a condition (true or false).
    static Result<Expression> parse(std::string_view text, const Definitions& definitions, Days today, const ExpressionLimits& limits = {});
    // The same about something else than products. Its rows are asked for fields by the scope's names: "source.price", "type".
    static Result<Expression> parse(
        std::string_view text, const Definitions& definitions, Days today, ExpressionScope scope, const ExpressionLimits& limits = {});

    // True where the row satisfies the condition. A comparison with an absent value is false (its negation with `!=` is true).
    bool matches(const ExpressionRow& row) const;
    // All products of a catalog for which `matches` says so (links and mappings counted in the working view), and those among some.
    RowSet select(const Snapshot& snapshot) const;
    RowSet select(const Snapshot& snapshot, const RowSet& among) const;
    // Set once a pattern hit its match limit or arithmetic had no result (overflow, division by zero) on some row: what to tell.
    std::optional<std::string> trouble() const;

    const std::string& text() const;
    ExpressionScope scope() const;
    // What it reads, so that a scan fetches no more: core fields and attribute codes, and which counts. In other scopes than Product
    // the scope's names, of links with "source." and "target." in front.
    std::vector<std::string> fieldsRead() const;
    bool readsLinkCounts() const;
    bool readsMappingCounts() const;
    bool readsCompleteness() const;

private:
    struct Program;
    std::shared_ptr<const Program> m_program;
};

} // namespace shelf
