#include "governance/release/gate.h"

namespace shelf {

Json GateResult::json() const
{
    return Json::object({{"open", Json::boolean(open)}, {"result", Json::string(open ? "open" : "closed")}, {"conditions", conditions},
        {"waivers", waivers}});
}

Result<GateResult> evaluateGate(Workspace&)
{
    return GateResult(); // no condition is defined yet: open
}

} // namespace shelf
