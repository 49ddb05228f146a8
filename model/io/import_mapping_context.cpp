#include "model/io/import_mapping_context.h"

#include "model/domain/text.h"
#include "model/domain/value.h"

#include <algorithm>

namespace shelf {

namespace {

constexpr size_t mostReported = 1000;
constexpr size_t mostWarnings = 100;

} // namespace

Error cancelledImport(const std::string& where)
{
    return {ErrorKind::Cancelled, "CANCELLED", where, "cancelled; nothing was changed", "start it again when you like"};
}

MappingContext::MappingContext(Workspace& inWorkspace, ImportReport& toReport, Rejections& toRejections, MappingImportOptions withOptions)
    : workspace(inWorkspace), report(toReport), rejections(toRejections), options(std::move(withOptions))
{
    if (const auto count = workspace.productCount())
        m_products = *count;
}

Result<bool> MappingContext::hasMappings()
{
    if (!m_hasMappings) {
        bool any = false;
        const auto visited = workspace.forEachMapping({}, [&](const MappingState&) {
            any = true;
            return false;
        });
        if (!visited)
            return visited.error();
        m_hasMappings = any;
    }
    return *m_hasMappings;
}

Result<bool> MappingContext::exists(std::string_view sku)
{
    if (alsoExists && alsoExists(sku))
        return true;
    if (!hadProducts())
        return false;
    const auto there = workspace.product(sku);
    return there ? Result<bool>(there->has_value()) : Result<bool>(there.error());
}

std::string MappingContext::nearSku(std::string_view sku)
{
    if (!hadProducts() || rejections.kept.size() >= mostReported)
        return {};
    const auto near = workspace.nearSkus(sku);
    if (near && !near->empty())
        return "; did you mean " + forTerminal(near->front(), 255) + "?";
    // One that was made longer ("24-WG085_Group").
    for (size_t length = sku.size() - 1; length * 2 >= sku.size() && length >= 3; --length)
        if (const auto there = workspace.product(sku.substr(0, length)); there && *there)
            return "; did you mean " + forTerminal(sku.substr(0, length), 255) + "?";
    return {};
}

void MappingContext::reject(uint16_t origin, uint64_t line, std::string column, std::string code, std::string message)
{
    rejections.add({origins[origin].path, line, std::move(column), std::move(code), std::move(message)});
}

void MappingContext::rejectUnknown(uint16_t origin, uint64_t line, std::string column, std::string_view sku)
{
    reject(origin, line, std::move(column), "UNKNOWN_SKU", "there is no product " + forTerminal(sku, 255) + nearSku(sku));
}

Result<void> MappingContext::checkNames(std::string_view id, const FieldMap& content) const
{
    for (const auto& [kind, key] : referencesOf(id, content).definitions) {
        if (definitions().has(kind, key) || (options.alsoDefined && options.alsoDefined(kind, key)))
            continue;
        std::vector<std::string> keys;
        for (const Thing* thing : definitions().all(kind))
            keys.push_back(thing->key);
        const auto near = nearest(key, keys);
        std::string noun(kindName(kind));
        std::replace(noun.begin(), noun.end(), '_', ' ');
        return Error{ErrorKind::Rejected, std::string(unknownNameCode(kind)), key,
            "there is no " + noun + " " + forTerminal(key, 120) + (near ? "; did you mean " + forTerminal(*near, 120) + "?" : ""),
            "define it first"};
    }
    return {};
}

void MappingContext::warn(const std::string& what)
{
    auto& warnings = report.warnings;
    if (warnings.size() < mostWarnings && std::find(warnings.begin(), warnings.end(), what) == warnings.end())
        warnings.push_back(what);
}

// What goes is told first.
void MappingContext::reportChange(const Change& change)
{
    if (!options.dryRun)
        return;
    auto& changes = report.changes;
    const auto add = [&](FieldChangeReport row, bool removal) {
        if (removal && m_reportedRemovals < mostReported)
            changes.insert(changes.begin() + static_cast<std::ptrdiff_t>(m_reportedRemovals++), std::move(row));
        else if (!removal && changes.size() < mostReported)
            changes.push_back(std::move(row));
        if (changes.size() > mostReported)
            changes.pop_back();
    };
    if (change.op == ChangeOp::Delete) {
        add({change.key, "status", "draft", ""}, true);
        return;
    }
    for (const FieldChange& field : change.fields) {
        const bool retires = field.field == "@retire";
        if (retires)
            add({change.key, "retired", field.after == "true" ? "false" : "true", field.after}, field.after == "true");
        else
            add({change.key, field.field, valueToText(field.before), valueToText(field.after)}, false);
    }
}

void MappingContext::countNew(MappingKind kind, bool counted)
{
    if (counted)
        ++report.added;
    if (kind == MappingKind::Link)
        ++report.linksAdded;
    else if (kind == MappingKind::Bundle)
        ++report.bundlesAdded;
    else if (kind == MappingKind::Upgrade)
        ++report.upgradesAdded;
}

void MappingContext::upsert(const MappingState* present, const std::string& id, FieldMap after, bool counted, ChangeBlock& block)
{
    Thing before{ThingKind::Mapping, id, present ? present->revision : 0, 0, {}};
    if (present)
        before.fields = present->working();
    const bool comesBack = present && present->workingRetired();
    auto change = difference(before, {ThingKind::Mapping, id, before.revision + 1, 0, std::move(after)});
    if (comesBack) {
        if (!change)
            change = Change{ThingKind::Mapping, id, ChangeOp::Edit, before.revision, {}};
        change->fields.push_back({"@retire", {}, "false"});
    }
    if (!change) {
        report.unchanged += counted ? 1 : 0;
        return;
    }
    if (present && !comesBack)
        report.changed += counted ? 1 : 0;
    else
        countNew(*mappingKindOf(id), counted);
    reportChange(*change);
    block.add(*change);
}

void MappingContext::remove(const MappingState& present, bool counted, ChangeBlock& block)
{
    if (present.workingRetired()) {
        report.unchanged += counted ? 1 : 0;
        return;
    }
    Change change{ThingKind::Mapping, present.id, ChangeOp::Edit, present.revision, {}};
    if (present.approved.number == 0) {
        change.op = ChangeOp::Delete;
        for (const auto& [field, json] : present.working())
            change.fields.push_back({field, json, {}});
    } else {
        change.fields.push_back({"@retire", {}, "true"});
    }
    report.changed += counted ? 1 : 0;
    if (mappingKindOf(present.id) == MappingKind::Link)
        ++report.linksRemoved;
    reportChange(change);
    block.add(change);
}

} // namespace shelf
