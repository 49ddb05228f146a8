// What the parts of an import of mappings share: the workspace, the report, what exists, and how changes are written.
#pragma once

#include "model/io/import_mapping_edits.h"
#include "model/io/import_mappings.h"

#include <map>
#include <string>
#include <vector>

namespace shelf {

// A file, or the product rows of one, that mappings come from.
struct MappingOrigin {
    std::string path;
    std::string sourceColumn, targetColumn; // for messages
    bool counted = true; // its rows are counted as added, changed and unchanged, not only as links
};

class MappingContext {
public:
    MappingContext(Workspace& workspace, ImportReport& report, Rejections& rejections, MappingImportOptions options);

    Workspace& workspace;
    ImportReport& report;
    Rejections& rejections;
    const MappingImportOptions options;
    std::function<bool(std::string_view)> alsoExists;
    std::vector<MappingOrigin> origins;
    bool namesOwners = false; // a file says who answers for its mappings, or that nobody does

    const Definitions& definitions() const { return workspace.definitions(); }
    bool hadProducts() const { return m_products > 0; }
    uint64_t productCount() const { return m_products; }
    Result<bool> hasMappings(); // as of the first time it is asked

    Result<bool> exists(std::string_view sku);
    // "; did you mean X?" or another hint, or nothing.
    std::string nearSku(std::string_view sku);
    void reject(uint16_t origin, uint64_t line, std::string column, std::string code, std::string message);
    void rejectUnknown(uint16_t origin, uint64_t line, std::string column, std::string_view sku);
    // The first definition a content names that does not exist: an error with its code, `what` a whole sentence.
    Result<void> checkNames(std::string_view id, const FieldMap& content) const;
    bool cancelled() const { return options.cancel && options.cancel->load(std::memory_order_relaxed); }
    void warn(const std::string& what); // once each, at most a hundred

    // Writes what makes the mapping `after`, if anything does, and counts it.
    void upsert(const MappingState* present, const std::string& id, FieldMap after, bool counted, ChangeBlock& block);
    // Retires it by a draft, or deletes a draft that was never approved; nothing where it is retired already.
    void remove(const MappingState& present, bool counted, ChangeBlock& block);
    void countNew(MappingKind kind, bool counted);
    void reportChange(const Change& change); // in a dry run

private:
    uint64_t m_products = 0;
    std::optional<bool> m_hasMappings;
    size_t m_reportedRemovals = 0;
};

Error cancelledImport(const std::string& where);

} // namespace shelf
