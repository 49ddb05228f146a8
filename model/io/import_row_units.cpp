#include "model/io/import_row_units.h"

#include "model/domain/product.h"
#include "model/domain/text.h"

namespace shelf {

namespace {

std::string_view nounOf(MappingKind kind)
{
    return kind == MappingKind::Bundle ? "bundle" : kind == MappingKind::Compat ? "rule" : "path";
}

// False: the row is not one to read further.
bool takeAction(MappingFileRows& rows, ImportUnits& units, ImportUnit& unit)
{
    const int column = rows.column("_action");
    const std::string text(rows.cell(column).text);
    const UnitAction action = text == "delete" ? UnitAction::Delete : text == "skip" ? UnitAction::Skip : UnitAction::Upsert;
    if (action == UnitAction::Upsert && !text.empty() && text != "upsert")
        rejectUnit(rows, units, unit, column, "BAD_ACTION", inQuotes(text) + " is none of upsert, delete, skip");
    else if (unit.action.value_or(action) != action)
        rejectUnit(rows, units, unit, column, "BAD_ACTION",
            "other rows of the same " + std::string(nounOf(unit.kind))
                + " say something else: write it in all of them, or to take one part out, take its row out");
    unit.action = action;
    return action == UnitAction::Upsert && !unit.rejected;
}

} // namespace

ImportUnit* unitOfRow(MappingFileRows& rows, ImportUnits& units, MappingKind kind, int codeColumn)
{
    const std::string code(rows.cell(codeColumn).text), variant(rows.cell("variant").text);
    if (auto good = checkSku(code); !good) {
        rows.reject(codeColumn, code.empty() ? "NO_CODE" : "BAD_CODE",
            code.empty() ? "the row does not say to which " + std::string(nounOf(kind)) + " it belongs" : "the code " + good.error().what);
        return nullptr;
    }
    ImportUnit& unit = units.unit(kind, codedId(kind, code, variant), rows.origin(), {rows.line(), {}});
    if (unit.rejected || !takeAction(rows, units, unit))
        return nullptr;
    if (!variant.empty())
        unit.set({"variant", EditOp::Set, jsonString(variant)}, {rows.line(), "variant"});
    return &unit;
}

void rejectUnit(MappingFileRows& rows, ImportUnits& units, ImportUnit& unit, int column, std::string code, const std::string& message)
{
    units.reject(unit, {rows.line(), column < 0 ? std::string() : rows.label(column)}, std::move(code), message);
}

bool setOfRow(MappingFileRows& rows, ImportUnits& units, ImportUnit& unit, const ContentEdits& edits)
{
    for (const ContentEdit& edit : edits) {
        const int column = rows.column(edit.key);
        if (unit.set(edit, {rows.line(), column < 0 ? edit.key : rows.label(column)}))
            continue;
        rejectUnit(rows, units, unit, column, "DUPLICATE_KEY",
            "another row of the same " + std::string(nounOf(unit.kind)) + " says something else");
        return false;
    }
    return true;
}

} // namespace shelf
