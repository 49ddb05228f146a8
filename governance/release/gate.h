// What must hold for a release to leave: the gate. Its conditions are kept in one list.
#pragma once

#include "model/store/workspace.h"

namespace shelf {

struct GateResult {
    bool open = true;
    Json conditions = Json::array(); // each {"id","met","says"}
    Json waivers = Json::array(); // in force
    Json json() const; // {"open","result","conditions","waivers"}
};
Result<GateResult> evaluateGate(Workspace& workspace);

} // namespace shelf
