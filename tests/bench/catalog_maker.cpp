#include "tests/bench/catalog_maker.h"

#include "tests/bench/random.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <memory>

namespace shelf::bench {

namespace {

constexpr const char* brands[] = {"Alder", "Boreal", "Cantata", "Delphi", "Ember", "Fjord", "Granite", "Halcyon", "Iris", "Juniper",
    "Kestrel", "Lumen", "Meridian", "Nimbus", "Onyx", "Pinewood", "Quill", "Rivet", "Solstice", "Tundra"};
constexpr const char* series[] = {
    "Air", "Classic", "Core", "Edge", "Flex", "Go", "Lite", "Max", "Mini", "One", "Plus", "Pro", "Prime", "Studio", "Ultra", "Vista"};
constexpr const char* families[] = {"backpack", "camera", "charger", "desk-lamp", "headphones", "keyboard", "lens", "monitor", "mouse",
    "notebook", "phone-case", "printer", "router", "speaker", "tripod", "water-bottle"};
constexpr const char* nouns[] = {"Backpack", "Camera", "Charger", "Desk lamp", "Headphones", "Keyboard", "Lens", "Monitor", "Mouse",
    "Notebook", "Phone case", "Printer", "Router", "Speaker", "Tripod", "Water bottle"};
constexpr const char* colors[] = {"Black", "White", "Silver", "Graphite", "Navy", "Sand", "Olive", "Red", "Blue", "Grün"};
constexpr const char* materials[] = {"Aluminium", "ABS", "Steel", "Nylon", "Recycled polyester", "Glass", "Leather", "Bamboo"};
constexpr const char* connectors[] = {"USB-C", "USB-A", "Micro-USB", "Lightning", "Bluetooth", "3.5 mm", "HDMI 2.1", "DisplayPort 1.4"};
constexpr const char* countries[] = {"CN", "DE", "VN", "US", "PT", "JP", "TW", "MX"};
constexpr const char* classes[] = {"A", "B", "C", "D", "E", "F", "G"};
constexpr const char* certificates[] = {"CE", "FCC", "RoHS", "REACH", "Energy Star", "IP67", "FSC"};
constexpr const char* retired = "retired";
constexpr const char* planned = "planned";
constexpr const char* lifecycles[] = {"active", "active", "active", "active", "active", "active", planned, "end-of-life"};
constexpr const char* linkTypes[] = {"accessory", "accessory", "cross-sell", "cross-sell", "spare-part"};
constexpr const char* reasons[] = {"Holds it with a lens on", "Charges it on the way", "Protects it from rain", "A spare one for long days",
    "Screws in without tools", "Light enough for every day", "Reads twice as fast", "Made for the same mount"};

// A buffered file that fails once and for all.
class Lines {
public:
    explicit Lines(const std::string& path) : m_path(path), m_file(std::fopen(path.c_str(), "wb"), &std::fclose)
    {
        m_buffer.reserve(size_t(1) << 20);
    }

    template <typename... Parts> void add(const Parts&... parts)
    {
        (append(parts), ...);
        if (m_buffer.size() > (size_t(1) << 19))
            flush();
    }
    Result<void> finish()
    {
        flush();
        const bool closed = m_file && std::fclose(m_file.release()) == 0;
        if (m_failed || !closed)
            return Error{ErrorKind::System, "SYSTEM", m_path, "cannot be written", "look at the folder and the space left on the disk"};
        return {};
    }

private:
    void append(const char* text) { m_buffer += text; }
    void append(const std::string& text) { m_buffer += text; }
    void append(uint64_t number) { m_buffer += std::to_string(number); }
    void flush()
    {
        m_failed = m_failed || !m_file || std::fwrite(m_buffer.data(), 1, m_buffer.size(), m_file.get()) != m_buffer.size();
        m_buffer.clear();
    }

