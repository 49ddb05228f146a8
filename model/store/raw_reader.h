// One state of a workspace file, read by several threads at once and as it lies: what the catalog in memory is filled from. No Things
// are made; texts are views that live until the visitor returns.
#pragma once

#include "model/change/mapping_state.h"
#include "model/store/workspace.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

class Query;

// Core fields of one product, by their place among those asked for.
class RawProduct {
public:
    explicit RawProduct(const Query& query) : m_query(query) { }
    std::string_view sku() const;
    bool has(size_t field) const;
    std::string_view text(size_t field) const; // of texts and dates; of lists their canonical JSON
    int64_t integer(size_t field) const; // money in millionths; booleans 0 and 1

private:
    const Query& m_query;
};

// A mapping with its newest approved version. Contents are canonical JSON objects.
struct RawMapping {
    std::string_view id;
    uint64_t changedIn = 0;
    bool held = false, heldPrevious = false; // the version before it leaves instead
    bool hasDraft = false, draftRetires = false;
    std::string_view draft, draftStatus;
    uint32_t version = 0; // 0: never approved
    bool retired = false, solo = false;
    std::string_view approved, approvedAt, reach;
    std::string frozen; // of a link rule's version, see Workspace::frozen

    // What a catalog needs of it (of a hold, only whether the version before leaves instead). Error: Workspace DAMAGED.
    Result<MappingState> state() const;
};

class RawReader {
public:
    // `threads`: how many will read; each names itself by a number below that. Errors: Workspace, System.
    static Result<std::unique_ptr<RawReader>> open(Workspace& workspace, size_t threads);
    ~RawReader();
    RawReader(const RawReader&) = delete;
    RawReader& operator=(const RawReader&) = delete;

    uint64_t journalNumber() const; // of the last change set in it
    const Definitions& definitions() const;
    uint64_t mostProducts() const; // there are not more

    // Products in one order, always the same; the visitor returns false to stop. `fields`: core fields.
    Result<void> products(size_t thread, const std::vector<std::string_view>& fields, const std::function<bool(const RawProduct&)>& visit);
    // Of each product in that order the attributes, as one canonical JSON object.
    Result<void> attributes(size_t thread, const std::function<bool(std::string_view json)>& visit);
    // In byte order of ids, from `from` on and below `to` (empty: to the end).
    Result<void> mappings(size_t thread, std::string_view from, std::string_view to, const std::function<bool(const RawMapping&)>& visit);
    // The day (UTC) of a change set; 0 where there is none.
    Days dayOf(size_t thread, uint64_t changeSet);

private:
    struct Impl;
    explicit RawReader(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m;
};

} // namespace shelf
