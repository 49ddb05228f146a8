#include "governance/copy/reason_text.h"

#include "governance/copy/copy_template.h"
#include "governance/copy/neutral_words.h"
#include "governance/copy/placeholders.h"
#include "model/domain/text.h"

#include <algorithm>
#include <map>

namespace shelf {

namespace {

struct ChannelFacts {
    bool optedOut = false;
    size_t maxLength = 0; // 0: no limit
};

// What all reasons of one snapshot share.
struct Facts {
    explicit Facts(Snapshot snapshot)
        : catalog(std::move(snapshot)), templates(catalog.definitions()), placeholders(catalog),
          language(catalog.definitions().policy("language"))
    {
        for (const Thing* channel : catalog.definitions().all(ThingKind::Channel))
            channels[channel->key] = {channel->fields.boolean("opt_out"), channelTextLimit(*channel)};
        for (const Thing* type : catalog.definitions().all(ThingKind::LinkType))
            for (const std::string& name : {type->key, type->fields.text("inverse")})
                neutral.try_emplace(name, neutralWords(catalog.definitions(), name));
        for (const std::string_view kind : {"bundle", "upgrade", "compat"})
            neutral.try_emplace(std::string(kind), neutralWords(catalog.definitions(), kind));
    }

    Snapshot catalog;
    CopyTemplates templates;
    Placeholders placeholders;
    std::string language; // the workspace's
    std::map<std::string, ChannelFacts, std::less<>> channels;
    std::map<std::string, std::vector<LocalText>, std::less<>> neutral;
};

// One reason in the making.
class Writing {
public:
    Writing(const Facts& writer, const CopyEnds& ends, std::string_view type, const FieldMap& content, const CopyContext& context)
        : m_writer(writer), m_ends(ends), m_type(type), m_content(content), m_context(context),
          m_asked(context.language.empty() ? writer.language : context.language)
    {
        const auto channel = writer.channels.find(context.channel);
        if (channel != writer.channels.end())
            m_channel = channel->second;
        m_optedOut = context.optedOut || m_channel.optedOut;
    }

    ReasonText reason()
    {
        if (const CopyTemplate* one = m_writer.templates.of(m_type, m_content)) {
            if (auto text = ofTemplate(*one))
                return *text;
            if (auto text = tried(one->fallback, one, "the fallback of template " + one->code, true))
                return *text;
        }
        if (auto text = tried(stepBenefit(), nullptr, "the benefit of its step", false))
            return *text;
        if (auto text = tried(localTexts(m_content.json("reason")), nullptr, "its reason", false))
            return *text;
        const auto words = m_writer.neutral.find(m_type);
        if (words != m_writer.neutral.end())
            if (auto text = tried(words->second, nullptr, "the sentence of its type", false))
                return *text;
        ReasonText nothing;
        finish(nothing);
        return nothing;
    }

private:
    std::optional<ReasonText> ofTemplate(const CopyTemplate& one)
    {
        m_arguments = m_content.json("reason_arguments");
        const std::vector<LocalText>* texts = variantOf(one);
        return texts ? tried(*texts, &one, "template " + one.code, true) : std::nullopt;
    }

    // The most specific that fits and is there in the language asked for; else the most specific.
    const std::vector<LocalText>* variantOf(const CopyTemplate& one) const
    {
        const std::vector<LocalText>* first = nullptr;
        for (const CopyVariant& variant : one.variants) {
            const bool fits = (variant.channel.empty() || variant.channel == m_context.channel)
                && (variant.audience.empty() || (!m_optedOut && variant.audience == m_context.audience));
            if (!fits || variant.texts.empty())
                continue;
            if (isThereIn(variant.texts, m_asked))
                return &variant.texts;
            if (!first)
                first = &variant.texts;
        }
        return first;
    }

    std::vector<LocalText> stepBenefit() const
    {
        if (m_ends.kind != MappingKind::Upgrade || m_ends.target == noRow)
            return {};
        const Json steps = m_content.json("steps");
        for (const Json& step : steps.items())
            if (step["sku"].text() == m_writer.catalog.sku(m_ends.target))
                return localTexts(step["benefit"]);
        return {};
    }

