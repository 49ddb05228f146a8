// Things by row, of which few rows have any: pages of sorted rows that versions share. And things by row of which most rows have
// some, in one array sorted by row, with pages of the rows that were edited since beside it.
#pragma once

#include "model/catalog/column.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace shelf {

template <typename T> class Pages {
public:
    const T* find(Row row) const
    {
        const size_t index = row / pageRows;
        if (index >= m_pages.size() || !m_pages[index])
            return nullptr;
        const auto found = place(*m_pages[index], row);
        return found != m_pages[index]->end() && found->first == row ? &found->second : nullptr;
    }
    size_t size() const { return m_size; } // rows

    template <typename Visit> void forEach(Visit&& visit) const // visit(row, const T&), in order
    {
        for (const auto& page : m_pages)
            if (page)
                for (const auto& [row, value] : *page)
                    visit(row, value);
    }

    // The writer's: what the row has, made by `first` where it has nothing yet.
    template <typename First> T& edit(Row row, First&& first)
    {
        const size_t index = row / pageRows;
        if (index >= m_pages.size()) {
            m_pages.resize(index + 1);
            m_own.resize(index + 1, false);
        }
        auto& page = m_pages[index];
        if (!page || !m_own[index]) {
            page = page ? std::make_shared<Page>(*page) : std::make_shared<Page>();
            m_own[index] = true;
        }
        auto found = place(*page, row);
        if (found == page->end() || found->first != row) {
            found = page->insert(found, {row, first()});
            ++m_size;
        }
        return found->second;
    }
    // A version that shares all pages; from now on they are copied before they change.
    Pages publish()
    {
        m_own.assign(m_pages.size(), false);
        return *this;
    }
    void clear() { *this = Pages(); }

private:
    static constexpr Row pageRows = 1024;
    using Page = std::vector<std::pair<Row, T>>;
    template <typename P> static auto place(P& page, Row row)
    {
        return std::lower_bound(page.begin(), page.end(), row, [](const auto& item, Row wanted) { return item.first < wanted; });
    }
    std::vector<std::shared_ptr<Page>> m_pages;
    std::vector<bool> m_own;
    size_t m_size = 0;
};

template <typename T> struct Grouped {
    struct Base {
        std::vector<uint32_t> offsets; // by row, one more than there are rows
        std::vector<T> items;
        std::span<const T> of(Row row) const
        {
            if (size_t(row) + 1 >= offsets.size())
                return {};
            return std::span<const T>(items).subspan(offsets[row], offsets[row + 1] - offsets[row]);
        }
    };
    std::shared_ptr<const Base> base;
    Pages<std::vector<T>> edited;

    std::span<const T> of(Row row) const
    {
        if (edited.size())
            if (const auto* items = edited.find(row))
                return *items;
        return base ? base->of(row) : std::span<const T>();
    }
    std::vector<T>& edit(Row row)
    {
        return edited.edit(row, [&] {
            const auto items = base ? base->of(row) : std::span<const T>();
            return std::vector<T>(items.begin(), items.end());
        });
    }
    bool grownTooFar() const { return edited.size() > 4096 && edited.size() > (base ? base->offsets.size() / 8 : 0); }
    // Everything in one array again.
    void merge(Row rows)
    {
        auto made = std::make_shared<Base>();
        made->offsets.reserve(size_t(rows) + 1);
        made->offsets.push_back(0);
        for (Row row = 0; row < rows; ++row) {
            const auto items = of(row);
            made->items.insert(made->items.end(), items.begin(), items.end());
            made->offsets.push_back(static_cast<uint32_t>(made->items.size()));
        }
        made->items.shrink_to_fit();
        base = std::move(made);
        edited.clear();
    }
    Grouped publish() { return {base, edited.publish()}; }
};

} // namespace shelf
