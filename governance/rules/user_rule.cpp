// Rules of a workspace's own: definitions whose id begins with "user.". How people write one is in resources/help/rules.md.
#include "governance/rules/links/link_scan.h"
#include "governance/rules/registry.h"
#include "governance/rules/user/fix_fields.h"
#include "governance/rules/user/message.h"
#include "governance/rules/user/subject_row.h"
#include "model/domain/shape.h"
#include "model/domain/text.h"
#include "model/expression/names.h"

#include <algorithm>
#include <array>
#include <set>

namespace shelf {

namespace {

// For which subjects a rule is: of these families, in or below these categories, in these channels; empty: all.
struct Narrowing {
    std::vector<std::string> families, categories, channels;

    bool none() const { return families.empty() && categories.empty() && channels.empty(); }
    bool hasProduct(const Snapshot& catalog, Row row) const
    {
        const auto family = catalog.family(row);
        if (!families.empty() && std::none_of(families.begin(), families.end(), [&](const std::string& f) { return family == f; }))
            return false;
        return categories.empty() || isInCategory(catalog, row);
    }
    bool isSold(const Snapshot& catalog, Row row) const
    {
        return channels.empty()
            || std::any_of(channels.begin(), channels.end(), [&](const std::string& c) { return catalog.soldIn(row, c); });
    }
    bool isFor(const std::vector<std::string>& mappingChannels) const // a mapping without channels is for all
    {
        return channels.empty() || mappingChannels.empty() || std::any_of(channels.begin(), channels.end(), [&](const std::string& c) {
            return std::find(mappingChannels.begin(), mappingChannels.end(), c) != mappingChannels.end();
        });
    }

private:
    bool isInCategory(const Snapshot& catalog, Row row) const
    {
        const Column* column = catalog.column("categories");
        const Code code = catalog.value(column, row);
        if (code == 0)
            return false;
        for (const Code element : column->values().elements(code))
            for (const std::string& category : categories)
                if (catalog.definitions().categoryIsBelow(column->values().elementValues().text(element), category))
                    return true;
        return false;
    }
};

constexpr std::array<Dimension, 6> dimensions = {Dimension::Completeness, Dimension::Validity, Dimension::Consistency,
    Dimension::Uniqueness, Dimension::Timeliness, Dimension::Accuracy};

class UserRule final : public Rule {
public:
    const RuleInfo& info() const override { return m_info; }
    void check(const RuleRun& run, FindingSink& sink) const override;
    std::vector<FixStep> fix(const RuleRun& run, const Finding& finding) const override;

private:
    friend class Reading;

    bool isViolated(const SubjectRow& row) const { return (!m_when || m_when->matches(row)) && !m_expect->matches(row); }
    std::string messageFor(const SubjectRow& row, std::string_view subject) const;
    FindingSink::With with() const
    {
        FindingSink::With with;
        with.fix = m_fixText;
        return with;
    }
    template <typename Subject> void checkEntries(const RuleRun& run, FindingSink& sink, MappingKind kind) const;
    void checkProducts(const RuleRun& run, FindingSink& sink) const;
    void checkLinks(const RuleRun& run, FindingSink& sink) const;

