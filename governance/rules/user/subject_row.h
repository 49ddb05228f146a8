// Products, links, bundles and upgrade paths of a catalog as the expressions and messages of user rules read them: by the names of
// resources/help/expressions.md.
#pragma once

#include "governance/linkrules/snapshot_row.h"
#include "governance/offers/bundle_figures.h"
#include "governance/rules/links/link_facts.h"
#include "model/expression/expression.h"

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace shelf {

// Asked by many rows for few names: each name is looked up once. Names must live as long as the row, as those of an expression do.
class SubjectRow : public ExpressionRow {
public:
    std::string_view field(std::string_view name) const override;
    double completeness(std::string_view) const override { return 0; }
    int64_t linkCount(std::string_view) const override { return 0; }
    int64_t mappingCount(std::string_view) const override { return 0; }

protected:
    explicit SubjectRow(const Snapshot& catalog) : m_catalog(catalog) { }

    enum class Of : uint8_t { Subject, Source, Target, SourceSku, TargetSku, Nothing };
    struct Name {
        std::string_view text; // without the end's prefix
        Of of = Of::Subject;
        const Column* column = nullptr; // of a product's field
        bool inherits = true;
        std::string value; // where it had to be made: valid until the next subject
    };
    virtual Name resolve(std::string_view name) const = 0;
    virtual std::string_view value(Name& name) const = 0;
    std::string_view productValue(const Name& name, Row row) const
    {
        return name.column ? name.column->values().json(m_catalog.value(name.column, row, name.inherits)) : std::string_view();
    }
    Name productName(std::string_view field, Of of) const;

    const Snapshot& m_catalog;

private:
    mutable std::deque<std::pair<std::string_view, Name>> m_names;
};

class ProductSubject : public SubjectRow {
public:
    explicit ProductSubject(const Snapshot& catalog) : SubjectRow(catalog), m_counts(catalog) { }
    void bind(Row row)
    {
        m_row = row;
        m_counts.bind(row);
    }
    std::string_view sku() const override { return m_catalog.sku(m_row); }
    double completeness(std::string_view channel) const override { return m_counts.completeness(channel); }
    int64_t linkCount(std::string_view type) const override { return m_counts.linkCount(type); }
    int64_t mappingCount(std::string_view status) const override { return m_counts.mappingCount(status); }

protected:
    Name resolve(std::string_view name) const override { return productName(name, Of::Subject); }
    std::string_view value(Name& name) const override { return productValue(name, m_row); }

private:
    SnapshotProduct m_counts;
    Row m_row = noRow;
};

// What links, bundles and upgrade paths have in common: their content.
class MappingSubject : public SubjectRow {
public:
    std::string_view sku() const override; // the id: what trouble is reported with

protected:
    using SubjectRow::SubjectRow;
    virtual std::string id() const = 0;
    virtual const FieldMap& content() const = 0;
    virtual MappingStatus status() const = 0;
    virtual bool isHeld() const = 0;
    std::string_view contentValue(Name& name) const;

private:
    std::string windowDate(std::string_view key) const;
    mutable std::string m_id;
};

class LinkSubject : public MappingSubject {
public:
    explicit LinkSubject(const Snapshot& catalog);
    void bind(const Link& link) { m_link = link; }

protected:
    Name resolve(std::string_view name) const override;
    std::string_view value(Name& name) const override;
    std::string id() const override { return m_catalog.linkId(m_link); }
    const FieldMap& content() const override;
    MappingStatus status() const override { return m_link.mappingStatus(); }
    bool isHeld() const override { return m_link.flags & Held; }

private:
    LinkTypes m_types;
    std::vector<std::string> m_typeJson, m_slotJson; // by type
    Link m_link;
    mutable std::optional<Code> m_contentOf; // details that m_content is of
    mutable FieldMap m_content;
};

class EntrySubject : public MappingSubject {
public:
    void bind(const Entry& entry)
    {
        m_entry = &entry;
        forget();
    }

protected:
    using MappingSubject::MappingSubject;
    virtual void forget() = 0; // what was computed of the entry before
    virtual std::string figure(std::string_view name) const = 0; // as JSON; empty: none
    Name resolve(std::string_view name) const override;
    std::string_view value(Name& name) const override;
    std::string id() const override { return m_entry->id; }
    const FieldMap& content() const override { return m_entry->content; }
    MappingStatus status() const override { return m_entry->status; }
    bool isHeld() const override { return m_entry->flags & Held; }
    std::string listOf(std::string_view field) const; // of the products it names, distinct, sorted

    const Entry* m_entry = nullptr;
};

class BundleSubject : public EntrySubject {
public:
    explicit BundleSubject(const Snapshot& catalog) : EntrySubject(catalog), m_calculator(catalog) { }

protected:
    void forget() override { m_figures.reset(); }
    std::string figure(std::string_view name) const override;

private:
    BundleCalculator m_calculator;
    mutable std::optional<BundleFigures> m_figures;
};

class LadderSubject : public EntrySubject {
public:
    explicit LadderSubject(const Snapshot& catalog) : EntrySubject(catalog), m_prices(catalog), m_rates(catalog) { }

protected:
    void forget() override { }
    std::string figure(std::string_view name) const override;

private:
    std::string margin(const std::vector<Row>& steps) const;
    std::string largestStep() const;
    Prices m_prices;
    VatRates m_rates;
};

} // namespace shelf
