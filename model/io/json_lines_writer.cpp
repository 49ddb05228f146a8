#include "model/io/json_lines_writer.h"

#include "model/domain/product.h"

namespace shelf {

namespace {

void appendMember(std::string& out, std::string_view key, std::string_view json)
{
    out.append(",\"").append(key).append("\":").append(json);
}

} // namespace

void appendProductLine(std::string& out, const Thing& product)
{
    out.append(R"({"_kind":"product","sku":)");
    appendJsonString(out, product.key);
    size_t found = 0;
    for (const CoreField& field : coreFields()) {
        const std::string_view json = product.fields.get(field.name);
        if (!json.empty()) {
            appendMember(out, field.name, json);
            ++found;
        } else if (field.type == CoreType::Lifecycle) {
            appendMember(out, field.name, "null"); // said, for a new product is active else
        }
    }
    if (found < product.fields.size()) {
        out.append(",\"values\":{");
        bool first = true;
        for (const auto& [name, json] : product.fields) {
            if (coreField(name))
                continue;
            out.append(first ? "\"" : ",\"").append(name).append("\":").append(json); // a code: nothing to escape
            first = false;
        }
        out.push_back('}');
    }
    out.append("}\n");
}

void appendMappingLine(std::string& out, const MappingState& mapping, MappingKind kind)
{
    out.append(R"({"_kind":")").append(mappingKindName(kind)).append(R"(","id":)");
    appendJsonString(out, mapping.id);
    const FieldMap& content = mapping.working();
    for (const ContentKey& key : contentKeys(kind))
        if (const std::string_view json = content.get(key.name); !json.empty())
            appendMember(out, key.name, json);
    out.append("}\n");
}

} // namespace shelf
