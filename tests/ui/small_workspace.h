// Workspaces for tests of the screens, made in a line.
#pragma once

#include "model/store/workspace.h"

#include <QByteArray>
#include <QFile>
#include <QString>

namespace shelf::test {

inline Change productChange(const std::string& sku, const std::string& name)
{
    Change change;
    change.kind = ThingKind::Product;
    change.key = sku;
    change.op = ChangeOp::Create;
    FieldMap fields;
    fields.setText("name", name);
    fields.setText("lifecycle", "end-of-life");
    fields.setText("currency", "EUR");
    fields.set("price", "1299.5");
    fields.set("stock", "12345");
    for (const auto& [field, json] : fields)
        change.fields.push_back({field, "", json});
    return change;
}

// SKU-00000 "Product 0" and so on; says why where it cannot be made.
inline QString makeWorkspace(const QString& path, int products)
{
    auto workspace = Workspace::create(QFile::encodeName(path).toStdString());
    if (!workspace)
        return QString::fromStdString(workspace.error().what);
    ChangeSet changes;
    changes.header.author = "mia";
    changes.header.label = "Products for a test";
    for (int i = 0; i < products; ++i)
        changes.add(productChange(QStringLiteral("SKU-%1").arg(i, 5, 10, QLatin1Char('0')).toStdString(), "Product " + std::to_string(i)));
    if (changes.empty())
        return {};
    const auto applied = (*workspace)->apply(changes);
    return applied ? QString() : QString::fromStdString(applied.error().what);
}

} // namespace shelf::test
