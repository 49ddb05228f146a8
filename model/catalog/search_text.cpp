#include "model/catalog/search_text.h"

#include "model/domain/text.h"

#include <algorithm>
#include <string>

namespace shelf {

std::vector<Row> SearchText::find(const Snapshot& snapshot, std::string_view text, size_t limit) const
{
    const std::string wanted = folded(text);
    std::vector<std::string_view> words;
    for (const std::string_view word : split(wanted, ' '))
        if (!word.empty())
            words.push_back(word);
    std::vector<Row> found;
    for (Row row = 0; row < snapshot.rows() && found.size() < limit; ++row) {
        if (!snapshot.exists(row))
            continue;
        std::string shown(snapshot.sku(row));
        shown.append(" ").append(snapshot.text("name", row));
        const std::string plain = folded(shown);
        const auto has = [&plain](std::string_view word) { return plain.find(word) != std::string::npos; };
        if (std::all_of(words.begin(), words.end(), has))
            found.push_back(row);
    }
    return found;
}

} // namespace shelf
