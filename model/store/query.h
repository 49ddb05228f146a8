// A prepared statement on a raw handle: views instead of copies, for loops over a million rows. Failures throw
// SQLite::Exception; Workspace's public functions turn those into Errors (model/store/sqlite_error.h).
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace shelf {

class Query {
public:
    Query(SQLite::Database& database, std::string_view sql) : m_handle(database.getHandle())
    {
        const int rc =
            sqlite3_prepare_v3(m_handle, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &m_statement, nullptr);
        if (rc != SQLITE_OK)
            throw SQLite::Exception(m_handle, rc);
    }
    ~Query() { sqlite3_finalize(m_statement); }
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    // Parameters from 1. The bytes must live until the statement is reset or bound again.
    Query& bind(int index, std::string_view text)
    {
        return done(sqlite3_bind_text(m_statement, index, text.data() ? text.data() : "", static_cast<int>(text.size()), SQLITE_STATIC));
    }
    Query& bind(int index, int64_t value) { return done(sqlite3_bind_int64(m_statement, index, value)); }
    Query& bindBlob(int index, std::string_view bytes)
    {
        return done(sqlite3_bind_blob(m_statement, index, bytes.data() ? bytes.data() : "", static_cast<int>(bytes.size()), SQLITE_STATIC));
    }
    Query& bindNull(int index) { return done(sqlite3_bind_null(m_statement, index)); }
    // NULL where the text is empty.
    Query& bindOptional(int index, std::string_view text) { return text.empty() ? bindNull(index) : bind(index, text); }

    bool step() // true: a row
    {
        const int rc = sqlite3_step(m_statement);
        if (rc == SQLITE_ROW)
            return true;
        if (rc == SQLITE_DONE)
            return false;
        sqlite3_reset(m_statement);
        throw SQLite::Exception(m_handle, rc);
    }
    void reset() { sqlite3_reset(m_statement); }
    void run() // for statements that give no rows
    {
        step();
        reset();
    }

    // Columns from 0; views live until the next step or reset.
    std::string_view text(int column) const
    {
        const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(m_statement, column));
        return bytes ? std::string_view(bytes, static_cast<size_t>(sqlite3_column_bytes(m_statement, column))) : std::string_view();
    }
    std::string_view blob(int column) const
    {
        const auto* bytes = static_cast<const char*>(sqlite3_column_blob(m_statement, column));
        return bytes ? std::string_view(bytes, static_cast<size_t>(sqlite3_column_bytes(m_statement, column))) : std::string_view();
    }
    std::string string(int column) const { return std::string(text(column)); }
    int64_t integer(int column) const { return sqlite3_column_int64(m_statement, column); }
    bool isNull(int column) const { return sqlite3_column_type(m_statement, column) == SQLITE_NULL; }

private:
    Query& done(int rc)
    {
        if (rc != SQLITE_OK)
            throw SQLite::Exception(m_handle, rc);
        return *this;
    }

    sqlite3* m_handle;
    sqlite3_stmt* m_statement = nullptr;
};

// Leaves a statement ready for its next use however its scope is left.
class QueryScope {
public:
    explicit QueryScope(Query& query) : m_query(query) { }
    ~QueryScope() { m_query.reset(); }
    QueryScope(const QueryScope&) = delete;
    QueryScope& operator=(const QueryScope&) = delete;

private:
    Query& m_query;
};

} // namespace shelf
