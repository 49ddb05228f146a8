// One of several programs that change one workspace at the same time: random changes in a loop, each acknowledged on stdout by
// the number and the label of its change set. Arguments: the workspace, the person, how many changes, a seed.
#include "model/domain/mapping.h"
#include "model/store/workspace.h"

#include <cstdio>
#include <cstdlib>
#include <random>

using namespace shelf;

namespace {

constexpr int products = 12;

class Writer {
public:
    Writer(Workspace& workspace, std::string person, unsigned seed)
        : m_workspace(workspace), m_person(std::move(person)), m_random(seed) { }

    // One change, tried until it is in or makes no sense any more; false on a failure that must not be.
    bool step(int number)
    {
        m_label = m_person + "-" + std::to_string(number);
        for (int attempt = 0; attempt < 1000; ++attempt) {
            const auto kind = pick(10);
            const auto applied = kind < 5 ? edit() : kind < 7 ? link() : kind < 9 ? review() : undo();
            if (applied)
                return !applied->number || acknowledge(*applied->number);
            const Error& error = applied.error();
            if (error.code == "LOCKED")
                continue;
            if (error.code == "STALE") {
                // Whoever is refused is told who came first.
                if (error.what.find("changed it on 20") == std::string::npos || error.what.find("(change set ") == std::string::npos)
                    return failed(error);
                continue;
            }
            if (error.kind != ErrorKind::Rejected && error.kind != ErrorKind::Refused)
                return failed(error);
        }
        return true;
    }

private:
    int pick(int n) { return static_cast<int>(m_random() % static_cast<unsigned>(n)); }
    std::string sku() { return "P" + std::to_string(pick(products)); }

    static bool failed(const Error& error)
    {
        fprintf(stderr, "%s: %s: %s\n", error.code.c_str(), error.where.c_str(), error.what.c_str());
        return false;
    }
    bool acknowledge(uint64_t number)
    {
        printf("%llu %s\n", static_cast<unsigned long long>(number), m_label.c_str());
        return fflush(stdout) == 0;
    }
    Result<Applied> apply(Change change, Origin origin = Origin::Edit)
    {
        ChangeSet set;
        set.header.author = m_person;
        set.header.label = m_label;
        set.header.origin = origin;
        set.add(std::move(change));
        return m_workspace.apply(set);
    }

    Result<Applied> edit()
    {
        const auto now = m_workspace.product(sku());
        if (!now || !*now)
            return now ? Result<Applied>(Applied{}) : Result<Applied>(now.error());
        const std::string before((*now)->fields.get("stock")), after = std::to_string(pick(1000));
        if (before == after)
            return Applied{};
        return apply({ThingKind::Product, (*now)->key, ChangeOp::Edit, (*now)->revision, {{"stock", before, after}}});
    }
    Result<Applied> link()
    {
        const LinkId id{sku(), "accessory", sku(), {}};
        if (id.source == id.target)
            return Applied{};
        return apply({ThingKind::Mapping, id.text(), ChangeOp::Create, 0,
            {{"source", {}, jsonString(id.source)}, {"target", {}, jsonString(id.target)}, {"type", {}, "\"accessory\""}}});
    }
    Result<Applied> review()
    {
        const auto mapping = m_workspace.mapping(LinkId{sku(), "accessory", sku(), {}}.text());
        if (!mapping || !*mapping)
            return mapping ? Result<Applied>(Applied{}) : Result<Applied>(mapping.error());
        const char* status = (*mapping)->status() == MappingStatus::InReview ? "\"approved\"" : "\"in_review\"";
        return apply({ThingKind::Mapping, (*mapping)->id, ChangeOp::Edit, (*mapping)->revision, {{"@status", {}, status}}}, Origin::Review);
    }
    Result<Applied> undo()
    {
        const auto undone = m_workspace.undo(m_person);
        if (!undone)
            return undone.error();
        m_label = "undo";
        return Applied{undone->number, 0, {}};
    }

    Workspace& m_workspace;
    std::string m_person, m_label;
    std::mt19937 m_random;
};

} // namespace

int main(int, char** arguments)
{
    auto opened = Workspace::open(arguments[1]);
    if (!opened)
        return 1;
    Writer writer(**opened, arguments[2], static_cast<unsigned>(std::strtol(arguments[4], nullptr, 10)));
    const long count = std::strtol(arguments[3], nullptr, 10);
    for (int i = 0; i < count; ++i)
        if (!writer.step(i))
            return 1;
    return 0;
}
