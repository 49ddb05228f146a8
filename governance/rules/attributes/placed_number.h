// A number that is set differently for some families, categories or channels, looked up once for each of them.
#pragma once

#include "governance/rules/rule_run.h"

#include <map>
#include <string>
#include <string_view>
#include <tuple>

namespace shelf {

class PlacedNumber {
public:
    PlacedNumber(const RuleRun& run, std::string_view name)
        : m_catalog(run.catalog()), m_setting(run.numberSetting(name)), m_varies(run.settings().varies(name)),
          m_family(run.catalog().column("family")), m_categories(run.catalog().column("categories"))
    {
    }
    bool varies() const { return m_varies; }
    double value() const { return m_setting.value(); } // where nothing narrower is set
    // `row` noRow: of no product. `channel` is a key of the definitions, or empty.
    double at(Row row, std::string_view channel = {})
    {
        if (!m_varies)
            return m_setting.value();
        const Code family = row == noRow ? 0 : m_catalog.value(m_family, row);
        const Code categories = row == noRow ? 0 : m_catalog.value(m_categories, row);
        const auto [place, isNew] = m_known.try_emplace({family, categories, std::string(channel)});
        if (isNew)
            place->second = m_setting.at(row, channel);
        return place->second;
    }

private:
    const Snapshot& m_catalog;
    NumberSetting m_setting;
    bool m_varies;
    const Column *m_family, *m_categories;
    std::map<std::tuple<Code, Code, std::string>, double> m_known;
};

} // namespace shelf
