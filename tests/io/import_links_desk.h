// A shop with a few products into which mappings are imported, and what came of it as text.
#pragma once

#include "tests/io/import_shop.h"

namespace shelf::test {

struct MappingShop : ImportShop {
    explicit MappingShop(int products = 10) { stock(products); }

    ImportRequest links(const std::string& text, const std::string& type = {}, const std::string& mode = {})
    {
        ImportRequest asked = request(text);
        asked.linkType = type;
        asked.mode = mode;
        return asked;
    }
    ImportRequest lines(const std::string& text)
    {
        ImportRequest asked = request(text);
        asked.files = {write("file.jsonl", text)};
        return asked;
    }
    // "SOURCE type TARGET rank" of every link that stands, with "/rank" for the other end; one a line.
    std::string standing()
    {
        std::string text;
        const auto visited = workspace->forEachMapping("link:", [&](const MappingState& state) {
            const FieldMap& content = state.working();
            if (state.workingRetired())
                return true;
            text += content.text("source") + " " + content.text("type") + " " + content.text("target");
            if (content.has("rank"))
                text += " " + std::string(content.get("rank"));
            if (content.has("target_rank"))
                text += " /" + std::string(content.get("target_rank"));
            text += "\n";
            return true;
        });
        return visited ? text : "unreadable";
    }
    // The working content of a mapping, with its status in front; "-" where there is none.
    // Status and content. The owner whom an import gives what its file names none for (mia, who imports) is left out; see
    // whoImportsAnswersForWhatIsNew.
    std::string mapping(const std::string& id)
    {
        const auto state = workspace->mapping(id);
        if (!state || !*state)
            return "-";
        FieldMap content = (*state)->working();
        if (content.text("owner") == "mia")
            content.set("owner", {});
        return std::string(statusName((*state)->status())) + ((*state)->workingRetired() ? " retiring " : " ") + content.toJson();
    }
    void approveAll()
    {
        std::vector<std::string> ids;
        const auto visited = workspace->forEachMapping({}, [&](const MappingState& state) {
            ids.push_back(state.id);
            return true;
        });
        for (const std::string& id : ids)
            if (!visited || !submit("mia", id) || !approve("ben", id))
                qFatal("%s was not approved", id.c_str());
    }
};

// "read added changed unchanged rejected, links added and removed".
inline std::string counts(const ImportReport& report)
{
    std::string text;
    for (const uint64_t count : {report.read, report.added, report.changed, report.unchanged, report.rejectedCount, report.duplicates})
        text += std::to_string(count) + " ";
    return text + "+" + std::to_string(report.linksAdded) + " -" + std::to_string(report.linksRemoved);
}

} // namespace shelf::test
