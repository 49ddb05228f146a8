#include "governance/findings/fix.h"

#include <algorithm>
#include <map>
#include <set>

namespace shelf {

namespace {

// Things as they will be, and which fields of them were changed by whom.
class Planning {
public:
    explicit Planning(Workspace& workspace) : m_workspace(workspace) { }

    // False where a step speaks of a field that another fix has changed otherwise; nothing is taken then.
    Result<bool> take(const std::vector<FixStep>& steps)
    {
        for (const FixStep& step : steps) {
            auto& plan = planOf(step);
            if (!plan)
                return plan.error();
            if (collides(**plan, step))
                return false;
        }
        for (const FixStep& step : steps)
            carryOut(**planOf(step), step);
        return true;
    }

    ChangeSet changes() const
    {
        ChangeSet set;
        for (const auto& [key, plan] : m_plans)
            if (plan)
                if (auto change = changeOf(**plan))
                    set.add(std::move(*change));
        return set;
    }

private:
    struct Plan {
        Thing before, after;
        MappingState mapping;
        std::set<std::string> touched;
        bool removed = false, created = false;
    };
    using PlanResult = Result<std::shared_ptr<Plan>>;

    PlanResult& planOf(const FixStep& step)
    {
        const auto key = std::make_pair(step.kind, step.key);
        const auto found = m_plans.find(key);
        if (found != m_plans.end())
            return found->second;
        return m_plans.emplace(key, look(step)).first->second;
    }

    PlanResult look(const FixStep& step)
    {
        auto plan = std::make_shared<Plan>();
        plan->before.kind = step.kind;
        plan->before.key = step.key;
        if (step.kind == ThingKind::Mapping) {
            auto mapping = m_workspace.mapping(step.key);
            if (!mapping)
                return mapping.error();
            if (*mapping) {
                plan->mapping = **mapping;
                plan->before.revision = plan->mapping.revision;
                plan->before.fields = plan->mapping.working();
            }
        } else if (step.kind == ThingKind::Product) {
            auto product = m_workspace.product(step.key);
            if (!product)
                return product.error();
            if (*product)
                plan->before = **product;
        } else if (const Thing* thing = m_workspace.definitions().find(step.kind, step.key)) {
            plan->before = *thing;
        }
        plan->after = plan->before;
        return plan;
    }

    static bool collides(const Plan& plan, const FixStep& step)
    {
        if (step.op == ChangeOp::Create)
            return false;
        if (step.op == ChangeOp::Delete)
            return !plan.touched.empty();
        if (plan.removed || plan.before.revision == 0)
            return true;
        return std::any_of(step.fields.begin(), step.fields.end(),
            [&](const auto& field) { return plan.touched.contains(field.first) && plan.after.fields.get(field.first) != field.second; });
    }

    static void carryOut(Plan& plan, const FixStep& step)
    {
        if (step.op == ChangeOp::Delete) {
            plan.removed = true;
            return;
        }
        if (step.op == ChangeOp::Create) {
            if (plan.before.revision != 0 || plan.created)
                return;
            plan.created = true;
        }
        for (const auto& [field, json] : step.fields) {
            plan.touched.insert(field);
            plan.after.fields.set(field, json);
        }
    }

    static std::optional<Change> changeOf(const Plan& plan)
    {
        if (plan.removed) {
            if (plan.before.revision == 0)
                return std::nullopt;
            if (plan.before.kind != ThingKind::Mapping || plan.mapping.approved.number == 0) {
                Thing gone = plan.before;
                gone.revision = 0;
                gone.fields.clear();
                return difference(plan.before, gone);
            }
            if (plan.mapping.workingRetired())
                return std::nullopt;
            return Change{ThingKind::Mapping, plan.before.key, ChangeOp::Edit, plan.before.revision, {{"@retire", {}, "true"}}};
        }
        Thing after = plan.after;
        after.revision = plan.before.revision + 1;
        return difference(plan.before, after);
    }

    Workspace& m_workspace;
    std::map<std::pair<ThingKind, std::string>, PlanResult> m_plans;
};

} // namespace

Result<FixPlan> planFixes(Workspace& workspace, const Snapshot& catalog, const RuleSet& rules, const std::vector<Finding>& findings,
    const ValidationRequest& request)
{
    const RunFrame frame(catalog, request.view, today([&] { return request.now; }, request.timeZone), request.now, request.cancel);
    const Subjects everything;
    FixPlan plan;
    Planning planning(workspace);
    for (const Finding& finding : findings) {
        const ActiveRule* active = rules.find(finding.rule);
        if (!active || finding.fix.empty())
            continue;
        const RuleRun run(frame, *active->rule, active->settings, everything);
        const std::vector<FixStep> steps = active->rule->fix(run, finding);
        if (steps.empty())
            continue;
        const auto taken = planning.take(steps);
        if (!taken)
            return taken.error();
        (*taken ? plan.fixed : plan.left).push_back(finding);
    }
    plan.changes = planning.changes();
    return plan;
}

} // namespace shelf
