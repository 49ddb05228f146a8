// Schema 3: the counts of data sets.
#include "model/store/schema.h"

namespace shelf {

void migrateTo3(SQLite::Database& database)
{
    // What is counted in the orders of a data set, in parts; the hash is that of all parts one after the other, and the data set's
    // definition says it. Encoded by governance/evidence.
    database.exec("CREATE TABLE count_table(sha256 TEXT NOT NULL, part INTEGER NOT NULL, content BLOB NOT NULL, PRIMARY KEY(sha256, part))"
                  " STRICT");
}

} // namespace shelf
