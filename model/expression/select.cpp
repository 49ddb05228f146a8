#include "model/expression/select.h"

#include "model/expression/snapshot_row.h"

#include <algorithm>
#include <optional>

namespace shelf {

namespace {

// A row that has nothing but one value.
class ValueRow : public ExpressionRow {
public:
    ValueRow(const Snapshot& snapshot, std::string_view name) : m_snapshot(snapshot), m_name(name) { }
    void bind(Row row, std::string_view json)
    {
        m_row = row;
        m_json = json;
    }
    std::string_view sku() const override { return m_snapshot.sku(m_row); }
    std::string_view field(std::string_view name) const override { return name == m_name ? m_json : std::string_view(); }
    double completeness(std::string_view) const override { return 0; }
    int64_t linkCount(std::string_view) const override { return 0; }
    int64_t mappingCount(std::string_view) const override { return 0; }

private:
    const Snapshot& m_snapshot;
    std::string_view m_name, m_json;
    Row m_row = 0;
};

// What a node reads.
struct Reads {
    enum Kind : uint8_t { Nothing, OneField, More } kind = Nothing;
    uint32_t field = 0; // of Compiled::fields

    void join(const Reads& other, const std::vector<std::string>& fields)
    {
        if (other.kind == Nothing)
            return;
        if (kind == Nothing)
            *this = other;
        else if (kind == More || other.kind == More || fields[field] != fields[other.field])
            kind = More;
    }
};

class Selection {
public:
    Selection(const Compiled& compiled, const Snapshot& snapshot, Trouble& trouble)
        : m(compiled), m_snapshot(snapshot), m_trouble(trouble), m_row(snapshot), m_reads(compiled.nodes.size())
    {
        readsOf(compiled.root);
    }

    RowSet condition(uint32_t index, const RowSet& among)
    {
        const Node& node = m.nodes[index];
        const Reads& reads = m_reads[index];
        if (reads.kind == Reads::OneField)
            return byValue(index, m.fields[reads.field], among);
        switch (reads.kind == Reads::More ? node.op : Op::BooleanLiteral) {
        case Op::And: {
            RowSet left = among;
            for (uint32_t child = node.first; child; child = m.nodes[child].next)
                left = condition(child, left);
            return left;
        }
        case Op::Or: {
            RowSet found(among.rows()), left = among;
            for (uint32_t child = node.first; child; child = m.nodes[child].next) {
                found |= condition(child, left);
                left -= found;
            }
            return found;
        }
        case Op::Not: {
            RowSet left = among;
            return left -= condition(node.first, among);
        }
        default:
            return rowByRow(index, among);
        }
    }

private:
    const Reads& readsOf(uint32_t index)
    {
        const Node& node = m.nodes[index];
        Reads reads;
        if (node.op == Op::Field)
            reads = {Reads::OneField, node.payload};
        else if (node.op == Op::Sku || node.op == Op::Completeness || node.op == Op::Links || node.op == Op::Mappings)
            reads.kind = Reads::More;
        for (uint32_t child = node.first; child; child = m.nodes[child].next)
            reads.join(readsOf(child), m.fields);
        return m_reads[index] = reads;
    }

    RowSet rowByRow(uint32_t index, const RowSet& among)
    {
        RowSet found(among.rows());
        among.forEach([&](Row row) {
            m_row.bind(row);
            if (satisfies(m, index, m_row, m_trouble))
                found.add(row);
        });
        return found;
    }

    // A field and a number, with nothing to compute: the number of each value is known.
    struct Plain {
        Relation relation;
        double number;
        bool holds(double value) const
        {
            switch (relation) {
            case Relation::Equal:
                return value == number;
            case Relation::Less:
                return value < number;
            case Relation::LessEqual:
                return value <= number;
            case Relation::Greater:
                return value > number;
            default:
                return value >= number;
            }
        }
    };
    std::optional<Plain> plainComparison(uint32_t index) const
    {
        const Node& node = m.nodes[index];
        if (node.op != Op::Compare || node.flags & Tolerant)
            return std::nullopt;
        const Node& left = m.nodes[node.first];
        const Node& right = m.nodes[left.next];
        if (left.op != Op::Field || left.type != ValueType::Number || left.flags & AmountText || right.op != Op::NumberLiteral)
            return std::nullopt;
        return Plain{node.relation, right.number};
    }

    RowSet byValue(uint32_t index, const std::string& field, const RowSet& among)
    {
        const bool isCategory = field == "category";
        const Column* column = m_snapshot.column(isCategory ? "categories" : field);
        RowSet found(among.rows());
        ValueRow value(m_snapshot, field);
        const auto decide = [&](Row row, std::string_view json) {
            value.bind(row, json);
            return satisfies(m, index, value, m_trouble);
        };
        // Codes that came with later snapshots are not among the rows of this one.
        enum : uint8_t { Unknown, No, Yes, AskTheRow };
        std::vector<uint8_t> known(column ? column->valueCount() + 1 : 1, Unknown);
        const auto plain = isCategory ? std::nullopt : plainComparison(index);
        const auto learn = [&](Row row, Code code) -> uint8_t {
            std::string_view json = code ? column->values().json(code) : std::string_view();
            if (isCategory) {
                json = code ? firstText(*column, code) : std::string_view();
                if (json.empty() && m_snapshot.hasVariants())
                    return AskTheRow;
            }
            if (plain && !json.empty() && (json.front() == '-' || (json.front() >= '0' && json.front() <= '9')))
                return plain->holds(column->values().number(code)) ? Yes : No;
            return decide(row, json) ? Yes : No;
        };
        std::vector<Code> buffer(chunkRows);
        for (Row chunk = 0; chunk < m_snapshot.chunks(); ++chunk) {
            const Row begin = chunk * chunkRows;
            if (!among.anyIn(begin, begin + chunkRows))
                continue;
            const auto codes = m_snapshot.chunk(column, chunk, buffer.data(), inheritsField(field));
            among.forEachIn(begin, begin + chunkRows, [&](Row row) {
                const Code code = codes[row - begin];
                uint8_t& answer = known[code];
                if (answer == Unknown)
                    answer = learn(row, code);
                if (answer == Yes) {
                    found.add(row);
                } else if (answer == AskTheRow) {
                    m_row.bind(row);
                    if (satisfies(m, index, m_row, m_trouble))
                        found.add(row);
                }
            });
        }
        return found;
    }

    const Compiled& m;
    const Snapshot& m_snapshot;
    Trouble& m_trouble;
    SnapshotRow m_row;
    std::vector<Reads> m_reads;
};

} // namespace

RowSet selectRows(const Compiled& compiled, const Snapshot& snapshot, const RowSet& among, Trouble& trouble)
{
    return Selection(compiled, snapshot, trouble).condition(compiled.root, among);
}

} // namespace shelf
