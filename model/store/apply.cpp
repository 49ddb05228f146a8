// Workspace::apply: the one way in which a workspace changes. One transaction: rows, journal, checks, commit.
#include "model/domain/hash.h"
#include "model/domain/mapping.h"
#include "model/domain/text.h"
#include "model/store/count_tables.h"
#include "model/store/feed_rules.h"
#include "model/store/frozen.h"
#include "model/store/mapping_block.h"
#include "model/store/part_writer.h"
#include "model/store/product_block.h"
#include "model/store/product_block_edit.h"
#include "model/store/reference_checks.h"
#include "model/store/workspace_impl.h"

#include <algorithm>
#include <chrono>
#include <future>

namespace shelf {

namespace {

constexpr size_t firstImportRows = 4096; // from here on a first import makes its index after its rows
constexpr size_t mostConflicts = 1000;
constexpr size_t worthABlock = 16; // rows: fewer are taken one by one

// The work of one apply. Failures are thrown as StoreFailure or SQLite::Exception and end in a rollback.
class Applying {
public:
    Applying(Workspace::Impl& workspace, const ChangeSetHeader& header, const ApplyOptions& options, std::vector<Conflict>* conflicts,
        bool& rollbackMode)
        : m_workspace(workspace), m_store(*workspace.store), m_options(options), m_conflicts(conflicts),
          m_productInsert(*workspace.store->database), m_productEdit(*workspace.store->database),
          m_mappingInsert(*workspace.store->database), m_rollbackMode(rollbackMode)
    {
        m_entry.header = header;
    }

    // Rows and journal parts of all blocks; false where there were none.
    bool takeBlocks(const BlockSource& blocks);
    // References checked, entry appended. Nothing where a reference is broken and conflicts are collected.
    std::optional<Digest> finish();
    bool definitionsChanged() const { return m_definitionsChanged; }
    uint64_t changes() const { return m_entry.changes; }
    uint64_t number() const { return m_entry.header.number; }
    const std::string& time() const { return m_entry.header.time; }

private:
    void begin();
    bool pull(const BlockSource& blocks, ChangeBlock& block);
    bool isFirstImport(const ChangeBlock& block);
    void useRollbackMode();
    void takeFirstImport(const BlockSource& blocks, ChangeBlock&& first);
    void takeBlock(ChangeBlock& block);
    void applyProducts(ChangeBlock& block);
    void createProducts(const ChangeBlock& block);
    void applyProduct(ChangeBlock& block, size_t row);
    void applyDefinition(ChangeBlock& block, size_t row);
    bool createLinks(const ChangeBlock& block);
    void applyMapping(ChangeBlock& block, size_t row);
    Thing changed(const Thing& now, const Change& change); // field by field, with the befores checked
    void checkRevision(ChangeBlock& block, size_t row, const Change& change, uint64_t revision, uint64_t changedIn);
    bool hasEnoughConflicts() const { return m_conflicts && m_conflicts->size() >= mostConflicts; } // nothing will be written then
    // `now`: what the field holds instead of what the change says.
    void mismatch(const Change& change, std::string_view field, std::string_view now, uint64_t changedIn);
    void report();
    void putFrozenContents();
    void putCounts();

