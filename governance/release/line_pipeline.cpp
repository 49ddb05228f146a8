#include "governance/release/line_pipeline.h"

#include <exception>
#include <new>

namespace shelf {

namespace {

constexpr size_t maxWaiting = 4; // batches

void countIn(ReleaseCounts& counts, MappingKind kind)
{
    switch (kind) {
    case MappingKind::Link:
        ++counts.links;
        break;
    case MappingKind::Compat:
        ++counts.compat;
        break;
    case MappingKind::Bundle:
        ++counts.bundles;
        break;
    case MappingKind::Upgrade:
        ++counts.upgrades;
        break;
    case MappingKind::LinkRule:
        break;
    }
}

} // namespace

void VersionBatch::add(std::string_view id, MappingKind kind, const VersionText& version)
{
    m_rows.push_back({kind, version.number, id.size(), version.content.size(), version.approvedBy.size(), version.approvedAt.size()});
    m_bytes.append(id).append(version.content).append(version.approvedBy).append(version.approvedAt);
}

void VersionBatch::clear()
{
    m_bytes.clear();
    m_rows.clear();
}

void VersionBatch::visit(const std::function<void(std::string_view id, MappingKind kind, const VersionText& version)>& give) const
{
    std::string_view rest = m_bytes;
    const auto take = [&rest](size_t bytes) {
        const std::string_view taken = rest.substr(0, bytes);
        rest.remove_prefix(bytes);
        return taken;
    };
    for (const Row& row : m_rows) {
        const std::string_view id = take(row.id), content = take(row.content), approvedBy = take(row.approvedBy);
        give(id, row.kind, VersionText{row.number, false, content, approvedBy, take(row.approvedAt)});
    }
}

LinePipeline::LinePipeline(LineNames names, Visitor visit)
    : m_resolver([&] {
          names.personName = [this](const PersonId& person) { return nameOf(person); };
          return std::move(names);
      }()),
      m_visit(std::move(visit))
{
}

LinePipeline::~LinePipeline()
{
    close();
}

bool LinePipeline::knows(std::string_view person) const
{
    return m_names.contains(std::string(person));
}

void LinePipeline::know(std::string_view person, std::string name)
{
    const std::lock_guard lock(m_mutex);
    m_names.emplace(person, std::move(name));
}

std::string LinePipeline::nameOf(const PersonId& person)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_names.find(person);
    return found == m_names.end() ? person : found->second;
}

Result<void> LinePipeline::makeLines(const VersionBatch& batch)
{
    Result<void> made;
    batch.visit([&](std::string_view id, MappingKind kind, const VersionText& version) {
        if (!made)
            return;
        const ResolvedMapping* resolved = m_resolver.resolve(id, kind, version);
        if (!resolved) {
            made =
                Error{ErrorKind::Workspace, "DAMAGED", std::string(id), "the content of this mapping cannot be read", "restore a backup"};
            return;
        }
        countIn(m_counts, kind);
        m_visit(*resolved);
    });
    return made;
}

Result<void> LinePipeline::run()
{
    Result<void> made;
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_changed.wait(lock, [this] { return m_last || !m_waiting.empty(); });
        if (m_waiting.empty())
            return made;
        VersionBatch batch = std::move(m_waiting.front());
        m_waiting.pop_front();
        lock.unlock();
        if (made) {
            // Nothing may end this thread early: the other one waits for it.
            try {
                made = makeLines(batch);
            } catch (const std::bad_alloc&) {
                made = Error{ErrorKind::System, "MEMORY", "export", "there is not enough memory", "close other programs and try again"};
            } catch (const std::exception& exception) {
                made = Error{ErrorKind::System, "EXPORT", "export", exception.what(), "please report this"};
            }
            m_failed = !made;
        }
        batch.clear();
        lock.lock();
        m_spare.push_back(std::move(batch));
        m_changed.notify_all();
    }
}

bool LinePipeline::push(VersionBatch& batch)
{
    if (!m_worker.valid())
        m_worker = std::async(std::launch::async, [this] { return run(); });
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_waiting.size() < maxWaiting; });
    m_waiting.push_back(std::move(batch));
    batch = VersionBatch();
    if (!m_spare.empty()) {
        batch = std::move(m_spare.front());
        m_spare.pop_front();
    }
    m_changed.notify_all();
    return !m_failed;
}

void LinePipeline::close()
{
    {
        const std::lock_guard lock(m_mutex);
        m_last = true;
    }
    m_changed.notify_all();
    if (m_worker.valid())
        m_worker.wait();
}

Result<ReleaseCounts> LinePipeline::finish()
{
    close();
    if (m_worker.valid())
        if (auto made = m_worker.get(); !made)
            return made.error();
    return m_counts;
}

} // namespace shelf
