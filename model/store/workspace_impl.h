// What a Workspace is made of. Private to model/store: the connection and its rows, and the operations that live in files of
// their own (apply.cpp, undo.cpp, audit.cpp, releases.cpp, file_operations.cpp).
#pragma once

#include "model/store/checkpointer.h"
#include "model/store/connection.h"
#include "model/store/definition_rows.h"
#include "model/store/journal.h"
#include "model/store/mapping_rows.h"
#include "model/store/product_rows.h"
#include "model/store/sqlite_error.h"
#include "model/store/workspace.h"

#include <memory>

namespace shelf {

// Stands for "whatever revision the thing has now" in blocks that undo makes: the befores decide. Never stored.
inline constexpr uint64_t anyRevision = ~uint64_t(0);

// A connection with its prepared statements; replaced as a whole when a failed commit makes us look again.
struct Store {
    // With facts: for writing, so that somebody has to look after the log.
    explicit Store(std::unique_ptr<SQLite::Database> connection, const FileFacts* facts = nullptr)
        : database(std::move(connection)), journal(*database), products(*database), definitions(*database), mappings(*database),
          begin(*database, "BEGIN IMMEDIATE"), end(*database, "COMMIT"), version(*database, "PRAGMA data_version"),
          insertPerson(*database, "INSERT OR IGNORE INTO person(id, name) VALUES(?, ?)"),
          checkpointer(facts ? std::make_unique<Checkpointer>(*database, *facts) : nullptr)
    {
    }
    std::unique_ptr<SQLite::Database> database;
    Journal journal;
    ProductRows products;
    DefinitionRows definitions;
    MappingRows mappings;
    Query begin, end, version, insertPerson; // made once: an edit is a small thing
    std::unique_ptr<Checkpointer> checkpointer; // last: it ends first

    sqlite3* handle() { return database->getHandle(); }
    bool inTransaction() { return sqlite3_get_autocommit(handle()) == 0; }
    void rollback()
    {
        if (inTransaction())
            sqlite3_exec(handle(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
    int64_t dataVersion();
};

struct Workspace::Impl {
    FileFacts facts;
    OpenOptions options;
    std::string id;
    std::string shownPath; // as the caller named it, for messages
    std::unique_ptr<Store> store;
    Definitions definitions;
    int64_t dataVersion = 0;
    uint64_t committed = 0; // newest change set of our own, to be remembered at the end
    std::string committedHead, committedTime;
    std::pair<std::string, PersonId> lastAuthor; // a name and its id, which takes hashing
    bool unsure = false; // a commit failed, and whether it counts all the same could not be seen

    void noteCommit(uint64_t number, std::string head, std::string time);
    const PersonId& idOf(const std::string& author);
    // Whether entry `number` - 1 is later than this.
    bool clockWentBack(uint64_t number, std::string_view time);
    void rememberHead() noexcept; // head_warning.cpp
    std::string headWarning();
    void loadDefinitions();
    std::string personName(const PersonId& person);
    void rememberPerson(const PersonId& person, std::string_view name);
    Error readOnlyError() const;

    // apply.cpp. With `conflicts`, a before that does not match is collected there instead of ending the work; the transaction is
    // rolled back where there are any.
    Result<Applied> apply(
        const ChangeSetHeader& header, const BlockSource& blocks, const ApplyOptions& options, std::vector<Conflict>* conflicts);
    // Commits the open transaction; on a failure that leaves it open whether the commit reached the disk, opens the file anew and looks
    // for `head`.
    Result<void> commit(const Digest& head);
    // One sentence: who changed this thing, when, in which change set.
    std::string whoChanged(uint64_t changeSet);
    // conflicts.cpp. Finds for each conflict the change set after `number` that is in the way, and says so.
    void explainConflicts(std::vector<Conflict>& conflicts, uint64_t number);

    // undo.cpp
    Result<UndoOutcome> takeBack(
        uint64_t number, Origin origin, uint64_t counterpart, const std::string& author, const ApplyOptions& options);

    // audit.cpp
    JournalReport verifyChain(const Progress& progress);
    void verifyMappings(std::vector<std::string>& problems, const Progress& progress);
    void verifyCounts(std::vector<std::string>& problems, const Progress& progress);
    void verifyDefinitionsAndProducts(CheckReport& report, const Progress& progress, const std::vector<std::string>& archives);
};

} // namespace shelf