    // nullopt: it cannot be said, or there is none; why goes into m_why.
    std::optional<ReasonText> tried(const std::vector<LocalText>& texts, const CopyTemplate* one, const std::string& what, bool fills)
    {
        const LocalText* chosen = textIn(texts, m_asked, m_writer.language);
        if (!chosen)
            return std::nullopt;
        ReasonText result;
        result.language = chosen->language;
        if (one)
            result.templateCode = one->code;
        if (std::string because = problem(*chosen, one, fills, result.text); !because.empty()) {
            m_why.push_back(what + " " + because);
            return std::nullopt;
        }
        if (!m_asked.empty() && !isThereIn(texts, m_asked))
            m_note = what + " is not there in " + m_asked + "; " + chosen->language + " stands for it";
        finish(result);
        return result;
    }

    // What speaks against it; empty where nothing does, and `text` is what is read.
    std::string problem(const LocalText& chosen, const CopyTemplate* one, bool fills, std::string& text)
    {
        if (const std::string word = m_optedOut ? shopperWordIn(chosen.text) : std::string(); !word.empty())
            return "speaks of the shopper ({" + word + "}), who has opted out";
        text = chosen.text;
        if (fills) {
            const std::vector<std::string> missing = fill(chosen, text);
            if (!missing.empty()) {
                m_missing = m_missing.empty() ? missing : m_missing;
                return "has nothing for {" + join(missing, "}, {") + "}";
            }
        }
        size_t most = m_channel.maxLength;
        if (one && one->maxLength && (!most || one->maxLength < most))
            most = one->maxLength;
        if (const size_t length = characters(text); most && length > most)
            return "has " + std::to_string(length) + " characters, and at most " + std::to_string(most) + " are shown";
        return {};
    }

    // What nothing filled, in its order, each once. What speaks of the shopper stays as it is: the serving system fills it.
    std::vector<std::string> fill(const LocalText& chosen, std::string& text) const
    {
        const CopyPlace place{chosen.language.empty() ? std::string_view(m_asked) : std::string_view(chosen.language), m_context.channel};
        std::vector<std::string> missing;
        std::string filled;
        size_t done = 0;
        eachPlaceholder(chosen.text, [&](const Placeholder& placeholder) {
            filled.append(chosen.text, done, placeholder.begin - done);
            done = placeholder.begin + placeholder.length;
            const bool stays = speaksOfShopper(placeholder.name) && !m_arguments.contains(placeholder.name);
            const std::string value = stays ? chosen.text.substr(placeholder.begin, placeholder.length)
                                            : m_writer.placeholders.valueFor(m_ends, placeholder, m_arguments, place);
            if (value.empty() && std::find(missing.begin(), missing.end(), placeholder.name) == missing.end())
                missing.emplace_back(placeholder.name);
            filled += value;
        });
        text = filled.append(chosen.text, done);
        return missing;
    }

    void finish(ReasonText& text) const
    {
        text.missing = m_missing;
        text.fellBack = !m_why.empty();
        text.why = join(m_why, "; ");
        if (!m_note.empty())
            text.why += (text.why.empty() ? "" : "; ") + m_note;
    }

    const Facts& m_writer;
    const CopyEnds& m_ends;
    std::string_view m_type;
    const FieldMap& m_content;
    const CopyContext& m_context;
    std::string m_asked; // a language; empty: none
    ChannelFacts m_channel;
    bool m_optedOut = false;
    Json m_arguments;
    std::vector<std::string> m_why, m_missing;
    std::string m_note;
};

} // namespace

struct CopyWriter::Impl : Facts {
    using Facts::Facts;
};

CopyWriter::CopyWriter(Snapshot catalog) : m_impl(std::make_unique<Impl>(std::move(catalog))) { }
CopyWriter::~CopyWriter() = default;
CopyWriter::CopyWriter(CopyWriter&&) noexcept = default;
CopyWriter& CopyWriter::operator=(CopyWriter&&) noexcept = default;

ReasonText CopyWriter::reason(
    MappingKind kind, std::string_view linkType, const FieldMap& content, Row source, Row target, const CopyContext& context) const
{
    const CopyEnds ends{kind, source, target, &content};
    return Writing(*m_impl, ends, copyType(kind, linkType), content, context).reason();
}

ReasonText CopyWriter::reason(const Link& link, const CopyContext& context) const
{
    const std::string_view details = m_impl->catalog.links().details().json(link.details);
    FieldMap content;
    if (details.find("\"reason") != std::string_view::npos || details.find("\"template\":") != std::string_view::npos)
        if (auto parsed = FieldMap::fromJson(details))
            content = std::move(*parsed);
    return reason(MappingKind::Link, m_impl->catalog.links().typeCode(link.type), content, link.source, link.target, context);
}

} // namespace shelf
