#include "model/io/import_mapping_lines.h"

#include "model/domain/product.h"
#include "model/domain/text.h"
#include "model/io/json_lines_reader.h"
#include "model/io/json_products.h"

#include <algorithm>
#include <map>

namespace shelf {

namespace {

// What lines of a release say besides the content, and nobody takes in.
bool isKnownExtra(std::string_view key)
{
    static constexpr std::string_view extras[] = {"id", "kind", "_kind", "_action", "code", "filter", "exceptions", "with", "approved_by",
        "approved_at", "version", "status", "approved", "draft", "hold", "reach"};
    return std::find(std::begin(extras), std::end(extras), key) != std::end(extras);
}

std::optional<MappingKind> kindOfWhat(std::string_view what)
{
    static constexpr std::pair<std::string_view, MappingKind> kinds[] = {{"link", MappingKind::Link}, {"links", MappingKind::Link},
        {"linkrule", MappingKind::LinkRule}, {"link_rules", MappingKind::LinkRule}, {"compat", MappingKind::Compat},
        {"bundle", MappingKind::Bundle}, {"bundles", MappingKind::Bundle}, {"upgrade", MappingKind::Upgrade},
        {"upgrades", MappingKind::Upgrade}};
    for (const auto& [name, kind] : kinds)
        if (name == what)
            return kind;
    return std::nullopt;
}

std::string typeName(ContentType type)
{
    switch (type) {
    case ContentType::Number:
    case ContentType::Integer:
        return "a number";
    case ContentType::Boolean:
        return "true or false";
    case ContentType::Texts:
        return "a list of texts";
    case ContentType::LocalText:
        return "a text, or texts by language";
    case ContentType::Object:
        return "an object";
    case ContentType::Objects:
        return "a list of objects";
    default:
        return "a text";
    }
}

bool isOfType(ContentType type, const Json& value)
{
    const auto allAre = [&](const Json& list, Json::Type wanted) {
        return std::all_of(list.items().begin(), list.items().end(), [&](const Json& item) { return item.type() == wanted; });
    };
    switch (type) {
    case ContentType::Number:
    case ContentType::Integer:
        return value.isNumber();
    case ContentType::Boolean:
        return value.isBool();
    case ContentType::Texts:
        return value.isArray() && allAre(value, Json::Type::String);
    case ContentType::LocalText:
        return value.isString() || value.isObject();
    case ContentType::Object:
        return value.isObject();
    case ContentType::Objects:
        return value.isArray() && allAre(value, Json::Type::Object);
    default:
        return value.isString();
    }
}

// Whether a value holds a number where an id is to stand.
bool holdsNumberAsId(std::string_view key, const Json& value)
{
    const auto anyNumber = [](const Json& list) {
        return std::any_of(list.items().begin(), list.items().end(), [](const Json& item) { return item.isNumber(); });
    };
    if (key == "source" || key == "target" || key == "type" || key == "variant" || key == "with" || key == "left" || key == "right"
        || key == "id" || key == "code")
        return value.isNumber();
    if (key == "targets")
        return anyNumber(value);
    if (key == "components" || key == "steps" || key == "groups")
        return std::any_of(
            value.items().begin(), value.items().end(), [&](const Json& item) { return item["sku"].isNumber() || anyNumber(item["of"]); });
    return false;
}

class LineReader {
public:
    LineReader(MappingContext& context, ImportLinks& links, ImportUnits& units, const MappingFile& file)
        : m_context(context), m_links(links), m_units(units), m_file(file), m_origin(static_cast<uint16_t>(context.origins.size()))
    {
        context.origins.push_back({file.path, "source", "target", true});
    }

    Result<void> run(const Progress& progress)
    {
        auto reader = JsonLinesReader::open(m_file.path);
        if (!reader)
            return reader.error();
        m_context.namesOwners = true; // a line says everything
        JsonLine line;
        for (uint64_t count = 1; reader->next(line); ++count) {
            if (count % 8192 == 0 && progress.report)
                progress.report("reading", reader->bytesRead(), reader->bytesTotal());
            if (count % 8192 == 0 && (progress.cancelled() || m_context.cancelled()))
                return cancelledImport("import");
            m_line = line.number;
            if (line.good()) {
                if (auto taken = takeLine(line.object); !taken)
                    return taken;
            } else if (!m_file.productsElsewhere) { // else the one who reads the products says so
                ++m_context.report.read;
                reject({}, line.code, line.message);
            }
        }
        if (reader->error())
            return *reader->error();
        m_units.endFile();
        for (const auto& [key, times] : m_unknown)
            m_context.warn(forTerminal(m_file.path, 200) + ": key " + inQuotes(key) + " of " + std::to_string(times)
                + (times == 1 ? " line" : " lines") + " is not known, and was ignored");
        return {};
    }

private:
    void reject(std::string column, std::string code, std::string message)
    {
        m_context.reject(m_origin, m_line, std::move(column), std::move(code), std::move(message));
    }

