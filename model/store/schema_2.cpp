// Schema 2: the reach of what is computed, what approving froze, and the history of findings.
#include "model/store/schema.h"

namespace shelf {

void migrateTo2(SQLite::Database& database)
{
    for (const char* statement : {
             "ALTER TABLE mapping_version ADD COLUMN reach TEXT",
             // The links that a link rule gave on the day its version was approved; its SHA-256 is in that version's reach.
             "CREATE TABLE frozen(mapping TEXT NOT NULL, version INTEGER NOT NULL, content TEXT NOT NULL, PRIMARY KEY(mapping, version))"
             " STRICT, WITHOUT ROWID",
             // What was found, and when; hash: the number in a finding's id. Not part of the journal: it can be found again.
             "CREATE TABLE finding(hash INTEGER PRIMARY KEY, rule TEXT NOT NULL, subject TEXT NOT NULL, first_seen TEXT NOT NULL,"
             " fixed TEXT, times_back INTEGER NOT NULL) STRICT",
             // The errors that were there when a release was made: what is not among them is new. Hash 0 says that it was noted.
             "CREATE TABLE baseline(release INTEGER NOT NULL, hash INTEGER NOT NULL, PRIMARY KEY(release, hash)) STRICT, WITHOUT ROWID",
         })
        database.exec(statement);
}

} // namespace shelf
