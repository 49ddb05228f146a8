// What the product list shows of one product. Made off the screen thread, formatted when it is drawn.
#pragma once

#include <QList>
#include <QMetaType>
#include <QString>

#include <optional>

namespace shelf {

struct ProductLine {
    QString name;
    QString family; // its label
    QString category; // label of the primary one
    QString categoryPath; // its code: the path from the root
    QString lifecycle; // as in files: "end-of-life"
    QString price; // canonical decimal text
    QString currency;
    std::optional<qlonglong> stock;
    bool operator==(const ProductLine&) const = default;
};

} // namespace shelf

Q_DECLARE_METATYPE(QList<shelf::ProductLine>)
