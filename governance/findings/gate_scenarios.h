// The gate's condition that saved scenarios hold in what a release would carry.
#pragma once

#include "governance/findings/gate.h"
#include "model/catalog/snapshot.h"

namespace shelf {

// Nothing is added where no scenario closes the gate; those that look at a release long made are not asked. Each that fails is named with
// the change set that broke it. Errors: those of reading, Cancelled.
Result<void> addScenarioCondition(GateResult& gate, Workspace& workspace, const Snapshot& catalog, const Progress& progress);

} // namespace shelf
