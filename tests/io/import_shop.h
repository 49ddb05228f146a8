// A small workspace into which texts are imported as files.
#pragma once

#include "model/io/import.h"
#include "tests/support/catalog.h"

#include <fstream>
#include <string>

namespace QTest {
template <> inline char* toString(const std::string& text)
{
    return qstrdup(text.c_str());
}
} // namespace QTest

namespace shelf::test {

struct ImportShop : Shop {
    std::string write(const std::string& name, const std::string& text)
    {
        const std::string file = folder.path().toStdString() + "/" + name;
        std::ofstream(file, std::ios::binary) << text;
        return file;
    }
    ImportRequest request(const std::string& text, const std::string& family = {})
    {
        ImportRequest asked;
        asked.files = {write("file.csv", text)};
        asked.family = family;
        asked.author = "mia";
        return asked;
    }
    // The report; a failure ends the test.
    ImportReport take(const ImportRequest& asked)
    {
        auto report = importFiles(*workspace, asked);
        if (!report)
            qFatal("%s %s: %s", report.error().code.c_str(), report.error().where.c_str(), report.error().what.c_str());
        return std::move(*report);
    }
    ImportReport take(const std::string& text, const std::string& family = {}) { return take(request(text, family)); }
    // A field's JSON; "-" where there is no such product.
    std::string value(const std::string& sku, const std::string& field)
    {
        auto product = workspace->product(sku);
        return product && *product ? std::string((**product).fields.get(field)) : "-";
    }
    std::string type(const std::string& attribute)
    {
        const Attribute* found = workspace->definitions().attribute(attribute);
        return found ? std::string(attributeTypeName(found->type)) : "-";
    }
};

// "CODE row column" of each rejected row.
inline std::string rejections(const ImportReport& report)
{
    std::string text;
    for (const RejectedRow& row : report.rejected)
        text += (text.empty() ? "" : ", ") + row.code + " " + std::to_string(row.row) + (row.column.empty() ? "" : " " + row.column);
    return text;
}

} // namespace shelf::test
