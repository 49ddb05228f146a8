#include "model/io/import_plan.h"

#include "model/domain/text.h"

#include <algorithm>
#include <set>

namespace shelf {

namespace {

Error rejected(const std::string& where, std::string code, std::string what, std::string tryThis)
{
    return Error{ErrorKind::Rejected, std::move(code), where, std::move(what), std::move(tryThis)};
}

// Whether values inferred as `column` can live in this attribute.
bool canHold(const Attribute& attribute, const InferredType& column, const ColumnStatistics& statistics)
{
    if (statistics.filled() == 0 || attribute.type == column.type)
        return true;
    const bool number = attribute.type == AttributeType::Number || attribute.type == AttributeType::Integer;
    if (number && !attribute.unit.empty() && statistics.readsAsMeasureIn(attribute.unit))
        return true;
    switch (attribute.type) {
    case AttributeType::Text:
        return column.type == AttributeType::Choice || column.type == AttributeType::Url;
    case AttributeType::Number:
        return column.type == AttributeType::Integer;
    case AttributeType::Choice:
        return column.type == AttributeType::Text && statistics.allValuesKnown();
    case AttributeType::MultiChoice:
    case AttributeType::Reference:
        return column.type == AttributeType::Text || column.type == AttributeType::Choice;
    default:
        return false;
    }
}

class FilePlanner {
public:
    FilePlanner(const ImportFile& file, const FileStatistics& statistics, PlannedDefinitions& definitions, const Definitions& existing)
        : m_file(file), m_statistics(statistics), m_definitions(definitions), m_existing(existing), m_plan(std::make_unique<FilePlan>())
    {
    }

    Result<PlannedFile> plan(const std::vector<std::string>& key)
    {
        m_complete = m_file.profile;
        m_plan->path = m_file.path;
        m_plan->form = m_file.form;
        m_plan->skuCell = m_file.skuColumn();
        m_plan->excelGuard = m_file.profile.excelGuard;
        m_plan->deleteHard = m_file.profile.deleteHard;
        m_plan->retireAbsent = m_file.profile.retireAbsent;
        m_plan->replaceLinks = m_file.profile.links == "replace";
        m_plan->verifyNames = !m_statistics.whole;
        if (auto known = planFamilies(); !known)
            return known.error();
        for (const NamedColumn& column : m_file.columns)
            if (auto planned = planColumn(column); !planned)
                return planned.error();
        if (!m_plan->skuCell)
            if (auto found = planKey(key); !found)
                return found.error();
        if (auto constants = planConstants(); !constants)
            return constants.error();
        if (m_plan->retireAbsent && m_families.empty())
            return rejected(m_file.path, "ABSENT", "says what happens to absent products, but not of which family", "name the family");
        nameSlots();
        completeProfile(key);
        PlannedFile planned;
        planned.plan = std::move(m_plan);
        planned.complete = std::move(m_complete);
        return planned;
    }

private:
    Result<void> planFamilies();
    Result<void> planColumn(const NamedColumn& column);
    Result<void> planKey(const std::vector<std::string>& key);
    Result<void> planConstants();
    Result<void> planSplit(const NamedColumn& column);
    void planCategories(const NamedColumn& column, PlannedColumn& planned);
    std::string separatorOf(const NamedColumn& column) const;
    Result<void> planConstant(const std::string& field, const std::string& text);
    void planOptions(PlannedColumn& planned, const ColumnStatistics& statistics);
    void completeColumn(const NamedColumn& column, ColumnRule& rule) const;
    void planCore(const NamedColumn& column, PlannedColumn& planned);
    void planAttribute(const NamedColumn& column, PlannedColumn& planned, const InferredType& inferred, const ColumnStatistics& statistics);
    std::string chooseCode(const NamedColumn& column, const InferredType& inferred, const ColumnStatistics& statistics) const;
    void nameSlots();
    void completeProfile(const std::vector<std::string>& key);
    const NamedColumn* columnOf(Target target) const;

