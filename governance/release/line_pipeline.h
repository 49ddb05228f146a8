// Approved versions made into lines by a thread of its own, while the calling thread reads the next ones: each takes about as long.
#pragma once

#include "governance/release/manifest.h"
#include "governance/release/mapping_line.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace shelf {

// Versions with their bytes one after the other.
class VersionBatch {
public:
    void add(std::string_view id, MappingKind kind, const VersionText& version);
    bool full() const { return m_bytes.size() >= fullAt; }
    bool empty() const { return m_rows.empty(); }
    void clear();
    void visit(const std::function<void(std::string_view id, MappingKind kind, const VersionText& version)>& give) const;

private:
    static constexpr size_t fullAt = size_t(256) << 10;
    struct Row {
        MappingKind kind;
        uint32_t number;
        size_t id, content, approvedBy, approvedAt; // bytes
    };
    std::string m_bytes;
    std::vector<Row> m_rows;
};

// The visitor is called by the other thread, and no more after finish().
class LinePipeline {
public:
    using Visitor = std::function<void(const ResolvedMapping& mapping)>;
    // `names` needs no personName: people are told with know().
    LinePipeline(LineNames names, Visitor visit);
    ~LinePipeline();
    LinePipeline(const LinePipeline&) = delete;
    LinePipeline& operator=(const LinePipeline&) = delete;

    bool knows(std::string_view person) const; // for the calling thread
    void know(std::string_view person, std::string name);
    // Takes the batch's content. False: something went wrong; finish() says what.
    bool push(VersionBatch& batch);
    // Lines of each kind. Errors: Workspace DAMAGED, System MEMORY.
    Result<ReleaseCounts> finish();

private:
    Result<void> makeLines(const VersionBatch& batch);
    Result<void> run();
    void close();
    std::string nameOf(const PersonId& person);

    MappingResolver m_resolver;
    Visitor m_visit;
    ReleaseCounts m_counts;
    std::future<Result<void>> m_worker;
    std::atomic<bool> m_failed = false;

    std::mutex m_mutex; // of what follows
    std::condition_variable m_changed;
    std::deque<VersionBatch> m_waiting, m_spare;
    std::unordered_map<std::string, std::string> m_names; // changed by the calling thread only
    bool m_last = false;
};

} // namespace shelf
