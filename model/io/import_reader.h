// The side of an import that reads: records of all files, one after the other, become blocks of typed rows on a thread of its own.
#pragma once

#include "model/io/import_queue.h"
#include "model/io/import_rows.h"

#include <atomic>
#include <memory>
#include <optional>
#include <thread>
#include <unordered_set>
#include <vector>

namespace shelf {

// One file to be read, and what is known of its generated SKUs.
struct ReadingFile {
    const FilePlan* plan = nullptr;
    // Rows that make these SKUs (hashes) are matched with the catalog as a group; null: ordinals are given in order.
    const std::unordered_set<uint64_t>* shared = nullptr;
};

class ImportReader {
public:
    ImportReader(std::vector<ReadingFile> files, bool fresh, bool stopOnError, const std::atomic<bool>* cancel);
    ~ImportReader(); // stops reading
    ImportReader(const ImportReader&) = delete;
    ImportReader& operator=(const ImportReader&) = delete;

    void start();
    std::optional<RowBlock> next(); // none: the end, and what follows may be asked
    void stop(); // and waits until the thread has ended

    bool contradicted() const { return m_contradicted; }
    bool stoppedOnError() const { return m_stoppedOnError; }
    const std::optional<Error>& error() const { return m_error; }
    Rejections& rejections() { return m_rejections; }
    SeenRows& seen() { return m_seen; }
    const RowCounts& counts() const { return m_counts; }

private:
    void run();
    bool readFile(const ReadingFile& file); // false: no further file
    bool send(RowBuilder& builder, bool grouped, const RecordSource& source);
    bool cancelled() const { return m_cancel && m_cancel->load(std::memory_order_relaxed); }

    std::vector<ReadingFile> m_files;
    const bool m_fresh;
    const bool m_stopOnError;
    const std::atomic<bool>* m_cancel;
    BoundedQueue<RowBlock> m_queue;
    SeenRows m_seen;
    SkuOrdinals m_ordinals;
    SkuForms m_forms; // of a first import; later ones are compared with the workspace
    Rejections m_rejections;
    RowCounts m_counts;
    bool m_contradicted = false;
    bool m_stoppedOnError = false;
    std::optional<Error> m_error;
    std::thread m_thread; // last: it uses all of the above
};

// Generated SKUs that several distinct rows of a file make. Nothing where there are too many rows of that kind to match them by
// content: they are then told apart by their order alone.
Result<std::optional<std::unordered_set<uint64_t>>> sharedSkus(const FilePlan& plan, const Progress& progress);

// The SKU that a record of a file without a sku column makes.
std::string generatedSkuOf(const FilePlan& plan, const Record& record);

} // namespace shelf