    RuleInfo m_info;
    ExpressionScope m_scope = ExpressionScope::Product;
    std::string m_id, m_title, m_why, m_fixText;
    std::optional<Expression> m_when, m_expect;
    std::optional<MessageTemplate> m_message;
    Narrowing m_narrowing;
    FixFields m_fix;
    std::set<std::string> m_fields; // what it reads of products
};

std::string UserRule::messageFor(const SubjectRow& row, std::string_view subject) const
{
    // A message that does not say of what it speaks gets that in front.
    const std::string text = m_message->fill(row);
    const bool saysWhat = m_message->names("sku") || m_message->names("id") || m_message->names("label")
        || (m_message->names("source.sku") && m_message->names("target.sku"));
    return saysWhat ? text : std::string(subject) + ": " + text;
}

void UserRule::checkProducts(const RuleRun& run, FindingSink& sink) const
{
    const Snapshot& catalog = run.catalog();
    ProductSubject subject(catalog);
    run.forEachProduct([&](Row row) {
        if (!m_narrowing.none() && !(m_narrowing.hasProduct(catalog, row) && m_narrowing.isSold(catalog, row)))
            return;
        subject.bind(row);
        if (isViolated(subject))
            sink.product(row, messageFor(subject, catalog.sku(row)), with());
    });
}

void UserRule::checkLinks(const RuleRun& run, FindingSink& sink) const
{
    const Snapshot& catalog = run.catalog();
    LinkSubject subject(catalog);
    const auto isIn = [&](const Link& link) {
        if (m_narrowing.none())
            return true;
        if (!m_narrowing.hasProduct(catalog, link.source))
            return false;
        return m_narrowing.channels.empty() || m_narrowing.isFor(catalog.linkContent(link).strings("channels"));
    };
    eachLink(run, [&](const Link& link) {
        if (!isIn(link))
            return;
        subject.bind(link);
        if (isViolated(subject))
            sink.link(link, messageFor(subject, named(catalog, link)), with());
    });
}

template <typename Subject> void UserRule::checkEntries(const RuleRun& run, FindingSink& sink, MappingKind kind) const
{
    const Snapshot& catalog = run.catalog();
    Subject subject(catalog);
    run.forEachEntry(kind, [&](const Entry& entry) {
        if (run.cancelled())
            return;
        const bool about = (m_narrowing.families.empty() && m_narrowing.categories.empty())
            || std::any_of(entry.names.begin(), entry.names.end(), [&](Row row) { return m_narrowing.hasProduct(catalog, row); });
        if (!about || !m_narrowing.isFor(entry.content.strings("channels")))
            return;
        subject.bind(entry);
        if (!isViolated(subject))
            return;
        const std::string label = entry.content.text("label");
        sink.entry(entry, messageFor(subject, label.empty() ? entry.id : label), with());
    });
}

void UserRule::check(const RuleRun& run, FindingSink& sink) const
{
    switch (m_scope) {
    case ExpressionScope::Product:
        return checkProducts(run, sink);
    case ExpressionScope::Link:
        return checkLinks(run, sink);
    case ExpressionScope::Bundle:
        return checkEntries<BundleSubject>(run, sink, MappingKind::Bundle);
    case ExpressionScope::Upgrade:
        return checkEntries<LadderSubject>(run, sink, MappingKind::Upgrade);
    }
}

std::vector<FixStep> UserRule::fix(const RuleRun& run, const Finding& finding) const
{
    const Snapshot& catalog = run.catalog();
    if (m_fix.empty())
        return {};
    const bool isProduct = m_scope == ExpressionScope::Product;
    const bool there = isProduct           ? catalog.find(finding.subject) != noRow
        : m_scope == ExpressionScope::Link ? linkOf(run, finding.subject).has_value()
                                           : catalog.entry(finding.subject, run.view()) != nullptr;
    if (!there)
        return {};
    return {{ChangeOp::Edit, isProduct ? ThingKind::Product : ThingKind::Mapping, finding.subject, m_fix}};
}

// Makes a rule of its definition, key by key; the first thing that is wrong ends it.
class Reading {
public:
    Reading(const Thing& definition, const Definitions& definitions, Days today, UserRule& rule)
        : m_definition(definition), m_fields(definition.fields), m_definitions(definitions), m_today(today), m_rule(rule)
    {
    }

    Result<void> all()
    {
        for (const auto step :
            {&Reading::scope, &Reading::words, &Reading::conditions, &Reading::message, &Reading::fix, &Reading::narrowing})
            if (auto read = (this->*step)(); !read)
                return read;
        describe();
        return {};
    }

private:
    Error wrong(std::string_view key, const Error& error) const
    {
        Error located = error;
        located.where = "rule " + m_definition.key + ", " + std::string(key) + (error.where.empty() ? "" : ", " + error.where);
        return located;
    }
    Error wrong(std::string_view key, std::string what, std::string tryThis) const
    {
        return wrong(key, Error{ErrorKind::Rejected, "RULE", {}, std::move(what), std::move(tryThis)});
    }

    Result<void> scope()
    {
        const std::string name = m_fields.text("scope");
        if (name.empty())
            return {};
        const auto scope = expressionScopeFromName(name);
        if (!scope)
            return wrong("scope", inQuotes(name) + " is no scope",
                didYouMean(name, {"product", "link", "bundle", "upgrade"}, "write product, link, bundle or upgrade"));
        m_rule.m_scope = *scope;
        return {};
    }

    Result<void> words()
    {
        m_rule.m_id = m_definition.key;
        m_rule.m_title = m_fields.text("title").empty() ? m_definition.key : m_fields.text("title");
        if (const std::string name = m_fields.text("severity"); !name.empty()) {
            const auto severity = severityFromName(name);
            if (!severity)
                return wrong("severity", inQuotes(name) + " is no severity", "write blocker, error, warning or info");
            m_rule.m_info.severity = *severity;
        }
        if (const std::string name = m_fields.text("dimension"); !name.empty()) {
            const auto found =
                std::find_if(dimensions.begin(), dimensions.end(), [&](Dimension each) { return dimensionName(each) == name; });
            if (found == dimensions.end())
                return wrong("dimension", inQuotes(name) + " is no dimension",
                    "write completeness, validity, consistency, uniqueness, timeliness or accuracy");
            m_rule.m_info.dimension = *found;
        }
        if (m_fields.has("parameters"))
            return wrong("parameters", "a rule of one's own has no parameters", "write the values into its expressions");
        return {};
    }

    Result<std::optional<Expression>> expression(std::string_view key)
    {
        const std::string text = m_fields.text(key);
        if (text.empty())
            return std::optional<Expression>();
        auto parsed = Expression::parse(text, m_definitions, m_today, m_rule.m_scope);
        if (!parsed)
            return wrong(key, parsed.error());
        return std::optional(*std::move(parsed));
    }

