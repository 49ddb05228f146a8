#include "app/shelfctl/coded_mappings.h"

#include "app/shelfctl/mapping_view.h"
#include "app/shelfctl/session.h"
#include "model/domain/text.h"

namespace shelf::cli {

Result<Outcome> listCoded(Context& context, const std::string& path, MappingKind kind, const std::optional<std::string>& statusText)
{
    const auto status = statusOption(statusText);
    if (!status)
        return status.error();
    const auto opened = openForReading(context, path);
    if (!opened)
        return opened.error();
    return listMappings(context, **opened, std::string(mappingKindName(kind)) + ":",
        [&status](const MappingState& mapping) { return !*status || mapping.status() == **status; });
}

Result<MappingState> findCoded(Workspace& workspace, MappingKind kind, const std::string& idOrCode)
{
    const std::string kindName(mappingKindName(kind));
    if (trimmed(idOrCode).empty())
        return usageError(kindName, "its code is empty", "list them with `shelfctl " + kindName + " list`");
    return requireMapping(workspace, idOrCode.starts_with(kindName + ":") ? idOrCode : codedId(kind, idOrCode));
}

} // namespace shelf::cli
