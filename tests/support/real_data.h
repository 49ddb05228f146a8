// Real catalog data, which is never part of the repository: tests that need it say where it is looked for, and are left out without it.
#pragma once

#include <QDir>
#include <QtTest>

#include <string>

namespace shelf::test {

// The folder that SHELF_DATA names, or shared/data beside the repository.
inline QString realDataFolder()
{
    return qEnvironmentVariable("SHELF_DATA", QStringLiteral(SHELF_SOURCE_DIR "/../shared/data"));
}

inline std::string realData(const char* name) // "magento/related.csv"
{
    return (realDataFolder() + QLatin1Char('/') + QString::fromUtf8(name)).toStdString();
}

// First in a test (or in initTestCase) that reads `name`, a file or folder of it.
#define SHELF_NEEDS_REAL_DATA(name)                                                                                                        \
    if (!QFileInfo::exists(QString::fromStdString(shelf::test::realData(name))))                                                           \
    QSKIP("real catalog data is not here: set SHELF_DATA to its folder")

} // namespace shelf::test