    const ImportFile& m_file;
    const FileStatistics& m_statistics;
    PlannedDefinitions& m_definitions;
    const Definitions& m_existing;
    std::unique_ptr<FilePlan> m_plan;
    ImportProfile m_complete;
    std::vector<std::string> m_families; // that rows of this file are of
    std::vector<std::pair<std::string, std::string>> m_constants; // field and JSON
};

const NamedColumn* FilePlanner::columnOf(Target target) const
{
    for (const NamedColumn& column : m_file.columns)
        if (column.target == target)
            return &column;
    return nullptr;
}

Result<void> FilePlanner::planFamilies()
{
    m_plan->family = m_file.profile.family;
    m_plan->familyMap = m_file.profile.familyMap;
    std::vector<std::string> texts;
    if (!m_plan->family.empty()) {
        texts.push_back(m_plan->family);
    } else if (const NamedColumn* column = columnOf(Target::Family)) {
        const ColumnStatistics& statistics = m_statistics.columns[column->cell];
        if (!statistics.allValuesKnown())
            return rejected(m_file.path, "FAMILY", "names more families in column " + column->label + " than a catalog can have",
                "is this column the family?");
        for (const std::string& text : statistics.values()) {
            const auto mapped = m_plan->familyMap.find(text);
            texts.push_back(mapped == m_plan->familyMap.end() ? text : mapped->second);
        }
    }
    std::sort(texts.begin(), texts.end());
    texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
    for (const std::string& code : texts) {
        if (!m_definitions.hasFamily(code)) {
            FieldMap fields;
            fields.setText("label", code);
            if (auto good = checkDefinition(ThingKind::Family, code, fields); !good) {
                if (!m_plan->family.empty())
                    return good.error();
                continue; // the rows that name it are going to be rejected
            }
        }
        m_definitions.addFamily(code);
        m_families.push_back(code);
    }
    m_plan->families = std::make_shared<KnownTexts>(m_families);
    std::vector<std::string> channels;
    for (const Thing* channel : m_existing.all(ThingKind::Channel))
        channels.push_back(channel->key);
    m_plan->channels = std::make_shared<KnownTexts>(std::move(channels));
    return {};
}

// What stands between the elements of a column of lists.
std::string FilePlanner::separatorOf(const NamedColumn& column) const
{
    if (m_file.form.json)
        return "|";
    return column.rule.split.empty() ? m_statistics.columns[column.cell].listSeparator() : column.rule.split;
}

void FilePlanner::planCategories(const NamedColumn& column, PlannedColumn& planned)
{
    const ColumnStatistics& statistics = m_statistics.columns[column.cell];
    // A column "category" whose cells hold lists names all categories, not only the primary one.
    const bool lists = column.target == Target::Categories || !column.rule.split.empty() || statistics.holdsSeparators();
    planned.target = lists ? Target::Categories : Target::Category;
    planned.field = "categories";
    planned.reading.listSeparator = separatorOf(column);
    std::set<std::string> codes;
    for (const std::string& text : statistics.values()) {
        if (!lists)
            codes.insert(text);
        else
            for (std::string& element : listElements(text, planned.reading.listSeparator))
                codes.insert(std::move(element));
    }
    std::vector<std::string> good;
    for (const std::string& code : codes) {
        FieldMap fields;
        fields.setText("label", code);
        if (!m_existing.has(ThingKind::Category, code) && !checkDefinition(ThingKind::Category, code, fields))
            continue; // the rows that name it are going to be rejected
        m_definitions.addCategory(code);
        good.push_back(code);
    }
    m_plan->categories = std::make_shared<KnownTexts>(std::move(good));
    m_plan->primaryCategoryOnly = !lists;
}

Result<void> FilePlanner::planColumn(const NamedColumn& column)
{
    PlannedColumn planned;
    planned.cell = column.cell;
    planned.target = column.target;
    planned.label = column.label;
    planned.core = column.core;
    planned.field = column.code;
    planned.emptyClears = column.rule.emptyClears.value_or(m_file.profile.emptyClears);
    planned.reading.decimalMark = column.rule.decimal.value_or(m_file.profile.decimal.value_or('.'));
    planned.reading.datePattern = column.rule.datePattern;
    planned.reading.unit = column.rule.unit.empty() ? column.unit : column.rule.unit;
    switch (column.target) {
    case Target::Ignore:
    case Target::Sku:
        return {};
    case Target::Split:
        return planSplit(column);
    case Target::Links:
        m_plan->links.push_back({column.cell, column.label, column.code, m_file.form.json ? "|" : column.rule.split, planned.emptyClears});
        return {};
    case Target::Action:
        m_plan->actionCell = column.cell;
        return {};
    case Target::Family:
        if (!m_file.profile.family.empty())
            return {}; // the family named for all rows wins
        break;
    case Target::Category:
    case Target::Categories:
        if (m_plan->categories) // both columns: the first one says it
            return {};
        planCategories(column, planned);
        break;
    case Target::Core:
        planCore(column, planned);
        break;
    case Target::Attribute: {
        const ColumnStatistics& statistics = m_statistics.columns[column.cell];
        planAttribute(column, planned, statistics.inferred(), statistics);
        break;
    }
    }
    m_plan->columns.push_back(std::move(planned));
    return {};
}

void FilePlanner::planCore(const NamedColumn& column, PlannedColumn& planned)
{
    // A price is one number: a comma in it is a decimal mark where every value reads so.
    const bool told = column.rule.decimal || m_file.profile.decimal;
    if (column.core->type == CoreType::Money && !told && m_statistics.columns[column.cell].readsAsCommaNumbers())
        planned.reading.decimalMark = ',';
    planned.verify = !m_statistics.whole && column.core->type == CoreType::Money && !told;
    if (column.core->type == CoreType::List)
        planned.reading.listSeparator = separatorOf(column);
}

// The code of the attribute a column goes to: its own, or FAMILY_code where that one means something else elsewhere.
std::string FilePlanner::chooseCode(const NamedColumn& column, const InferredType& inferred, const ColumnStatistics& statistics) const
{
    const Attribute* existing = m_definitions.attribute(column.code);
    if (m_families.size() != 1 || !column.rule.to.empty())
        return column.code;
    // JSON Lines and files with an _action column were written for this program: their names are codes.
    if (existing && (m_file.form.json || columnOf(Target::Action)))
        return column.code;
    const std::string& family = m_families.front();
    const auto familyHas = [&](const std::string& code) { return m_definitions.familyHas(family, code.substr(0, code.find('@'))); };
    if (familyHas(column.code))
        return column.code;
    const std::string own = codeFor(family) + "_" + column.code;
    if (familyHas(own))
        return own;
    const bool fits = !existing
        || (canHold(*existing, inferred, statistics)
            && (column.unit.empty() || column.unit == existing->unit || convertUnit(1, column.unit, existing->unit)));
    return fits || !isCode(own) ? column.code : own;
}

void FilePlanner::planAttribute(
    const NamedColumn& column, PlannedColumn& planned, const InferredType& inferred, const ColumnStatistics& statistics)
{
    planned.target = Target::Attribute;
    const std::string code = chooseCode(column, inferred, statistics);
    const std::string base = code.substr(0, code.find('@'));
    planned.field = code;
    if (!column.rule.decimal && !m_file.profile.decimal && statistics.filled() > 0)
        planned.reading.decimalMark = inferred.decimalMark;
    const bool list = !column.rule.split.empty(); // of a column that is one list
    if (!m_definitions.attribute(code)) {
        Attribute made;
        made.code = base;
        made.label = column.label;
        made.type = column.rule.type.value_or(list ? AttributeType::MultiChoice : inferred.type);
        made.unit = planned.reading.unit;
        if (base != code)
            (m_existing.has(ThingKind::Channel, code.substr(base.size() + 1)) ? made.perChannel : made.perLanguage) = true;
        m_definitions.addAttribute(made);
        planned.verify = !m_statistics.whole && !column.rule.type;
    }
    planned.attribute = *m_definitions.attribute(code);
    planned.mastered = planned.attribute.master == Master::Here;
    if (planned.mastered)
        return;
    for (const std::string& family : m_families) {
        // A file of several families does not say which of them an attribute belongs to: where both exist, that is decided.
        const bool decided = m_file.profile.family.empty() && m_existing.attribute(base) && m_existing.family(family);
        if (!decided)
            m_definitions.addToFamily(family, base);
    }
    if (planned.attribute.type == AttributeType::MultiChoice) {
        planned.reading.listSeparator = m_file.form.json ? "|" : list ? column.rule.split : statistics.listSeparator();
        planOptions(planned, statistics);
    } else if (planned.attribute.type == AttributeType::Choice) {
        planOptions(planned, statistics);
    }
}

void FilePlanner::planOptions(PlannedColumn& planned, const ColumnStatistics& statistics)
{
    const std::string& code = planned.attribute.code;
    m_definitions.addOptions(code, planned.attribute.type == AttributeType::Choice ? statistics.values() : statistics.listElements());
    if (m_statistics.whole)
        return;
    planned.known = std::make_shared<KnownTexts>(m_definitions.options(code));
    planned.verify = true;
}

Result<void> FilePlanner::planSplit(const NamedColumn& column)
{
    SplitColumn splitColumn{column.cell, column.label, column.rule.split.empty() ? "|" : column.rule.split, {}};
    for (size_t part = 0; part < column.rule.parts.size(); ++part) {
        NamedColumn one = column;
        one.rule.parts.clear();
        one.rule.split.clear();
        one.code = one.rule.to = column.rule.parts[part];
        if (!isCode(one.code) || coreField(one.code) || one.code == "sku")
            return rejected(m_file.path, "PROFILE", "splits column " + column.label + " into " + one.code + ", which is no attribute code",
                "codes are lower-case letters, digits and _");
        PlannedColumn planned;
        planned.cell = column.cell;
        planned.label = column.label;
        planned.emptyClears = column.rule.emptyClears.value_or(m_file.profile.emptyClears);
        planned.reading.decimalMark = column.rule.decimal.value_or(m_file.profile.decimal.value_or('.'));
        const ColumnStatistics& statistics = m_statistics.parts[column.cell][part];
        planAttribute(one, planned, statistics.inferred(), statistics);
        splitColumn.parts.push_back(std::move(planned));
    }
    m_plan->splits.push_back(std::move(splitColumn));
    return {};
}

Result<void> FilePlanner::planKey(const std::vector<std::string>& key)
{
    for (const std::string& header : key) {
        const auto at = std::find(m_file.form.header.begin(), m_file.form.header.end(), header);
        if (at == m_file.form.header.end()) {
            const auto near = nearest(header, m_file.form.header);
            return rejected(m_file.path, "UNKNOWN_COLUMN", "has no column " + header + ", which makes the SKU",
                near ? "did you mean " + *near + "?" : "name the key's columns with --key");
        }
        m_plan->keyCells.push_back(static_cast<size_t>(at - m_file.form.header.begin()));
    }
    if (m_plan->keyCells.empty())
        return rejected(m_file.path, "NO_KEY", "has no sku column and no column that could make one", "name columns with --key");
    for (const std::string& family : m_families)
        if (m_definitions.familyKey(family) != key)
            m_definitions.setFamilyKey(family, key);
    return {};
}

Result<void> FilePlanner::planConstants()
{
    m_plan->defaultLifecycle = "\"active\"";
    m_plan->defaultCurrency = jsonString(m_existing.policy("currency").empty() ? "EUR" : m_existing.policy("currency"));
    for (const auto& [field, text] : m_file.profile.constants)
        if (auto planned = planConstant(field, text); !planned)
            return planned;
    return {};
}

Result<void> FilePlanner::planConstant(const std::string& field, const std::string& text)
{
    if (field == "category" || field == "categories") {
        const std::vector<std::string> codes = field == "category" ? std::vector{text} : splitList(text);
        for (const std::string& code : codes)
            m_definitions.addCategory(code);
        m_constants.emplace_back("categories", Json::strings(codes).write());
        return {};
    }
    const CoreField* core = coreField(field);
    const Attribute* attribute = core ? nullptr : m_definitions.attribute(field);
    if (!core && !attribute)
        return rejected(
            m_file.path, "PROFILE", "has a constant " + field + ", which is no field of a product", "name a core field or an attribute");
    if (attribute && attribute->master == Master::Here)
        return {};
    auto json = core ? coreValueFromText(*core, text) : valueFromText(*attribute, text);
    if (!json)
        return rejected(
            m_file.path, "PROFILE", "has a constant " + field + " that does not fit: " + json.error().what, json.error().tryThis);
    if (attribute && attribute->type == AttributeType::Choice)
        m_definitions.addOptions(attribute->code, {text});
    if (attribute && attribute->type == AttributeType::MultiChoice)
        m_definitions.addOptions(attribute->code, splitList(text));
    if (field == "family")
        m_definitions.addFamily(text);
    if (field == "lifecycle")
        m_plan->defaultLifecycle = *json;
    else if (field == "currency")
        m_plan->defaultCurrency = *json;
    else
        m_constants.emplace_back(field, *json);
    return {};
}

void FilePlanner::nameSlots()
{
    std::set<std::string> fields = {"lifecycle", "currency", "price", "cost", "family", "categories"};
    for (const PlannedColumn& column : m_plan->columns)
        fields.insert(column.field);
    for (const SplitColumn& splitColumn : m_plan->splits)
        for (const PlannedColumn& part : splitColumn.parts)
            fields.insert(part.field);
    for (const auto& [field, json] : m_constants)
        fields.insert(field);
    m_plan->slots.assign(fields.begin(), fields.end());
    const auto slotOf = [&](const std::string& field) {
        return static_cast<size_t>(std::lower_bound(m_plan->slots.begin(), m_plan->slots.end(), field) - m_plan->slots.begin());
    };
    for (PlannedColumn& column : m_plan->columns)
        column.slot = slotOf(column.field);
    for (SplitColumn& splitColumn : m_plan->splits)
        for (PlannedColumn& part : splitColumn.parts)
            part.slot = slotOf(part.field);
    for (const auto& [field, json] : m_constants)
        m_plan->constants.emplace_back(slotOf(field), json);
    m_plan->lifecycleSlot = slotOf("lifecycle");
    m_plan->currencySlot = slotOf("currency");
    m_plan->priceSlot = slotOf("price");
    m_plan->costSlot = slotOf("cost");
    m_plan->familySlot = slotOf("family");
    m_plan->categoriesSlot = slotOf("categories");
}

// What was detected, proposed and chosen, said so that nothing is left to detect.
void FilePlanner::completeProfile(const std::vector<std::string>& key)
{
    ImportProfile& profile = m_complete;
    profile.format = m_file.form.json ? "jsonl" : "csv";
    profile.what = "products";
    profile.matchFormat = profile.format;
    profile.matchHeaders = m_file.form.header;
    if (!m_file.form.json) {
        profile.delimiter = m_file.form.dialect.delimiter;
        profile.quote = m_file.form.dialect.quote;
        profile.encoding = m_file.form.encoding;
        profile.headerRow = m_file.form.headerRow;
    }
    if (!profile.decimal)
        profile.decimal = '.';
    if (!m_plan->skuCell)
        profile.key = key;
    const auto given = [&](std::string_view field) {
        return std::any_of(
            profile.constants.begin(), profile.constants.end(), [&](const auto& constant) { return constant.first == field; });
    };
    if (!given("lifecycle"))
        profile.constants.emplace_back("lifecycle", "active");
    if (!given("currency"))
        profile.constants.emplace_back("currency", valueToText(m_plan->defaultCurrency));
    profile.columns.clear();
    std::set<std::string> seen;
    for (const NamedColumn& column : m_file.columns) {
        const std::string& header = m_file.form.header[column.cell];
        if (header.empty() || !seen.insert(header).second)
            continue; // a second column of one name is told apart as it was here
        ColumnRule rule = column.rule;
        completeColumn(column, rule);
        if (column.target == Target::Family && profile.familyColumn == header)
            continue;
        profile.columns.emplace_back(header, std::move(rule));
    }
}

void FilePlanner::completeColumn(const NamedColumn& column, ColumnRule& rule) const
{
    rule.to = column.target == Target::Links ? "link:" + column.code : column.code;
    for (const PlannedColumn& planned : m_plan->columns) {
        if (planned.cell != column.cell)
            continue;
        bool list = planned.target == Target::Categories || (planned.core && planned.core->type == CoreType::List);
        if (planned.target == Target::Attribute) {
            rule.to = planned.field;
            rule.type = planned.attribute.type;
            rule.unit = planned.reading.unit;
            list = planned.attribute.type == AttributeType::MultiChoice;
        } else if (planned.target == Target::Categories) {
            rule.to = "categories";
        }
        if (list && !m_file.form.json)
            rule.split = planned.reading.listSeparator;
        if (planned.reading.decimalMark != *m_complete.decimal)
            rule.decimal = planned.reading.decimalMark;
    }
    if (column.target == Target::Ignore || column.target == Target::Split)
        rule.to.clear();
}

} // namespace

Result<PlannedFile> planFile(const ImportFile& file, const FileStatistics& statistics, const std::vector<std::string>& key,
    PlannedDefinitions& definitions, const Definitions& existing)
{
    return FilePlanner(file, statistics, definitions, existing).plan(key);
}

bool isSettled(const ImportFile& file, const FileStatistics& statistics)
{
    if (statistics.whole)
        return true;
    const auto settled = [](const ColumnStatistics& column) { return column.inferred().settled; };
    for (const NamedColumn& column : file.columns) {
        const std::vector<ColumnStatistics>& parts = statistics.parts[column.cell];
        if (column.target == Target::Attribute && !column.rule.type && !settled(statistics.columns[column.cell]))
            return false;
        if (!std::all_of(parts.begin(), parts.end(), settled))
            return false;
    }
    return true;
}

} // namespace shelf
