#include "model/io/import_reader.h"

#include "model/io/key.h"

#include <array>
#include <new>
#include <unordered_map>

namespace shelf {

namespace {

constexpr size_t blocksAhead = 2;
constexpr uint64_t mostGroupedBytes = uint64_t(64) << 20;
constexpr uint64_t bytesOfRow = 100; // a guess, for the size of the table of rows seen

Error cancelledError(const std::string& path)
{
    return Error{ErrorKind::Cancelled, "CANCELLED", path, "cancelled; nothing was changed", "start it again when you like"};
}

} // namespace

std::string generatedSkuOf(const FilePlan& plan, const Record& record)
{
    std::vector<std::string_view> values;
    values.reserve(plan.keyCells.size());
    for (const size_t cell : plan.keyCells)
        values.push_back(record.cells[cell]);
    return generatedSku(values, plan.family);
}

ImportReader::ImportReader(std::vector<ReadingFile> files, bool fresh, bool stopOnError, const std::atomic<bool>* cancel)
    : m_files(std::move(files)), m_fresh(fresh), m_stopOnError(stopOnError), m_cancel(cancel), m_queue(blocksAhead)
{
}

ImportReader::~ImportReader()
{
    stop();
}

void ImportReader::start()
{
    m_thread = std::thread([this] { run(); });
}

void ImportReader::stop()
{
    m_queue.close();
    if (m_thread.joinable())
        m_thread.join();
}

std::optional<RowBlock> ImportReader::next()
{
    auto rows = m_queue.pop();
    if (!rows && m_thread.joinable())
        m_thread.join();
    return rows;
}

void ImportReader::run()
{
    try {
        for (const ReadingFile& file : m_files)
            if (!readFile(file))
                break;
    } catch (const std::bad_alloc&) {
        m_error = Error{ErrorKind::System, "MEMORY", "import", "there is not enough memory", "import fewer rows at a time"};
    }
    m_queue.finish();
}

bool ImportReader::send(RowBuilder& builder, bool grouped, const RecordSource& source)
{
    RowBlock rows = builder.take();
    if (rows.block.rows() == 0)
        return true;
    rows.grouped = grouped;
    rows.bytesRead = source.position();
    rows.bytesTotal = source.size();
    return m_queue.push(std::move(rows));
}

bool ImportReader::readFile(const ReadingFile& file)
{
    const FilePlan& plan = *file.plan;
    auto opened = openRecords(plan.path, plan.form);
    if (!opened) {
        m_error = opened.error();
        return false;
    }
    if (m_seen.size() == 0)
        m_seen = SeenRows((*opened)->size() / bytesOfRow);
    SkuForms* const forms = m_fresh && plan.skuCell ? &m_forms : nullptr;
    RowBuilder single(plan, m_seen, m_rejections, m_counts, m_fresh, file.shared ? nullptr : &m_ordinals, forms);
    RowBuilder grouped(plan, m_seen, m_rejections, m_counts, m_fresh);
    Record record;
    std::string sku;
    while ((*opened)->next(record)) {
        if (record.blank())
            continue;
        if (++m_counts.read % 1024 == 0 && cancelled()) {
            m_error = cancelledError(plan.path);
            return false;
        }
        bool inGroup = false;
        if (!plan.skuCell) {
            sku.clear();
            if (record.fault == RecordFault::None && record.width == plan.form.header.size())
                sku = generatedSkuOf(plan, record);
            inGroup = file.shared && file.shared->contains(hashOf(sku).a);
        }
        RowBuilder& builder = inGroup ? grouped : single;
        if (builder.add(record, sku) == RowOutcome::Contradicts) {
            m_contradicted = true;
            return false;
        }
        if (m_stopOnError && m_rejections.count) {
            m_stoppedOnError = true;
            return false;
        }
        if (builder.full() && !send(builder, inGroup, **opened))
            return false;
    }
    if ((*opened)->error())
        m_error = *(*opened)->error();
    else if (auto same = (*opened)->checkUnchanged(); !same)
        m_error = same.error();
    if (m_error)
        return false;
    return send(single, false, **opened) && send(grouped, true, **opened);
}

Result<std::optional<std::unordered_set<uint64_t>>> sharedSkus(const FilePlan& plan, const Progress& progress)
{
    auto opened = openRecords(plan.path, plan.form);
    if (!opened)
        return opened.error();
    struct Makers {
        uint32_t rows = 0;
        uint64_t bytes = 0;
    };
    std::unordered_map<uint64_t, Makers> makers;
    SeenRows seen;
    Record record;
    for (uint64_t count = 0; (*opened)->next(record); ++count) {
        if (count % 4096 == 0 && progress.cancelled())
            return cancelledError(plan.path);
        if (record.fault != RecordFault::None || record.width != plan.form.header.size() || record.blank())
            continue;
        TextHasher hasher;
        uint64_t bytes = 0;
        for (const std::string_view cell : record.cells) {
            hasher.add(cell);
            bytes += cell.size() + sizeof(uint32_t);
        }
        if (seen.insert(hasher.hash(), 0) != SeenRows::Found::New)
            continue;
        Makers& of = makers[hashOf(generatedSkuOf(plan, record)).a];
        ++of.rows;
        of.bytes += bytes;
    }
    if ((*opened)->error())
        return *(*opened)->error();
    std::unordered_set<uint64_t> shared;
    uint64_t bytes = 0;
    for (const auto& [hash, of] : makers) {
        if (of.rows < 2)
            continue;
        shared.insert(hash);
        bytes += of.bytes;
    }
    if (bytes > mostGroupedBytes)
        return std::optional<std::unordered_set<uint64_t>>();
    return std::optional(std::move(shared));
}

} // namespace shelf