    Result<void> takeLine(const Json& object)
    {
        if (const Json* op = object.find("op"); op && (object.contains("mapping") || object.contains("id"))) {
            ++m_context.report.read;
            return takeDelta(object, op->text());
        }
        const bool isDeltaHead = object.contains("from_sha256") && object.contains("to_sha256");
        if (isDeltaHead)
            return {};
        const Json* kind = object.find("_kind");
        if (!kind)
            kind = object.find("kind");
        const bool isProduct = m_file.productsElsewhere || object.contains("sku") || kind ? isProductLine(object) : false;
        if (isProduct && m_file.productsElsewhere)
            return {};
        ++m_context.report.read;
        if (isProduct)
            reject("_kind", "KIND", "the line is a product, and only mappings are imported; use --what products");
        else if (kind && !kindOfWhat(kind->text()))
            reject("_kind", "KIND", inQuotes(kind->text()) + " is none of product, link, linkrule, compat, bundle, upgrade");
        else
            return takeMapping(object, kind ? kind->text() : std::string(), object["_action"].text());
        return {};
    }

    Result<void> takeDelta(const Json& object, const std::string& op)
    {
        if (op == "upsert" && object["mapping"].isObject())
            return takeMapping(object["mapping"], object["mapping"]["kind"].text(), {});
        if (op == "delete")
            return takeMapping(object, {}, "delete");
        reject("op", "BAD_OP", inQuotes(op) + " is neither upsert with a mapping nor delete with an id");
        return {};
    }

    Result<void> takeMapping(const Json& object, const std::string& kindName, const std::string& action)
    {
        if (action == "skip") {
            ++m_context.report.unchanged;
            return {};
        }
        if (!action.empty() && action != "upsert" && action != "delete") {
            reject("_action", "BAD_ACTION", inQuotes(action) + " is none of upsert, delete, skip");
            return {};
        }
        for (const auto& [key, value] : object.members()) {
            if (holdsNumberAsId(key, value)) {
                reject(key, "ID_NOT_TEXT", "an id is a text, and this is a number; write it in quotes");
                return {};
            }
        }
        const std::string& id = object["id"].text();
        if (!id.empty()) {
            if (auto good = checkMappingId(id); !good) {
                reject("id", good.error().code, inQuotes(id) + ": " + good.error().what);
                return {};
            }
        }
        std::optional<MappingKind> kind = kindOfWhat(kindName);
        if (!kind && !id.empty())
            kind = mappingKindOf(id);
        if (!kind)
            kind = object.contains("source") && object.contains("target") && !object.contains("limit") ? MappingKind::Link
                                                                                                       : kindOfWhat(m_file.what);
        if (!kind) {
            reject("_kind", "KIND", "the line does not say what it is; add \"_kind\"");
            return {};
        }
        if (!id.empty() && mappingKindOf(id) != kind) {
            reject("id", "MAPPING_ID", "the id is not that of a " + kindName);
            return {};
        }
        return *kind == MappingKind::Link ? takeLink(object, id, action == "delete") : takeUnit(object, *kind, id, action == "delete");
    }

    // The edits that the keys of a line mean. False: the line is rejected.
    bool editsOf(const Json& object, MappingKind kind, ContentEdits& edits)
    {
        for (const auto& [name, value] : object.members()) {
            const ContentKey* key = contentKey(kind, name);
            const bool isPartOfId =
                kind == MappingKind::Link && (name == "source" || name == "type" || name == "target" || name == "variant");
            if (isPartOfId || (name == "variant"))
                continue;
            if (!key) {
                if (!isKnownExtra(name) && m_unknown.size() < 100)
                    ++m_unknown[name];
                continue;
            }
            if (!editOf(*key, value, edits))
                return false;
        }
        return true;
    }

    bool editOf(const ContentKey& key, const Json& value, ContentEdits& edits)
    {
        const std::string name(key.name);
        if (value.isNull() || (value.isArray() && value.items().empty())) {
            edits.push_back({name, EditOp::Clear, {}});
            return true;
        }
        if (key.type == ContentType::Texts && value.isObject() && !value.members().empty()) {
            for (const auto& [mark, list] : value.members()) {
                const bool adds = mark == "$add";
                if ((!adds && mark != "$remove") || !isOfType(ContentType::Texts, list)) {
                    reject(name, "BAD_LIST", "is not a list of texts, or {\"$add\":[…],\"$remove\":[…]}");
                    return false;
                }
                edits.push_back({name, adds ? EditOp::Add : EditOp::Remove, list.write()});
            }
            return true;
        }
        if (!isOfType(key.type, value)) {
            reject(name, "BAD_VALUE", "is not " + typeName(key.type));
            return false;
        }
        if (key.type == ContentType::LocalText && value.isObject())
            edits.push_back({name, EditOp::Languages, value.write()});
        else if (key.type == ContentType::Objects && key.name != "evidence")
            edits.push_back({name, EditOp::Items, value.write()});
        else
            edits.push_back({name, EditOp::Set, value.write()});
        return true;
    }