    Workspace::Impl& m_workspace;
    Store& m_store;
    const ApplyOptions& m_options;
    std::vector<Conflict>* m_conflicts;
    JournalEntry m_entry;
    ChangeContext m_context;
    std::unique_ptr<PartWriter> m_parts;
    ReferenceChecks m_references;
    ProductBlockInsert m_productInsert;
    ProductBlockEdit m_productEdit;
    MappingBlockInsert m_mappingInsert;
    // What was, or is being, made ready of a block before it is taken.
    struct Ahead {
        std::future<ProductBlockInsert::Prepared> products;
        std::future<MappingBlockInsert::Prepared> links;
    };
    Ahead prepare(const std::shared_ptr<ChangeBlock>& block);
    Ahead m_prepared, m_preparing; // of the block that is taken, and of the one after it
    bool m_begun = false;
    bool m_indexDropped = false;
    bool& m_rollbackMode; // the journal mode was changed and is to be put back
    bool m_definitionsChanged = false;
    std::vector<Thing> m_dataSets; // that it makes or changes
    std::chrono::steady_clock::time_point m_lastReport{};
};

[[noreturn]] void fail(Error error)
{
    throw StoreFailure(std::move(error));
}

void checkHeader(const ChangeSetHeader& header)
{
    const auto hasControl = [](const std::string& text) {
        return std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
    };
    const auto name = trimmed(header.author);
    if (name.empty() || name.size() > 255 || firstInvalidUtf8(header.author) || hasControl(header.author))
        fail({ErrorKind::Rejected, "BAD_AUTHOR", "author", "the name of the acting person must be 1 to 255 bytes of plain text",
            "name somebody with --as"});
    if (header.label.size() > 4096 || firstInvalidUtf8(header.label))
        fail({ErrorKind::Rejected, "BAD_LABEL", "label", "the label of a change set must be at most 4,096 bytes of UTF-8", "shorten it"});
}

void Applying::begin()
{
    m_begun = true;
    auto& header = m_entry.header;
    checkHeader(header);
    header.number = m_store.journal.lastNumber() + 1;
    if (header.uuid.empty())
        header.uuid = newUuid();
    if (header.workspace.empty())
        header.workspace = m_workspace.id;
    header.time = formatTimeMillis(m_workspace.options.clock());
    m_entry.clockWentBack = m_workspace.clockWentBack(header.number, header.time);
    const auto& person = m_workspace.idOf(header.author);
    m_workspace.rememberPerson(person, trimmed(header.author));
    header.author = person;
    m_entry.tool = SHELF_VERSION;
    m_context = {
        header.number, person, header.time.substr(0, 19) + "Z", header.origin, m_workspace.definitions.policy("four-eyes") == "solo"};
    m_parts = std::make_unique<PartWriter>(m_store.journal, header.number);
}

bool Applying::pull(const BlockSource& blocks, ChangeBlock& block)
{
    do {
        block.clear();
        const auto more = blocks(block);
        if (!more)
            fail(more.error());
        if (!*more)
            return false;
    } while (block.rows() == 0);
    return true;
}

bool Applying::takeBlocks(const BlockSource& blocks)
{
    // The few definitions in front of the products wait until it is known whether this is a first import. An undo makes each block
    // from the state after the one before, so there nothing waits.
    std::vector<ChangeBlock> held;
    ChangeBlock block;
    bool more = pull(blocks, block);
    while (more && !m_conflicts && isDefinition(block.kind) && held.size() < 16) {
        held.push_back(std::move(block));
        block = {};
        more = pull(blocks, block);
    }
    const bool first = more && isFirstImport(block);
    if (first) {
        useRollbackMode();
        m_indexDropped = block.kind == ThingKind::Product;
        if (m_indexDropped)
            m_store.products.dropIndex();
    }
    for (auto& early : held)
        takeBlock(early);
    if (first)
        takeFirstImport(blocks, std::move(block));
    else
        for (; more && !hasEnoughConflicts(); more = pull(blocks, block)) {
            takeBlock(block);
            block = {};
        }
    return m_begun;
}

// While the rows of one block are written, the next is made ready on another thread; never two at once, as they note what they
// name in one place.
void Applying::takeFirstImport(const BlockSource& blocks, ChangeBlock&& first)
{
    auto block = std::make_shared<ChangeBlock>(std::move(first));
    m_preparing = prepare(block);
    while (block) {
        auto next = std::make_shared<ChangeBlock>();
        if (!pull(blocks, *next))
            next.reset();
        if (m_preparing.links.valid())
            m_preparing.links.wait();
        m_prepared = std::move(m_preparing);
        m_preparing = prepare(next);
        takeBlock(*block);
        block = std::move(next);
    }
}

Applying::Ahead Applying::prepare(const std::shared_ptr<ChangeBlock>& block)
{
    Ahead ahead;
    if (block && block->kind == ThingKind::Product)
        ahead.products = std::async(std::launch::async, [block] { return ProductBlockInsert::prepare(*block); });
    else if (block && block->kind == ThingKind::Mapping)
        ahead.links = std::async(std::launch::async, [this, block] { return MappingBlockInsert::prepare(*block, m_references); });
    return ahead;
}

bool Applying::isFirstImport(const ChangeBlock& block)
{
    const bool large = block.rows() >= firstImportRows && !m_conflicts;
    const bool first = (block.kind == ThingKind::Product && large && m_store.products.empty())
        || (block.kind == ThingKind::Mapping && large && m_store.mappings.empty());
    return first && std::all_of(block.ops.begin(), block.ops.end(), [](ChangeOp op) { return op == ChangeOp::Create; });
}

// A first import writes each page once in rollback mode, and twice through a write-ahead log. Changing the mode needs a moment
// without a transaction, before anything was written, and fails harmlessly where others have the file open.
void Applying::useRollbackMode()
{
    const uint64_t last = m_store.journal.lastNumber();
    m_store.rollback();
    // A commit in rollback mode is the removal of a file: EXTRA syncs its folder, too. Through a write-ahead log it is as FULL.
    m_store.database->exec("PRAGMA synchronous = EXTRA");
    {
        Query mode(*m_store.database, "PRAGMA journal_mode = DELETE");
        m_rollbackMode = mode.step() && mode.text(0) == "delete";
    }
    m_store.database->exec("BEGIN IMMEDIATE");
    if (m_store.journal.lastNumber() != last)
        fail({ErrorKind::Workspace, "LOCKED", m_workspace.shownPath, "another program changed this workspace just now",
            "try again in a moment"});
}

void Applying::takeBlock(ChangeBlock& block)
{
    if (!m_begun)
        begin();
    const size_t rows = block.rows();
    if (m_context.origin == Origin::Feed)
        if (auto checked = checkFeedBlock(m_workspace.definitions, block); !checked)
            fail(checked.error());
    if (block.kind == ThingKind::Product) {
        applyProducts(block);
    } else if (block.kind == ThingKind::Mapping && createLinks(block)) {
        report();
    } else {
        for (size_t row = 0; row < rows; ++row) {
            if (row % 1024 == 0)
                report();
            block.kind == ThingKind::Mapping ? applyMapping(block, row) : applyDefinition(block, row);
        }
    }
    m_entry.changes += rows;
    report();
    m_parts->add(std::move(block));
}

void Applying::report()
{
    if (m_options.progress.cancelled())
        fail({ErrorKind::Cancelled, "CANCELLED", m_workspace.shownPath, "cancelled; nothing was changed", "start it again when you like"});
    if (!m_options.progress.report)
        return;
    const auto now = std::chrono::steady_clock::now();
    if (now - m_lastReport < std::chrono::milliseconds(100))
        return;
    m_lastReport = now;
    m_options.progress.report("applying changes", m_entry.changes, 0);
}

void Applying::mismatch(const Change& change, std::string_view field, std::string_view now, uint64_t changedIn)
{
    if (!m_conflicts)
        fail({ErrorKind::Rejected, "STALE", change.key, "this change was made on an older state: " + m_workspace.whoChanged(changedIn),
            "look at it again and repeat the change"});
    if (m_conflicts->size() >= mostConflicts)
        return;
    Conflict conflict{std::string(kindName(change.kind)), change.key, std::string(field), {}, {}, std::string(now), {}, {}, {}, {}};
    for (const FieldChange& wanted : change.fields)
        if (wanted.field == field)
            conflict.expected = wanted.before;
    m_conflicts->push_back(std::move(conflict));
}

void Applying::checkRevision(ChangeBlock& block, size_t row, const Change& change, uint64_t revision, uint64_t changedIn)
{
    if (change.baseRevision == anyRevision)
        block.baseRevisions[row] = change.op == ChangeOp::Create ? 0 : revision;
    else if (change.baseRevision != revision)
        mismatch(change, {}, {}, changedIn);
}

Thing Applying::changed(const Thing& now, const Change& change)
{
    Thing after = now;
    for (const auto& field : change.fields) {
        if (const auto value = now.fields.get(field.field); value != field.before)
            mismatch(change, field.field, value, now.changedIn);
        after.fields.set(field.field, field.after);
    }
    if (change.op == ChangeOp::Delete)
        for (const auto& [field, value] : after.fields)
            mismatch(change, field, value, now.changedIn); // it has more than what is to be deleted
    after.revision = now.revision + 1;
    after.changedIn = m_entry.header.number;
    return after;
}

void Applying::applyProducts(ChangeBlock& block)
{
    m_references.seeProducts(block);
    const auto all = [&block](ChangeOp wanted) {
        return std::all_of(block.ops.begin(), block.ops.end(), [wanted](ChangeOp op) { return op == wanted; });
    };
    const bool large = block.rows() >= worthABlock;
    if (large && all(ChangeOp::Delete) && m_productEdit.remove(block))
        return;
    m_productEdit.flush(m_store.products);
    if (all(ChangeOp::Create)) {
        for (size_t row = 0; row < block.rows(); ++row)
            if (block.baseRevisions[row] == anyRevision)
                block.baseRevisions[row] = 0;
        createProducts(block);
        return;
    }
    if (large && all(ChangeOp::Edit) && m_productEdit.edit(block, m_entry.header.number))
        return;
    const size_t rows = block.rows();
    for (size_t row = 0; row < rows && !hasEnoughConflicts(); ++row) {
        if (row % 1024 == 0)
            report();
        applyProduct(block, row);
    }
}

void Applying::createProducts(const ChangeBlock& block)
{
    for (size_t row = 0; row < block.rows(); ++row)
        if (auto checked = checkSku(block.keys.at(row)); !checked)
            fail(checked.error());
    if (!m_indexDropped) {
        for (size_t row = 0; row < block.rows(); ++row)
            if (m_store.products.exists(block.keys.at(row)))
                mismatch(block.row(row), {}, {}, m_store.products.find(block.keys.at(row))->changedIn);
        if (m_conflicts && !m_conflicts->empty())
            return;
    }
    m_productInsert.insert(
        block, m_prepared.products.valid() ? m_prepared.products.get() : ProductBlockInsert::prepare(block), m_entry.header.number);
}

void Applying::applyProduct(ChangeBlock& block, size_t row)
{
    const Change change = block.row(row);
    const auto now = m_store.products.find(change.key);
    if (change.op == ChangeOp::Create) {
        if (now) {
            mismatch(change, {}, {}, now->changedIn);
            return;
        }
        if (auto checked = checkSku(change.key); !checked)
            fail(checked.error());
        checkRevision(block, row, change, 0, 0);
        m_store.products.insert(changed({ThingKind::Product, change.key, 0, 0, {}}, change));
        return;
    }
    if (!now) {
        mismatch(change, {}, {}, 0);
        return;
    }
    checkRevision(block, row, change, now->revision, now->changedIn);
    const Thing after = changed(*now, change);
    change.op == ChangeOp::Delete ? m_store.products.remove(change.key) : m_store.products.update(after);
}

void Applying::applyDefinition(ChangeBlock& block, size_t row)
{
    const Change change = block.row(row);
    const auto found = m_store.definitions.find(change.kind, change.key);
    if ((change.op == ChangeOp::Create) == found.has_value()) {
        mismatch(change, {}, {}, found ? found->changedIn : 0);
        return;
    }
    const Thing now = found.value_or(Thing{change.kind, change.key, 0, 0, {}});
    checkRevision(block, row, change, now.revision, now.changedIn);
    const Thing after = changed(now, change);
    m_definitionsChanged = true;
    m_references.seeDefinition(after, change.op == ChangeOp::Delete);
    if (change.op == ChangeOp::Delete) {
        m_store.definitions.remove(change.kind, change.key);
        return;
    }
    if (auto checked = checkDefinition(after.kind, after.key, after.fields); !checked)
        fail(checked.error());
    if (after.kind == ThingKind::DataSet)
        m_dataSets.push_back(after);
    m_store.definitions.put(after);
}

// Plain new links at once; false: the block is to be taken row by row.
bool Applying::createLinks(const ChangeBlock& block)
{
    if (m_conflicts)
        return false;
    const auto prepared = m_prepared.links.valid() ? m_prepared.links.get() : MappingBlockInsert::prepare(block, m_references);
    if (!prepared.plain) {
        if (m_preparing.links.valid())
            m_preparing.links.wait(); // what is noted of these rows is noted alone
        return false;
    }
    try {
        m_mappingInsert.insert(block, prepared, m_context);
        return true;
    } catch (const SQLite::Exception& error) {
        if ((error.getErrorCode() & 0xff) != SQLITE_CONSTRAINT)
            throw;
    }
    for (size_t row = 0; row < block.rows(); ++row)
        if (const auto now = m_store.mappings.find(block.keys.at(row)); now && now->changedIn != m_entry.header.number)
            mismatch(block.row(row), {}, {}, now->changedIn);
    fail({ErrorKind::Rejected, "STALE", "mappings", "a mapping is made twice in one change set", "name it once"});
}

void Applying::applyMapping(ChangeBlock& block, size_t row)
{
    const Change change = block.row(row);
    auto found = m_store.mappings.find(change.key);
    if (!found && change.op != ChangeOp::Create) {
        mismatch(change, {}, {}, 0);
        return;
    }
    MappingState before = found.value_or(MappingState{});
    if (!found)
        before.id = change.key;
    checkRevision(block, row, change, before.revision, before.changedIn);
    MappingState after = before;
    std::optional<Decision> decision;
    if (auto reduced = reduce(after, change, m_context, &decision); !reduced) {
        if (reduced.error().code != "STALE")
            fail(reduced.error());
        mismatch(change, {}, {}, before.changedIn);
        return;
    }
    if (after.revision == 0) {
        m_store.mappings.remove(change.key);
        return;
    }
    if (!found)
        if (auto checked = checkMappingId(after.id); !checked)
            fail(checked.error());
    m_references.seeMapping(after);
    m_store.mappings.put(after, before);
    if (decision)
        m_store.mappings.putDecision(after.id, m_entry.header.number, *decision);
}

// What this change set approved and what was frozen with it: the two must speak of the same bytes.
void Applying::putFrozenContents()
{
    for (const Frozen& frozen : m_options.frozen) {
        const auto state = m_store.mappings.find(frozen.mapping);
        if (!state || state->changedIn != m_entry.header.number)
            fail({ErrorKind::Rejected, "CONTENT", frozen.mapping, "something is frozen for it that this change set does not approve",
                "approve it again"});
        const auto reach = parseJson(state->approved.reach);
        if (!reach || (*reach)["sha256"].text() != sha256Hex(frozen.content))
            fail({ErrorKind::Rejected, "CONTENT", frozen.mapping, "what is frozen is not what its approval says", "approve it again"});
        putFrozen(*m_store.database, frozen.mapping, state->approved.number, frozen.content);
    }
}

// No counts that no data set names, and no data set without its counts: one that is brought back finds those it had.
void Applying::putCounts()
{
    const auto names = [](const Thing& dataSet, const std::string& sha256) { return dataSet.fields.text("counts") == sha256; };
    for (const CountTable& table : m_options.counts) {
        if (std::none_of(m_dataSets.begin(), m_dataSets.end(), [&](const Thing& dataSet) { return names(dataSet, table.sha256); }))
            fail({ErrorKind::Rejected, "CONTENT", "counts", "they come without the data set that names them", "import the orders again"});
        putCountTable(*m_store.database, table);
    }
    for (const Thing& dataSet : m_dataSets)
        if (!hasCountTable(*m_store.database, dataSet.fields.text("counts")))
            fail({ErrorKind::Rejected, "CONTENT", "data set " + forTerminal(dataSet.key, 200), "its counts are not there",
                "import the orders again"});
}

std::optional<Digest> Applying::finish()
{
    m_productEdit.flush(m_store.products);
    if (m_indexDropped)
        m_store.products.restoreIndex();
    m_entry.parts = m_parts->finish();
    std::optional<Definitions> changed;
    if (m_definitionsChanged)
        changed.emplace(m_store.definitions.all());
    const Definitions& after = changed ? *changed : m_workspace.definitions;
    for (auto& broken : m_references.decide(m_store, after, m_conflicts ? mostConflicts : 1)) {
        if (!m_conflicts)
            fail(std::move(broken.error));
        m_conflicts->push_back({std::move(broken.kind), std::move(broken.key), std::move(broken.field), std::move(broken.because), {}, {}});
    }
    if (m_conflicts && !m_conflicts->empty())
        return std::nullopt;
    putFrozenContents();
    putCounts();
    const std::string entry = encodeEntry(m_entry);
    const Digest head = nextHash(m_store.journal.head(m_workspace.id), entry);
    m_store.journal.appendEntry(m_entry.header.number, entry, head);
    return head;
}

} // namespace

Result<Applied> Workspace::Impl::apply(
    const ChangeSetHeader& header, const BlockSource& blocks, const ApplyOptions& applyOptions, std::vector<Conflict>* conflicts)
{
    if (options.readOnly)
        return readOnlyError();
    bool rollbackMode = false;
    auto applied = guarded(shownPath, [&]() -> Result<Applied> {
        store->begin.run();
        if (store->dataVersion() != dataVersion)
            loadDefinitions();
        // Gone before the commit, with its statements: a failed commit replaces the connection.
        auto applying = std::make_unique<Applying>(*this, header, applyOptions, conflicts, rollbackMode);
        const bool any = applying->takeBlocks(blocks);
        if (!any || (conflicts && !conflicts->empty())) {
            store->rollback();
            return Applied{};
        }
        const auto head = applying->finish();
        if (!head) {
            store->rollback();
            return Applied{};
        }
        const Applied done{applying->number(), applying->changes(), hex(*head)};
        const bool definitionsChanged = applying->definitionsChanged();
        std::string time = applying->time();
        applying.reset();
        if (applyOptions.dryRun) {
            store->rollback();
            return Applied{std::nullopt, done.changes, {}};
        }
        if (auto saved = commit(*head); !saved)
            return saved.error();
        noteCommit(*done.number, done.head, std::move(time));
        if (definitionsChanged)
            loadDefinitions();
        return done;
    });
    if (!applied)
        store->rollback();
    if (rollbackMode)
        sqlite3_exec(store->handle(), "PRAGMA journal_mode = WAL", nullptr, nullptr, nullptr);
    return applied;
}

Result<void> Workspace::Impl::commit(const Digest& head)
{
    if (fileIdentity(facts.path) != facts.identity) {
        store->rollback();
        return Error{ErrorKind::Workspace, "SWAPPED", shownPath,
            "another file has taken the workspace's place while it was open; nothing was saved", "open the workspace again"};
    }
    std::optional<SQLite::Exception> failure;
    try {
        store->end.run();
        return {};
    } catch (const SQLite::Exception& exception) {
        failure = exception;
    }
    const Error error = sqliteError(*failure, shownPath);
    store->rollback();
    if ((failure->getErrorCode() & 0xff) == SQLITE_BUSY)
        return error;
    // Whether the frames count is only known to whoever opens the file next: be the one.
    unsure = true;
    try {
        auto fresh = std::make_unique<Store>(connect(facts, ConnectionUse::ReadWrite), &facts);
        store = std::move(fresh); // closes the old connection
        loadDefinitions();
        const bool counts = store->journal.head(id) == head;
        unsure = false;
        if (counts)
            return {};
    } catch (const std::exception&) {
        return error;
    }
    return error;
}

} // namespace shelf
