#include "model/catalog/search_text.h"

#include "model/catalog/snapshot_data.h"
#include "model/domain/text.h"

#include <algorithm>
#include <cstring>
#include <string>

namespace shelf {

namespace {

// Case folded and normalised; most texts are ASCII, where that is little.
void appendFolded(std::string& out, std::string_view text)
{
    const bool ascii = std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (!ascii) {
        out += folded(text);
        return;
    }
    const size_t begin = out.size();
    out.append(text);
    for (size_t i = begin; i < out.size(); ++i)
        if (out[i] >= 'A' && out[i] <= 'Z')
            out[i] = static_cast<char>(out[i] + ('a' - 'A'));
}

void appendShown(std::string& out, const Snapshot& snapshot, const Column* names, Row row)
{
    if (!snapshot.exists(row))
        return;
    appendFolded(out, snapshot.sku(row));
    out += ' ';
    if (names)
        appendFolded(out, names->values().text(snapshot.value(names, row)));
}

bool hasAll(std::string_view text, const std::vector<std::string_view>& words)
{
    return std::all_of(words.begin(), words.end(), [text](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

} // namespace

struct SearchText::Base {
    std::string text; // each row's ends with NUL, which no text has
    std::vector<uint32_t> starts; // by row, one more than there are rows
    std::shared_ptr<const std::vector<Row>> edited; // of the snapshot that it was made of

    Row rows() const { return static_cast<Row>(starts.size() - 1); }
    std::string_view of(Row row) const { return std::string_view(text).substr(starts[row], starts[row + 1] - starts[row] - 1); }
};

std::shared_ptr<const SearchText::Base> SearchText::base(const Snapshot& snapshot) const
{
    const std::lock_guard lock(m_mutex);
    if (m_base)
        return m_base;
    auto made = std::make_shared<Base>();
    const Column* names = snapshot.column("name");
    made->edited = snapshot.data().searchEdited;
    made->starts.reserve(size_t(snapshot.rows()) + 1);
    for (Row row = 0; row < snapshot.rows(); ++row) {
        made->starts.push_back(static_cast<uint32_t>(made->text.size()));
        appendShown(made->text, snapshot, names, row);
        made->text += '\0';
    }
    made->starts.push_back(static_cast<uint32_t>(made->text.size()));
    made->text.shrink_to_fit();
    m_base = std::move(made);
    return m_base;
}

std::vector<Row> SearchText::find(const Snapshot& snapshot, std::string_view text, size_t limit) const
{
    const std::string wanted = folded(text);
    std::vector<std::string_view> words;
    for (const std::string_view word : split(wanted, ' '))
        if (!word.empty() && word.find('\0') == std::string_view::npos)
            words.push_back(word);
    // The longest is the rarest, about.
    std::stable_sort(words.begin(), words.end(), [](std::string_view a, std::string_view b) { return a.size() > b.size(); });
    const auto all = base(snapshot);
    std::vector<Row> edited;
    std::set_union(snapshot.data().searchEdited->begin(), snapshot.data().searchEdited->end(), all->edited->begin(), all->edited->end(),
        std::back_inserter(edited));

    std::vector<Row> found;
    const std::string_view first = words.empty() ? std::string_view() : words.front();
    const auto isEdited = [&edited](Row row) { return std::binary_search(edited.begin(), edited.end(), row); };
    const char* const begin = all->text.data();
    const char* const end = begin + all->text.size();
    for (Row row = 0; row < all->rows() && found.size() < limit;) {
        if (!first.empty()) {
            const char* from = begin + all->starts[row];
            const auto* hit = static_cast<const char*>(memmem(from, static_cast<size_t>(end - from), first.data(), first.size()));
            if (!hit)
                break;
            const auto place = static_cast<uint32_t>(hit - begin);
            row = static_cast<Row>(std::upper_bound(all->starts.begin() + row, all->starts.end(), place) - all->starts.begin()) - 1;
        }
        if (snapshot.exists(row) && !isEdited(row) && hasAll(all->of(row), words))
            found.push_back(row);
        ++row;
    }
    const Column* names = snapshot.column("name");
    for (const Row row : edited) {
        std::string shown;
        appendShown(shown, snapshot, names, row);
        if (!shown.empty() && hasAll(shown, words))
            found.insert(std::upper_bound(found.begin(), found.end(), row), row);
    }
    if (found.size() > limit)
        found.resize(limit);
    return found;
}

} // namespace shelf
