#include "model/io/sample.h"

#include "model/io/definitions_apply.h"
#include "model/io/sample_texts.h"
#include "model/io/yaml_reader.h"

#include <algorithm>
#include <set>

namespace shelf {

namespace {

constexpr std::string_view reviewFile = "review.yaml";

std::string labelOf(std::string_view file)
{
    // "2-products.yaml" -> "Sample shop: products"
    const size_t begin = file.find('-') + 1;
    return "Sample shop: " + std::string(file.substr(begin, file.rfind('.') - begin));
}

std::vector<std::string> textsUnder(const YamlNode& root, std::string_view key)
{
    std::vector<std::string> texts;
    if (const YamlNode* list = root.find(key))
        for (const YamlNode& item : list->items)
            texts.push_back(item.text);
    return texts;
}

} // namespace

Result<void> makeSample(Workspace& workspace)
{
    for (const SampleText& file : sampleTexts()) {
        if (file.name == reviewFile)
            continue;
        DefinitionItems items;
        if (auto added = items.addText(file.text, std::string(file.name)); !added)
            return added;
        const auto applied = applyDefinitions(workspace, items, std::string(sampleAuthor), labelOf(file.name));
        if (!applied)
            return applied.error();
    }
    return {};
}

Result<SampleReview> sampleReview(Workspace& workspace)
{
    SampleReview review;
    const auto file =
        std::find_if(sampleTexts().begin(), sampleTexts().end(), [](const SampleText& text) { return text.name == reviewFile; });
    const Result<YamlNode> root = parseYaml(file == sampleTexts().end() ? std::string_view() : file->text, reviewFile);
    if (!root)
        return root.error();
    review.draft = textsUnder(*root, "draft");
    review.inReview = textsUnder(*root, "in_review");
    if (const YamlNode* rejected = root->find("rejected"))
        for (const YamlNode& item : rejected->items)
            if (item.find("id") && item.find("comment"))
                review.rejected.emplace_back(item.find("id")->text, item.find("comment")->text);
    std::set<std::string> others(review.draft.begin(), review.draft.end());
    others.insert(review.inReview.begin(), review.inReview.end());
    for (const auto& [id, comment] : review.rejected)
        others.insert(id);
    const auto visited = workspace.forEachMapping({}, [&](const MappingState& mapping) {
        if (!others.contains(mapping.id))
            review.approved.push_back(mapping.id);
        return true;
    });
    if (!visited)
        return visited.error();
    return review;
}

} // namespace shelf
