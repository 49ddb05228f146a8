// The program that is killed and refused its disk: one operation on one workspace, then its change set's number on stdout.
#include "model/domain/mapping.h"
#include "model/store/workspace.h"

#include <cstdio>
#include <cstring>
#include <unistd.h>

using namespace shelf;

namespace {

ChangeSet products(int count)
{
    ChangeSet set;
    set.header.author = "mia";
    set.header.label = "import";
    set.header.origin = Origin::Import;
    for (int i = 0; i < count; ++i)
        set.add({ThingKind::Product, "N" + std::to_string(i), ChangeOp::Create, 0,
            {{"name", {}, jsonString("Product " + std::to_string(i))}, {"stock", {}, std::to_string(i)}}});
    return set;
}

ChangeSet renaming(Workspace& workspace)
{
    ChangeSet set;
    set.header.author = "mia";
    set.header.label = "rename";
    const auto read = workspace.forEachProduct([&](const Thing& product) {
        set.add({ThingKind::Product, product.key, ChangeOp::Edit, product.revision,
            {{"name", std::string(product.fields.get("name")), "\"renamed\""}}});
        return true;
    });
    if (!read)
        set.blocks.clear();
    return set;
}

int done(const Result<Applied>& applied)
{
    if (!applied) {
        fprintf(stderr, "%s: %s\n", applied.error().code.c_str(), applied.error().what.c_str());
        return static_cast<int>(applied.error().kind);
    }
    printf("%llu\n", static_cast<unsigned long long>(applied->number.value_or(0)));
    return fflush(stdout) == 0 ? 0 : 5;
}

int archive(Workspace& workspace, const std::string& path)
{
    const auto archived = workspace.archiveFeeds(path + ".archive", "mia", {});
    return archived ? done(Applied{archived->number, 0, {}}) : done(archived.error());
}

int run(const std::string& operation, const std::string& path)
{
    if (operation == "new") {
        const auto made = Workspace::create(path + ".new");
        return made ? 0 : static_cast<int>(made.error().kind);
    }
    auto opened = Workspace::open(path);
    if (!opened)
        return static_cast<int>(opened.error().kind);
    Workspace& workspace = **opened;
    if (operation == "import")
        return done(workspace.apply(products(300)));
    if (operation == "first-import")
        return done(workspace.apply(products(9000)));
    if (operation == "edit")
        return done(workspace.apply(renaming(workspace)));
    if (operation == "undo") {
        const auto undone = workspace.undo("mia");
        return undone ? done(Applied{undone->number, 0, {}}) : done(undone.error());
    }
    if (operation == "archive")
        return archive(workspace, path);
    const auto worked = operation == "backup" ? workspace.backupTo(path + ".copy") : workspace.compact();
    return worked ? 0 : static_cast<int>(worked.error().kind);
}

} // namespace

int main(int, char** arguments)
{
    return run(arguments[1], arguments[2]);
}
