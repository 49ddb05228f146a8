#include "model/io/sample.h"

#include "model/io/definitions_apply.h"
#include "model/io/sample_texts.h"
#include "model/io/yaml_reader.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace shelf {

namespace {

constexpr std::string_view advice = "make the workspace without the sample";

Error wrong(std::string_view file, const YamlNode& node, const std::string& what)
{
    return Error{ErrorKind::Rejected, "SAMPLE", yamlWhere(std::string(file), node.mark), what, std::string(advice)};
}

std::string scalar(const YamlNode& node, std::string_view key)
{
    const YamlNode* value = node.find(key);
    return value && value->isScalar() ? value->text : std::string();
}

// A name, or a list of names.
std::vector<std::string> names(const YamlNode* node)
{
    std::vector<std::string> texts;
    if (node && node->isScalar())
        texts.push_back(node->text);
    else if (node)
        for (const YamlNode& item : node->items)
            texts.push_back(item.text);
    return texts;
}

std::optional<int> number(std::string_view text)
{
    int value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

std::optional<int> minutesOf(std::string_view time) // "09:05"
{
    if (time.size() != 5 || time[2] != ':')
        return std::nullopt;
    const auto hours = number(time.substr(0, 2)), minutes = number(time.substr(3));
    if (!hours || !minutes)
        return std::nullopt;
    return *hours * 60 + *minutes;
}

using Kind = SampleStep::Kind;
constexpr std::array<std::pair<std::string_view, Kind>, 10> kinds = {
    {{"apply", Kind::Apply}, {"import", Kind::Import}, {"orders", Kind::Orders}, {"submit", Kind::Submit}, {"approve", Kind::Approve},
        {"reject", Kind::Reject}, {"undo", Kind::Undo}, {"waive", Kind::Waive}, {"validate", Kind::Validate}, {"release", Kind::Release}}};

Result<SampleStep> stepOf(std::string_view file, std::string_view folder, const YamlNode& node)
{
    SampleStep step;
    const auto day = number(scalar(node, "day")), minutes = minutesOf(scalar(node, "time"));
    step.person = scalar(node, "by");
    if (!day || *day < 1 || !minutes || step.person.empty())
        return wrong(file, node, "a step needs `day`, `time` and `by`");
    step.daysAgo = *day;
    step.minutes = *minutes;
    step.label = scalar(node, "label");
    step.comment = scalar(node, "comment");
    step.family = scalar(node, "family");
    step.rule = scalar(node, "waive");
    step.subject = scalar(node, "subject");
    step.grantedBy = scalar(node, "granted-by");
    step.days = number(scalar(node, "days")).value_or(0);
    step.except = names(node.find("except"));
    for (const auto& [key, kind] : kinds) {
        const YamlNode* value = node.find(key);
        if (!value)
            continue;
        step.kind = kind;
        step.all = value->isScalar() && (value->text == "own" || value->text == "others");
        if (kind == Kind::Apply || kind == Kind::Import || kind == Kind::Orders)
            step.file.append(folder).append(value->text);
        else if (!step.all)
            step.ids = names(value);
        return step;
    }
    return wrong(file, node, "a step does nothing");
}

} // namespace

Result<std::string_view> sampleText(std::string_view file)
{
    for (const SampleText& text : sampleTexts())
        if (text.name == file)
            return text.text;
    return Error{ErrorKind::Rejected, "SAMPLE", std::string(file), "is not a file of the sample", std::string(advice)};
}

Result<std::vector<SampleStep>> sampleSteps(Sample sample)
{
    const std::string folder = sample == Sample::Defects ? "defects/" : "";
    const std::string file = folder + "history.yaml";
    const auto text = sampleText(file);
    if (!text)
        return text.error();
    const auto root = parseYaml(*text, file);
    if (!root)
        return root.error();
    std::vector<SampleStep> steps;
    if (const YamlNode* list = root->find("steps")) {
        for (const YamlNode& node : list->items) {
            auto step = stepOf(file, folder, node);
            if (!step)
                return step.error();
            steps.push_back(std::move(*step));
        }
    }
    const auto moment = [](const SampleStep& step) { return step.minutes - step.daysAgo * 24 * 60; };
    for (size_t i = 1; i < steps.size(); ++i)
        if (moment(steps[i]) <= moment(steps[i - 1]))
            return wrong(file, root->find("steps")->items[i], "a step is not after the one before it");
    return steps;
}

Result<void> applySampleFile(Workspace& workspace, const std::string& file, const std::string& author, const std::string& label)
{
    const auto text = sampleText(file);
    if (!text)
        return text.error();
    DefinitionItems items;
    if (auto added = items.addText(*text, file); !added)
        return added;
    const auto applied = applyDefinitions(workspace, items, author, label);
    return applied ? Result<void>() : applied.error();
}

Result<void> applySampleFiles(Workspace& workspace, const std::string& author)
{
    const auto steps = sampleSteps();
    if (!steps)
        return steps.error();
    for (const SampleStep& step : *steps)
        if (step.kind == SampleStep::Kind::Apply)
            if (auto applied = applySampleFile(workspace, step.file, author, step.label); !applied)
                return applied;
    return {};
}

} // namespace shelf
