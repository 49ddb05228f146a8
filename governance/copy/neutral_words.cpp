#include "governance/copy/neutral_words.h"

#include <array>

namespace shelf {

namespace {

struct Words {
    std::string_view type, english, german;
};

constexpr std::array<Words, 13> ofTypes = {{
    {"requires", "Needed with this product", "Wird zu diesem Produkt gebraucht"},
    {"compatible", "Works with this product", "Funktioniert mit diesem Produkt"},
    {"accessory", "An accessory for this product", "Zubehör zu diesem Produkt"},
    {"consumable", "This product uses it up", "Verbrauchsmaterial zu diesem Produkt"},
    {"spare-part", "A spare part for this product", "Ersatzteil zu diesem Produkt"},
    {"service", "A service for this product", "Service zu diesem Produkt"},
    {"cross-sell", "Goes well with this product", "Passt gut zu diesem Produkt"},
    {"up-sell", "A step up from this product", "Eine Stufe über diesem Produkt"},
    {"substitute", "An alternative to this product", "Eine Alternative zu diesem Produkt"},
    {"successor", "Follows this product", "Nachfolger dieses Produkts"},
    {"bundle", "A set with this product", "Ein Set mit diesem Produkt"},
    {"upgrade", "The next step up", "Die nächste Stufe"},
    {"compat", "Compatible with this product", "Kompatibel mit diesem Produkt"},
}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> bySlot = {{{"essentials", "requires"}, {"accessories", "accessory"},
    {"services", "service"}, {"bundles", "bundle"}, {"upgrades", "up-sell"}, {"alternatives", "substitute"}}};

constexpr Words together = {"", "Goes with this product", "Gehört zu diesem Produkt"};

const Words& wordsOf(std::string_view type)
{
    for (const Words& words : ofTypes)
        if (words.type == type)
            return words;
    return together;
}

} // namespace

std::vector<LocalText> neutralWords(const Definitions& definitions, std::string_view type)
{
    Words words = wordsOf(type);
    const LinkType* own = words.type.empty() ? definitions.linkType(type) : nullptr;
    if (own && own->code == type)
        for (const auto& [slot, like] : bySlot)
            if (own->slot == slot)
                words = wordsOf(like);
    return {{"de", std::string(words.german)}, {"en", std::string(words.english)}};
}

} // namespace shelf
