#include "governance/evidence/count_table.h"

namespace shelf {

namespace {

constexpr std::string_view magic = "shelf-counts-1\n";
constexpr size_t partBytes = size_t(4) << 20;

// Takes a table apart, a part at a time.
class Reader {
public:
    explicit Reader(const CountTableVisitor& visitor) : m_visitor(visitor) { }

    bool take(std::string_view part) // false: no more is wanted, or it is no table
    {
        m_at = part.data();
        m_end = part.data() + part.size();
        if (m_stage == Stage::Begin && !begin(part))
            return bad();
        while (m_at != m_end && m_stage != Stage::End) {
            if (m_stage == Stage::Products ? !product() : !pairs())
                return bad();
            if (m_stopped)
                return false;
        }
        return m_at == m_end || bad();
    }
    bool whole() const { return m_stopped || (!m_bad && m_stage == Stage::End); }

private:
    enum class Stage { Begin, Products, Firsts, Seconds, End };

    bool bad()
    {
        m_bad = true;
        return false;
    }

    bool number(uint64_t& value)
    {
        value = 0;
        for (int shift = 0; m_at != m_end && shift < 64; shift += 7) {
            const auto byte = static_cast<unsigned char>(*m_at++);
            value |= static_cast<uint64_t>(byte & 127U) << shift;
            if (byte < 128)
                return true;
        }
        return false;
    }

    bool begin(std::string_view part)
    {
        uint64_t orders = 0;
        if (!part.starts_with(magic))
            return false;
        m_at += magic.size();
        if (!number(orders) || !number(m_products))
            return false;
        if (m_visitor.begin)
            m_visitor.begin(orders, m_products);
        m_stage = m_products > 0 ? Stage::Products : Stage::Firsts;
        return true;
    }

    bool product()
    {
        uint64_t length = 0, orders = 0;
        if (!number(length) || length > static_cast<uint64_t>(m_end - m_at))
            return false;
        const std::string_view sku(m_at, length);
        m_at += length;
        if (!number(orders))
            return false;
        if (m_visitor.product)
            m_visitor.product({sku, static_cast<uint32_t>(orders)});
        if (++m_seen == m_products)
            m_stage = Stage::Firsts;
        return true;
    }

    bool pairs()
    {
        uint64_t step = 0, orders = 0;
        if (!number(step))
            return false;
        if (step > m_products) // whatever it is added to: beyond the last product
            return false;
        if (m_stage == Stage::Firsts) {
            m_stage = step == 0 ? Stage::End : Stage::Seconds;
            m_a += step;
            m_b = m_a - 1;
            return step == 0 || m_a <= m_products;
        }
        if (step == 0) {
            m_stage = Stage::Firsts;
            return true;
        }
        m_b += step;
        if (!number(orders) || m_b >= m_products)
            return false;
        if (m_visitor.pair)
            m_stopped = !m_visitor.pair({static_cast<uint32_t>(m_a - 1), static_cast<uint32_t>(m_b), static_cast<uint32_t>(orders)});
        return true;
    }

    const CountTableVisitor& m_visitor;
    const char* m_at = nullptr;
    const char* m_end = nullptr;
    Stage m_stage = Stage::Begin;
    uint64_t m_products = 0, m_seen = 0;
    uint64_t m_a = 0, m_b = 0; // the first one + 1; the second
    bool m_stopped = false, m_bad = false;
};

} // namespace

CountTableWriter::CountTableWriter(std::string folder) : m_file(std::make_shared<ScratchFile>(std::move(folder))) { }

void CountTableWriter::number(uint64_t value)
{
    for (; value >= 128; value >>= 7)
        m_part.push_back(static_cast<char>((value & 127U) | 128U));
    m_part.push_back(static_cast<char>(value));
}

Result<void> CountTableWriter::cut()
{
    m_hash.add(m_part);
    m_parts.push_back(m_part.size());
    auto written = m_file->append(m_part.data(), m_part.size());
    m_part.clear();
    return written;
}

Result<void> CountTableWriter::begin(uint64_t orders, uint64_t products)
{
    m_part = magic;
    number(orders);
    number(products);
    return {};
}

Result<void> CountTableWriter::product(const ProductOrders& product)
{
    number(product.sku.size());
    m_part += product.sku;
    number(product.orders);
    return m_part.size() < partBytes ? Result<void>() : cut();
}

Result<void> CountTableWriter::pair(const OrderPair& pair)
{
    if (m_a != pair.a + 1) {
        if (m_a > 0)
            number(0);
        number(pair.a + 1 - m_a);
        m_a = pair.a + 1;
        m_b = pair.a;
    }
    number(pair.b - m_b);
    number(pair.orders);
    m_b = pair.b;
    ++m_pairs;
    return m_part.size() < partBytes ? Result<void>() : cut();
}

Result<CountTable> CountTableWriter::finish()
{
    if (m_a > 0)
        number(0);
    number(0);
    if (auto written = cut(); !written)
        return written.error();
    CountTable table;
    table.sha256 = hex(m_hash.finish());
    table.next = [file = m_file, parts = m_parts, part = size_t(0), at = uint64_t(0)](std::string& bytes) mutable -> Result<bool> {
        if (part == parts.size())
            return false;
        bytes.resize(parts[part]);
        if (auto got = file->read(at, bytes.data(), bytes.size()); !got)
            return got.error();
        at += parts[part++];
        return true;
    };
    return table;
}

Result<void> readCountTable(Workspace& workspace, const std::string& sha256, const CountTableVisitor& visitor)
{
    Reader reader(visitor);
    auto read = workspace.readCounts(sha256, [&reader](std::string_view part) { return reader.take(part); });
    if (read && !reader.whole())
        return Error{ErrorKind::Workspace, "DAMAGED", workspace.path(), "the counts " + sha256.substr(0, 12) + " cannot be read",
            "restore a backup, or take the data set away and import its orders again"};
    return read;
}

} // namespace shelf
