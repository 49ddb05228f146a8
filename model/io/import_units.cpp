#include "model/io/import_units.h"

#include "model/domain/text.h"

#include <algorithm>

namespace shelf {

bool ImportUnit::set(const ContentEdit& edit, const UnitPlace& at)
{
    // Texts by language come one by one: a row's reason@de beside its reason@en.
    const auto language = [](const ContentEdit& one) {
        return one.op == EditOp::Languages ? std::string_view(one.json).substr(0, one.json.find(':')) : std::string_view();
    };
    const auto same = [&](const ContentEdit& other) { return other.key == edit.key && language(other) == language(edit); };
    const auto known = std::find_if(edits.begin(), edits.end(), same);
    if (known != edits.end())
        return *known == edit;
    edits.push_back(edit);
    keys.try_emplace(edit.key, at);
    return true;
}

ImportUnit& ImportUnits::unit(MappingKind kind, const std::string& id, uint16_t origin, const UnitPlace& at)
{
    const auto [found, isNew] = m_open.try_emplace(id);
    if (isNew) {
        found->second.kind = kind;
        found->second.id = id;
        found->second.origin = origin;
        found->second.place = at;
    }
    return found->second;
}

void ImportUnits::reject(ImportUnit& unit, const UnitPlace& at, std::string code, const std::string& message)
{
    if (!unit.rejected)
        m_context.reject(unit.origin, at.line, at.column, std::move(code), message);
    unit.rejected = true;
}

void ImportUnits::endFile()
{
    std::vector<ImportUnit> units;
    for (auto& [id, unit] : m_open)
        units.push_back(std::move(unit));
    m_open.clear();
    std::stable_sort(units.begin(), units.end(), [](const ImportUnit& a, const ImportUnit& b) { return a.place.line < b.place.line; });
    for (ImportUnit& unit : units)
        add(std::move(unit));
}

void ImportUnits::add(ImportUnit unit)
{
    if (unit.rejected)
        return;
    if (unit.action == UnitAction::Skip) {
        ++m_context.report.unchanged;
        return;
    }
    const auto [known, isNew] = m_units.try_emplace(unit.id, unit);
    if (isNew)
        return;
    const ImportUnit& first = known->second;
    if (first.edits == unit.edits && first.removes() == unit.removes())
        ++m_context.report.duplicates;
    else
        reject(unit, unit.place, "DUPLICATE_KEY",
            forTerminal(unit.id, 255) + " is in line " + std::to_string(first.place.line) + " of "
                + forTerminal(m_context.origins[first.origin].path, 200) + " with other values");
}

Result<bool> ImportUnits::skusExist(ImportUnit& unit, const FieldMap& content)
{
    for (const std::string& sku : referencesOf(unit.id, content).skus) {
        const auto there = m_context.exists(sku);
        if (!there)
            return there.error();
        if (*there)
            continue;
        const auto named = unit.skus.find(sku);
        reject(unit, named == unit.skus.end() ? unit.place : named->second, "UNKNOWN_SKU",
            "there is no product " + forTerminal(sku, 255) + m_context.nearSku(sku) + "; nothing of " + forTerminal(unit.id, 255)
                + " was imported");
        return false;
    }
    return true;
}

Result<void> ImportUnits::write(ImportUnit& unit, ChangeBlock& block)
{
    auto present = m_context.workspace.mapping(unit.id);
    if (!present)
        return present.error();
    if (unit.removes()) {
        if (*present)
            m_context.remove(**present, true, block);
        else
            ++m_context.report.unchanged;
        return {};
    }
    FieldMap content;
    if (*present)
        content = (*present)->working();
    const FieldMap before = content;
    for (const ContentEdit& edit : unit.edits)
        applyEdit(content, edit);
    settleSeason(content, unit.edits, unit.kind, m_context.definitions());
    if (!*present || content != before) {
        if (auto good = checkContent(unit.id, content); !good) {
            const size_t comma = good.error().where.rfind(", ");
            const std::string key = comma == std::string::npos ? std::string() : good.error().where.substr(comma + 2);
            const auto at = unit.keys.find(key.substr(0, key.find_first_of("[.")));
            reject(unit, at == unit.keys.end() ? UnitPlace{unit.place.line, key} : at->second, good.error().code,
                (key.empty() ? "" : key + " ") + good.error().what + "; " + good.error().tryThis);
            return {};
        }
        if (auto known = m_context.checkNames(unit.id, content); !known) {
            reject(
                unit, unit.place, known.error().code, known.error().what + "; nothing of " + forTerminal(unit.id, 255) + " was imported");
            return {};
        }
        auto exist = skusExist(unit, content);
        if (!exist)
            return exist.error();
        if (!*exist)
            return {};
    }
    m_context.upsert(*present ? &**present : nullptr, unit.id, std::move(content), true, block);
    return {};
}

Result<bool> ImportUnits::next(ChangeBlock& block)
{
    if (!m_started) {
        m_started = true;
        m_next = m_units.begin();
    }
    block.clear();
    block.kind = ThingKind::Mapping;
    for (; m_next != m_units.end() && !block.full(); ++m_next) {
        if (m_context.cancelled())
            return cancelledImport("import");
        if (auto written = write(m_next->second, block); !written)
            return written.error();
    }
    return block.rows() > 0;
}

} // namespace shelf