    Result<void> takeLink(const Json& object, const std::string& idText, bool removes)
    {
        LinkId id{object["source"].text(), object["type"].text(), object["target"].text(), object["variant"].text()};
        if (const auto named = LinkId::parse(idText)) {
            const auto differs = [](const std::string& said, const std::string& inId) { return !said.empty() && said != inId; };
            if (differs(id.source, named->source) || differs(id.type, named->type) || differs(id.target, named->target)
                || differs(id.variant, named->variant)) {
                reject("id", "MAPPING_ID", "the id names another link than the keys beside it");
                return {};
            }
            id = *named;
        }
        if (id.type.empty())
            id.type = m_context.options.linkType;
        for (const auto& [key, text] : {std::pair("source", &id.source), {"type", &id.type}, {"target", &id.target}}) {
            if (text->empty()) {
                reject(key, std::string_view(key) == "type" ? "NO_LINK_TYPE" : "NO_SKU", "the link has no " + std::string(key));
                return {};
            }
        }
        const auto type = m_links.types().find(id.type);
        if (!type) {
            reject("type", type.error().code, type.error().where + ": " + type.error().what + "; " + type.error().tryThis);
            return {};
        }
        if (id.source == id.target) {
            reject("target", "SELF_LINK", "a product can't be linked to itself");
            return {};
        }
        const auto frozen = isOfRule(object["origin"].text());
        if (!frozen)
            return frozen.error();
        if (*frozen) {
            ++m_context.report.unchanged;
            return {};
        }
        const LinkEnds ends = m_links.endsOf(*type, m_links.skus().add(id.source), m_links.skus().add(id.target));
        ContentEdits edits;
        if (!removes && !editsOf(object, MappingKind::Link, edits))
            return {};
        ImportLinks::Row row;
        row.source = ends.source;
        row.target = ends.target;
        row.type = m_links.types().at(*type).type;
        row.line = static_cast<uint32_t>(m_line);
        row.origin = m_origin;
        row.variant = m_links.variant(id.variant);
        row.flags = static_cast<uint8_t>((ends.turned ? ImportLinks::Turned : 0) | (removes ? ImportLinks::Removes : 0));
        std::string packed;
        for (ContentEdit& edit : edits) {
            if (ends.ranksTurned && (edit.key == "rank" || edit.key == "target_rank"))
                edit.key = edit.key == "rank" ? "target_rank" : "rank";
            const bool simple = edit.op == EditOp::Set && (edit.key == "rank" || edit.key == "target_rank" || edit.key == "owner");
            if (!simple)
                row.flags |= ImportLinks::Unchecked;
        }
        packEdits(packed, edits);
        m_links.add(row, packed);
        return {};
    }

    // A link that a link rule of this workspace makes is no link of its own.
    Result<bool> isOfRule(const std::string& origin)
    {
        if (!origin.starts_with("linkrule:"))
            return false;
        const auto [known, isNew] = m_rules.try_emplace(origin, false);
        if (isNew) {
            const auto rule = m_context.workspace.mapping(origin);
            if (!rule)
                return rule.error();
            known->second = rule->has_value();
        }
        return known->second;
    }

    Result<void> takeUnit(const Json& object, MappingKind kind, const std::string& idText, bool removes)
    {
        ImportUnit unit;
        unit.kind = kind;
        unit.id = idText;
        unit.origin = m_origin;
        unit.place = {m_line, {}};
        unit.action = removes ? UnitAction::Delete : UnitAction::Upsert;
        std::string code = object["code"].text(), variant = object["variant"].text();
        if (idText.empty()) {
            if (auto good = checkSku(code); !good) {
                reject("code", code.empty() ? "NO_CODE" : "BAD_CODE",
                    code.empty() ? "the line has neither an id nor a code" : "the code " + good.error().what);
                return {};
            }
            unit.id = codedId(kind, code, variant);
            if (auto good = checkMappingId(unit.id); !good) {
                reject("variant", good.error().code, good.error().what);
                return {};
            }
        } else if (const auto parts = split(idText, ':'); parts.size() > 2) {
            variant = percentDecoded(parts[2]).value_or(std::string());
        }
        if (!removes && !editsOf(object, kind, unit.edits))
            return {};
        if (!variant.empty() && !removes)
            unit.edits.push_back({"variant", EditOp::Set, jsonString(variant)});
        for (const ContentEdit& edit : unit.edits)
            unit.keys.try_emplace(edit.key, UnitPlace{m_line, edit.key});
        m_units.add(std::move(unit));
        return {};
    }

    MappingContext& m_context;
    ImportLinks& m_links;
    ImportUnits& m_units;
    const MappingFile& m_file;
    const uint16_t m_origin;
    uint64_t m_line = 0;
    std::map<std::string, uint64_t> m_unknown;
    std::map<std::string, bool> m_rules;
};

} // namespace

Result<void> readMappingLines(
    MappingContext& context, ImportLinks& links, ImportUnits& units, const MappingFile& file, const Progress& progress)
{
    return LineReader(context, links, units, file).run(progress);
}

} // namespace shelf
