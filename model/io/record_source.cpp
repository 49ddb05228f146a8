#include "model/io/record_source.h"

#include "model/io/json_products.h"

namespace shelf {

namespace {

class DelimitedRecords final : public RecordSource {
public:
    explicit DelimitedRecords(OpenedDelimited opened) : m_opened(std::move(opened)) { }
    bool next(Record& record) override { return m_opened.reader->next(record); }
    const std::optional<Error>& error() const override { return m_opened.reader->error(); }
    uint64_t position() const override { return m_opened.source->position(); }
    uint64_t size() const override { return m_opened.source->size(); }
    Result<void> checkUnchanged() const override { return m_opened.source->checkUnchanged(); }

private:
    OpenedDelimited m_opened;
};

} // namespace

Result<std::unique_ptr<RecordSource>> openRecords(const std::string& path, const SourceForm& form)
{
    if (form.json)
        return openJsonProducts(path, form);
    auto opened = openDelimited(path, form);
    if (!opened)
        return opened.error();
    return std::unique_ptr<RecordSource>(std::make_unique<DelimitedRecords>(std::move(*opened)));
}

} // namespace shelf
