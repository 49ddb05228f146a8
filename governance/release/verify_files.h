// The files of a release, one by one: size, hash, number of records, and what stands in them. Scanned by this thread while
// another hashes, so that a check takes hardly longer than hashing alone.
#pragma once

#include "governance/release/files.h"
#include "governance/release/manifest.h"

#include <string>
#include <vector>

namespace shelf {

// Sentences about what is wrong; beyond a hundred they are counted.
class ProblemList {
public:
    explicit ProblemList(std::vector<std::string>& problems) : m_problems(problems) { }
    void add(std::string problem)
    {
        if (full())
            ++m_more;
        else
            m_problems.push_back(std::move(problem));
    }
    bool empty() const { return m_problems.empty(); }
    bool full() const { return m_problems.size() >= limit; }
    void finish()
    {
        if (m_more)
            m_problems.push_back("and " + std::to_string(m_more) + " more problems");
    }

private:
    static constexpr size_t limit = 100;
    std::vector<std::string>& m_problems;
    uint64_t m_more = 0;
};

struct MappingsFound {
    ReleaseCounts counts;
    bool complete = false; // every line could be read
};

// One listed file. `found` is filled for mappings.jsonl. Errors: System, Cancelled.
Result<void> checkFile(
    int folder, const ReleaseFile& file, const Manifest& manifest, ProblemList& problems, MappingsFound& found, const Progress& progress);
// Whether every operation of the delta says what mappings.jsonl says.
Result<void> checkDeltaMatches(int folder, const Manifest& manifest, ProblemList& problems);
// Whether the delta makes this mappings.jsonl out of the previous one.
Result<void> checkDeltaApplies(int previousFolder, int folder, const Manifest& manifest, ProblemList& problems);

} // namespace shelf
