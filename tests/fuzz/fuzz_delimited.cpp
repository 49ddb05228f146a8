// Whatever the bytes: detection and reading come to an end, cells lie inside bounds, and rows that are kept become blocks.
#include "model/io/import_rows.h"

#include <cstdlib>

namespace {

using namespace shelf;

// The way of an import without its workspace: names, statistics, plan, rows.
void buildRows(const std::string& text, const DelimitedForm& delimited)
{
    const SourceForm form{delimited, nullptr};
    ImportFile file;
    file.path = "fuzz.csv";
    file.form = form;
    auto columns = nameColumns(file.path, form, file.profile);
    if (!columns)
        return;
    file.columns = std::move(*columns);
    FileStatistics statistics;
    statistics.columns.resize(file.columns.size());
    statistics.parts.resize(file.columns.size());
    const auto forEachRecord = [&](const auto& visit) {
        auto source = TextSource::ofBytes(text);
        DelimitedReader reader(*source, form.dialect);
        Record record;
        while (reader.next(record))
            if (record.line > form.headerRow && !record.blank())
                visit(record);
    };
    forEachRecord([&](const Record& record) {
        if (record.fault == RecordFault::None && record.width == file.columns.size())
            for (size_t cell = 0; cell < record.width; ++cell)
                if (!record.cells[cell].empty())
                    statistics.columns[cell].add(record.cells[cell]);
    });
    statistics.whole = true;
    const Definitions none;
    PlannedDefinitions definitions(none);
    auto planned = planFile(file, statistics, {}, definitions, none);
    if (!planned || !planned->plan->skuCell)
        return;
    SeenRows seen;
    Rejections rejections;
    RowCounts counts;
    RowBuilder builder(*planned->plan, seen, rejections, counts, false);
    forEachRecord([&](const Record& record) { (void)builder.add(record); });
    const RowBlock rows = builder.take();
    for (const FieldColumn& column : rows.block.columns)
        for (size_t row = 0; row < rows.block.rows(); ++row)
            if (const std::string_view value = column.afterAt(row); !value.empty() && !parseJson(value))
                std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
{
    const std::string text(reinterpret_cast<const char*>(data), size);
    auto source = TextSource::ofBytes(text);
    const auto form = detectDelimited(*source, "fuzz.csv");
    if (!form) {
        if (form.error().what.empty() || form.error().where.empty())
            std::abort();
        return 0;
    }
    buildRows(text, *form);
    return 0;
}