    std::string m_path;
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> m_file;
    std::string m_buffer;
    bool m_failed = false;
};

std::string cents(uint64_t amount)
{
    char text[32];
    std::snprintf(
        text, sizeof text, "%llu.%02llu", static_cast<unsigned long long>(amount / 100), static_cast<unsigned long long>(amount % 100));
    return text;
}

std::string day(Random& random)
{
    char text[16];
    std::snprintf(text, sizeof text, "20%02u-%02u-%02u", static_cast<unsigned>(15 + random.below(11)),
        static_cast<unsigned>(1 + random.below(12)), static_cast<unsigned>(1 + random.below(28)));
    return text;
}

// GS1: weights 3, 1, 3 … from the right of the body.
std::string gtin(Random& random, bool valid)
{
    std::array<char, 14> text{};
    unsigned sum = 0;
    for (size_t i = 0; i < 12; ++i) {
        const auto digit = static_cast<unsigned>(random.below(10));
        text[i] = static_cast<char>('0' + digit);
        sum += digit * (i % 2 ? 3 : 1);
    }
    text[12] = static_cast<char>('0' + (10 - sum % 10 + (valid ? 0 : 1)) % 10);
    return text.data();
}

uint64_t mostMixed(uint64_t index, uint64_t count) // a permutation of 0 … count-1: rows in no order of SKUs
{
    constexpr uint64_t prime = 2'147'483'647;
    return count % prime == 0 ? index : (index * prime + 12345) % count;
}

constexpr char attributeHeaders[] = "color,material,weight_g,width_mm,height_mm,depth_mm,connector,voltage_v,power_w,capacity,"
                                    "wireless,waterproof,energy_class,country,warranty_months,certificates,released,rating,pieces,note";

// From the product alone, so that links know it, too: two in a hundred are retired.
const char* lifecycleOf(uint64_t product)
{
    const uint64_t place = product * 2'654'435'761U % 100;
    return place < 2 ? retired : lifecycles[place % std::size(lifecycles)];
}

uint64_t priceOf(uint64_t product) // in cents
{
    return (5 + Random(product * 7919 + 17).skewed(2000)) * 100 - 1;
}

void writeAttributes(Lines& lines, Random& random, uint64_t product, bool defect)
{
    const auto filled = [&] { return random.chance(70); };
    const auto text = [&](const char* value) { lines.add(",", filled() ? value : ""); };
    const auto number = [&](uint64_t limit, const char* after = "") {
        if (filled())
            lines.add(",", 1 + random.below(limit), after);
        else
            lines.add(",");
    };
    text(random.one(colors));
    text(random.one(materials));
    number(5000);
    number(900, ".5");
    number(600);
    number(400, ".25");
    text(random.one(connectors));
    number(240);
    number(1500);
    number(4096);
    text(random.chance(50) ? "true" : "false");
    text(random.chance(30) ? "true" : "false");
    text(random.one(classes));
    text(random.one(countries));
    lines.add(",", random.chance(98) ? (random.chance(50) ? "24" : "12") : ""); // what families ask for is there
    if (filled())
        lines.add(",", random.one(certificates), random.chance(50) ? "|EAC" : "");
    else
        lines.add(",");
    lines.add(",", filled() ? day(random) : std::string());
    if (filled())
        lines.add(",", 1 + random.below(4), ".", random.below(10));
    else
        lines.add(",");
    number(12);
    if (!filled())
        lines.add(",");
    else if (defect && random.chance(20))
        lines.add(",\"Ships with a \"\"spare\"\" part, see page ", product % 90, "\"");
    else
        lines.add(",Lot ", product % 4000);
}

} // namespace

CatalogSize CatalogSize::of(uint64_t products)
{
    CatalogSize size;
    size.products = products;
    size.links = products * 5;
    size.bundles = products / 10;
    size.upgradeSteps = products / 20;
    return size;
}

std::string skuOf(uint64_t product)
{
    char text[32];
    std::snprintf(text, sizeof text, "%c%c-%07llu", static_cast<char>('A' + product % 23), static_cast<char>('A' + product % 19),
        static_cast<unsigned long long>(product));
    return text;
}

Result<void> writeProducts(const std::string& path, const CatalogSize& size)
{
    Random random(size.seed);
    Lines lines(path);
    lines.add("sku,name,family,category,lifecycle,brand,gtin,price,currency,cost,stock,", attributeHeaders, "\n");
    for (uint64_t row = 0; row < size.products; ++row) {
        const uint64_t product = mostMixed(row, size.products);
        const bool defect = random.below(40) == 0;
        const uint64_t kind = product % 16;
        const char* brand = random.one(brands);
        lines.add(skuOf(product), ",");
        if (!defect || random.chance(70))
            lines.add(brand, " ", random.one(series), " ", nouns[kind], " ", defect ? product % 50 : product % 100000);
        lines.add(",", families[kind], ",shop/", families[kind], ",", lifecycleOf(product), ",", brand, ",");
        if (random.chance(60))
            lines.add(gtin(random, !defect));
        const uint64_t price = priceOf(product);
        lines.add(",", cents(price), ",EUR,", cents(defect ? price * 11 / 10 : price * 6 / 10), ",", random.below(500));
        writeAttributes(lines, random, product, defect);
        lines.add("\n");
    }
    return lines.finish();
}

// A link is made from its place alone, so that they can be written in no order without being kept in memory.
Result<void> writeLinks(const std::string& path, const CatalogSize& size)
{
    constexpr uint64_t stride = 104'729; // a prime: the targets of one product are distinct
    Lines lines(path);
    lines.add("source,type,target,rank,reason\n");
    const uint64_t each = size.products ? std::min((size.links + size.products - 1) / size.products, size.products - 1) : 0;
    for (uint64_t row = 0, total = std::min(size.links, each * size.products); row < total; ++row) {
        const uint64_t link = mostMixed(row, total), source = link / each, place = link % each;
        Random random(size.seed * 1'000'003 + link);
        const uint64_t first = Random(size.seed + source).below(size.products);
        const uint64_t target = (first + place * stride) % size.products;
        const bool defect = random.below(40) == 0;
        // A healthy catalog requires what stands further on, never round in a circle, and recommends nothing that is gone.
        const char* type = random.chance(10) && source < target ? "requires" : random.one(linkTypes);
        const auto sold = [](uint64_t product) { return lifecycleOf(product) != retired && lifecycleOf(product) != planned; };
        const bool isGone = !defect && !(sold(target) && sold(source));
        const bool tooDear = !defect && std::string_view(type) == "accessory" && priceOf(target) > priceOf(source);
        if (target != source && !isGone)
            lines.add(skuOf(source), ",", tooDear ? "cross-sell" : type, ",", skuOf(target), ",", place + 1, ",",
                defect ? "" : random.one(reasons), "\n");
    }
    return lines.finish();
}

Result<void> writeBundles(const std::string& path, const CatalogSize& size)
{
    Random random(size.seed + 2);
    Lines lines(path);
    lines.add("bundle,label,intent,price_policy,price_value,currency,reason,group,min,max,sku,quantity,required\n");
    for (uint64_t bundle = 0; bundle < size.bundles; ++bundle) {
        const uint64_t parts = 2 + random.below(3);
        const uint64_t first = random.below(size.products);
        for (uint64_t part = 0; part < parts && part < size.products; ++part)
            lines.add("kit-", bundle, ",Kit ", bundle, ",ready-to-buy,percent-off,10,,Everything you need,,,,",
                skuOf((first + part * 7919) % size.products), ",", 1 + random.below(2), ",true\n");
    }
    return lines.finish();
}

Result<void> writeUpgrades(const std::string& path, const CatalogSize& size)
{
    Random random(size.seed + 3);
    Lines lines(path);
    lines.add("path,intent,key_attributes,step,sku,level,benefit,evidence\n");
    constexpr const char* levels[] = {"good", "better", "best"};
    for (uint64_t step = 0; step + 2 < size.upgradeSteps; step += 3) {
        const uint64_t first = random.below(size.products);
        for (uint64_t i = 0; i < 3; ++i)
            lines.add("ladder-", step / 3, ",owner,capacity,", i + 1, ",", skuOf((first + i * 16) % size.products), ",", levels[i],
                ",More of it,\n");
    }
    return lines.finish();
}

} // namespace shelf::bench