    Result<void> conditions()
    {
        auto when = expression("when");
        if (!when)
            return when.error();
        auto expect = expression("expect");
        if (!expect)
            return expect.error();
        if (!*expect)
            return wrong("expect", "is missing", "say what must hold, as in expect: price > 0");
        m_rule.m_when = *std::move(when);
        m_rule.m_expect = *std::move(expect);
        return {};
    }

    Result<void> message()
    {
        std::string text = m_fields.text("message");
        if (text.empty()) {
            for (const char c : m_rule.m_title) // a title is plain text
                text.append(c == '{' || c == '}' ? 2 : 1, c);
        }
        auto parsed = MessageTemplate::parse(text, m_definitions, m_rule.m_scope);
        if (!parsed)
            return wrong("message", parsed.error());
        m_rule.m_message = *std::move(parsed);
        return {};
    }

    Result<void> fix()
    {
        auto fields = fixFieldsOf(m_fields.json("fix"), m_definitions, m_rule.m_scope);
        if (!fields)
            return wrong("fix", fields.error());
        m_rule.m_fix = *std::move(fields);
        m_rule.m_fixText = fixSentence(m_rule.m_fix);
        return {};
    }

    Result<void> narrowing()
    {
        Narrowing& narrowing = m_rule.m_narrowing;
        for (const auto& [key, kind, names] : {std::tuple("families", ThingKind::Family, &narrowing.families),
                 std::tuple("categories", ThingKind::Category, &narrowing.categories),
                 std::tuple("channels", ThingKind::Channel, &narrowing.channels)}) {
            *names = m_fields.strings(key);
            for (const std::string& name : *names) {
                if (m_definitions.has(kind, name))
                    continue;
                const auto near = nearestKey(m_definitions, kind, name);
                return wrong(key, "there is no " + std::string(kindName(kind)) + " " + inQuotes(name),
                    near ? "did you mean " + *near + "?" : "define it first");
            }
        }
        return {};
    }

    // What it reads, so that nobody looks at it again after other edits; and the words about it.
    void describe()
    {
        RuleInfo& info = m_rule.m_info;
        std::set<std::string>& fields = m_rule.m_fields;
        const bool ofEntries = m_rule.m_scope == ExpressionScope::Bundle || m_rule.m_scope == ExpressionScope::Upgrade;
        for (const auto& expression : {m_rule.m_when, m_rule.m_expect})
            if (expression) {
                take(expression->fieldsRead());
                if (expression->readsCompleteness())
                    fields.insert({"*", "family", "channels"});
                info.reads.links = info.reads.links || expression->readsLinkCounts() || expression->readsMappingCounts();
                info.reads.entries = info.reads.entries || expression->readsMappingCounts();
            }
        take(m_rule.m_message->fieldsRead());
        if (!m_rule.m_narrowing.none())
            fields.insert({"family", "categories", "channels"});
        if (m_rule.m_scope == ExpressionScope::Link)
            fields.insert("name"); // of its ends, for messages that do not name them
        if (ofEntries)
            fields.insert({"price", "cost", "currency", "stock", "categories", "family", "brand", "lifecycle"});
        info.reads.links = info.reads.links || m_rule.m_scope == ExpressionScope::Link;
        info.reads.entries = info.reads.entries || ofEntries;
        for (const std::string& field : fields)
            info.reads.fields.push_back(field);
        info.scope =
            std::array{RuleScope::Product, RuleScope::Link, RuleScope::Bundle, RuleScope::Upgrade}[static_cast<size_t>(m_rule.m_scope)];
        info.unit = m_rule.m_scope == ExpressionScope::Product ? Unit::Product : ofEntries ? Unit::Entry : Unit::Link;
        m_rule.m_why = "A rule of this workspace. It expects: " + m_rule.m_expect->text();
        if (m_rule.m_when)
            m_rule.m_why += ", when " + m_rule.m_when->text();
        info.id = m_rule.m_id;
        info.title = m_rule.m_title;
        info.why = m_rule.m_why;
        info.fix = m_rule.m_fixText;
    }

    // Fields of products alone; of links those of their ends.
    void take(const std::vector<std::string>& names)
    {
        for (const std::string& name : names) {
            if (m_rule.m_scope == ExpressionScope::Product && name != "sku")
                m_rule.m_fields.insert(name);
            else if (m_rule.m_scope == ExpressionScope::Link && name.size() > 7
                && (name.starts_with("source.") || name.starts_with("target.")))
                m_rule.m_fields.insert(name.substr(7));
        }
    }

    const Thing& m_definition;
    const FieldMap& m_fields;
    const Definitions& m_definitions;
    Days m_today;
    UserRule& m_rule;
};

} // namespace

Result<std::shared_ptr<const Rule>> makeUserRule(const Thing& definition, const Definitions& definitions, Days today)
{
    auto rule = std::make_shared<UserRule>();
    if (auto read = Reading(definition, definitions, today, *rule).all(); !read)
        return read.error();
    return std::shared_ptr<const Rule>(std::move(rule));
}

} // namespace shelf
