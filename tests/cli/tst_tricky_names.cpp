// Names, reasons, options and values full of every trick stay what they are, wherever they go: in by CSV and JSON Lines, out as
// definitions and in again, out as an extract and in again, out in a release, and on standard output.
#include "model/domain/formula_guard.h"
#include "model/io/delimited_reader.h"
#include "model/io/delimited_writer.h"
#include "model/io/import_columns.h"
#include "tests/cli/command_run.h"
#include "tests/io/extract_desk.h"

#include <QDir>

using namespace shelf;
using namespace shelf::test;

namespace {

std::string skuAt(size_t index)
{
    return "T" + std::to_string(1000 + index);
}

struct TrickyShop {
    QTemporaryDir folder;

    std::string at(const std::string& name) const { return folder.path().toStdString() + "/" + name; }
    std::string write(const std::string& name, const std::string& text) const
    {
        std::ofstream(at(name), std::ios::binary) << text;
        return at(name);
    }
    Json json(std::vector<std::string> arguments, int code = 0) const
    {
        arguments.push_back("--json");
        const Run run = runCommand(arguments);
        if (run.code != code)
            qWarning("%s: exit %d: %s", arguments[0].c_str(), run.code, (run.err + run.out).substr(0, 2000).c_str());
        return run.code == code ? run.json() : Json();
    }
    // A workspace with the family and attributes, but no products.
    std::string workspace(const std::string& name) const
    {
        const std::string path = at(name);
        json({"new", path});
        const std::string definitions = write(name + ".yaml",
            "shelfwright: 1\nattributes:\n  - { code: note, label: Note, type: text }\n  - { code: shade, label: Shade, type: choice }\n"
            "families:\n  - { code: thing, label: Thing, attributes: [ { code: note }, { code: shade } ] }\n");
        json({"apply", path, definitions, "--as", "mia"});
        return path;
    }
};

std::string csvOf(const std::vector<std::string>& texts)
{
    std::string out;
    DelimitedWriter writer(out, {});
    for (const char* header : {"sku", "name", "family", "note", "shade"})
        writer.plain(header);
    writer.endRow();
    for (size_t i = 0; i < texts.size(); ++i) {
        writer.plain(skuAt(i));
        writer.text(texts[i]);
        writer.plain("thing");
        writer.text(texts[i]);
        writer.text(texts[i]);
        writer.endRow();
    }
    return out;
}

std::string linesOf(const std::vector<std::string>& texts)
{
    std::string out;
    for (size_t i = 0; i < texts.size(); ++i) {
        const std::string text = jsonString(texts[i]);
        out += R"({"sku":")" + skuAt(i) + R"(","name":)" + text + R"(,"family":"thing","values":{"note":)" + text + R"(,"shade":)" + text
            + "}}\n";
    }
    return out;
}

// Where a product's name, text or choice is not what it was, empty where all are.
std::string firstDifference(const std::string& path, const std::vector<std::string>& texts)
{
    const auto workspace = Workspace::open(path, {true, fixedClock()});
    if (!workspace)
        return workspace.error().what;
    for (size_t i = 0; i < texts.size(); ++i) {
        const auto product = (*workspace)->product(skuAt(i));
        if (!product || !*product)
            return skuAt(i) + " is not there";
        for (const char* field : {"name", "note", "shade"})
            if ((**product).fields.text(field) != texts[i])
                return skuAt(i) + " " + field + ": " + (**product).fields.text(field) + " for " + texts[i];
    }
    return {};
}

void approveAll(const TrickyShop& shop, const std::string& path)
{
    shop.json({"review", "submit", path, "--all", "--as", "mia"});
    shop.json({"review", "approve", path, "--all", "--as", "jan"});
}

} // namespace

class TrickyNamesTest : public QObject {
    Q_OBJECT

    std::vector<std::string> m_texts;

    // Extracts of links and bundles bring everything but what looks like several languages (JSON Lines: that too) into another
    // workspace with the same products.
    void mappingsComeBack(const TrickyShop& shop, const std::string& path)
    {
        int number = 0;
        for (const char* form : {"links.csv", "links.jsonl", "bundles.csv", "bundles.jsonl"}) {
            const std::string file = shop.at(form), what = file.find("links") != std::string::npos ? "links" : "bundles";
            QCOMPARE(shop.json({"extract", path, file, "--what", what})["records"].toInteger(), int64_t(m_texts.size() - 1));
            QVERIFY(shop.json({"import", path, file, "--as", "mia"})["changeset"].isNull());
            const std::string other = shop.workspace("mappings" + std::to_string(++number) + ".shelf");
            shop.json({"import", other, shop.at("in.csv"), "--as", "mia"});
            QCOMPARE(shop.json({"import", other, file, "--as", "mia"})["added"].toInteger(), int64_t(m_texts.size() - 1));
            const auto workspace = Workspace::open(other, {true, fixedClock()});
            SHELF_OK(workspace);
            for (size_t i = 0; i + 1 < m_texts.size(); ++i) {
                const std::string id =
                    what == "links" ? LinkId{skuAt(i), "accessory", skuAt(i + 1), {}}.text() : "bundle:b" + std::to_string(i);
                const auto mapping = (*workspace)->mapping(id);
                QVERIFY2(mapping && *mapping, id.c_str());
                const bool languages = m_texts[i] == "{\"en\":\"x\"}" && file.ends_with(".csv") && what == "links";
                if (!languages)
                    QCOMPARE((**mapping).working().text(what == "links" ? "reason" : "label"), m_texts[i]);
            }
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_texts = trickyTexts();
        for (const char* more : {"\u0627\u0644\u0639\u0631\u0628\u064A\u0629", "\U0001F468\u200D\U0001F469\u200D\U0001F467\u200D\U0001F466",
                 "${HOME} $(id) `id`", "../../etc/passwd", "%1 %2 %L1", "{0}", "\\x41\\u0041\\n", "&lt;script&gt;", "1.0000000000000000001",
                 "=HYPERLINK(\"http://x\")", "\u0130\u0131\u017F\u1E9E", "~", "- dash", "key: value", "!tag", "&anchor *alias", "yes",
                 "0x1F", "# no comment", "\u2029", "\U0010FFFF", "[[[[[[clear]]"})
            m_texts.emplace_back(more);
    }

    void throughEveryFile()
    {
        const TrickyShop shop;
        const std::string first = shop.workspace("first.shelf");
        const Json imported = shop.json({"import", first, shop.write("in.csv", csvOf(m_texts)), "--as", "mia"});
        QCOMPARE(imported["added"].toInteger(), int64_t(m_texts.size()));
        QCOMPARE(firstDifference(first, m_texts), std::string());

        // By JSON Lines.
        const std::string byLines = shop.workspace("lines.shelf");
        const Json alsoImported = shop.json({"import", byLines, shop.write("in.jsonl", linesOf(m_texts)), "--as", "mia"});
        QCOMPARE(alsoImported["added"].toInteger(), int64_t(m_texts.size()));
        QCOMPARE(firstDifference(byLines, m_texts), std::string());

        // Out as definitions, and in again.
        QCOMPARE(runCommand({"dump", first, shop.at("dump")}).code, 0);
        const std::string second = shop.at("second.shelf");
        shop.json({"new", second});
        std::vector<std::string> apply = {"apply", second};
        const QDir dumped(QString::fromStdString(shop.at("dump")));
        for (const QString& name : dumped.entryList(QDir::Files))
            apply.push_back(dumped.filePath(name).toStdString());
        apply.insert(apply.end(), {"--as", "mia"});
        QVERIFY(!shop.json(apply)["changeset"].isNull());
        QCOMPARE(firstDifference(second, m_texts), std::string());

        // Out as extracts, and in again.
        int number = 0;
        for (const std::vector<std::string>& form :
            {std::vector<std::string>{"out.csv"}, {"out.tsv"}, {"excel.csv", "--for-excel"}, {"out.jsonl"}}) {
            const std::string file = shop.at(form[0]);
            std::vector<std::string> extract = {"extract", first, file, "--what", "products"};
            extract.insert(extract.end(), form.begin() + 1, form.end());
            const Json report = shop.json(extract);
            QCOMPARE(report["records"].toInteger(), int64_t(m_texts.size()));
            QCOMPARE(report["unsaid"].toInteger(), int64_t(0));
            const std::string other = shop.workspace("other" + std::to_string(++number) + ".shelf");
            std::vector<std::string> import = {"import", other, file, "--as", "mia"};
            if (form.size() > 1)
                import.insert(import.end(), {"--profile", report["profile"].text()});
            QCOMPARE(shop.json(import)["added"].toInteger(), int64_t(m_texts.size()));
            QCOMPARE(firstDifference(other, m_texts), std::string());
        }
    }

    void onStandardOutput()
    {
        const TrickyShop shop;
        const std::string path = shop.workspace("shop.shelf");
        shop.json({"import", path, shop.write("in.csv", csvOf(m_texts)), "--as", "mia"});
        const Json listed = shop.json({"products", path, "--columns", "sku,name,note"});
        QCOMPARE(listed.items().size(), m_texts.size());
        for (size_t i = 0; i < m_texts.size(); ++i) {
            QCOMPARE(listed.items()[i]["name"].text(), m_texts[i]);
            QCOMPARE(shop.json({"show", path, skuAt(i)})["values"]["shade"].text(), m_texts[i]);
        }
        // What people see on a terminal holds nothing that could control it.
        for (const std::string& out : {runCommand({"products", path}).out, runCommand({"show", path, skuAt(1)}).out})
            for (const char* bad : {"\x1b", "\u202E", "\x07", "\x7F", "\u0085", "\u2028"})
                QVERIFY(out.find(bad) == std::string::npos);
    }

    void inMappingsAndReleases()
    {
        const TrickyShop shop;
        const std::string path = shop.workspace("shop.shelf");
        shop.json({"import", path, shop.write("in.csv", csvOf(m_texts)), "--as", "mia"});
        std::string definitions = "shelfwright: 1\nlinks:\n", bundles = "bundles:\n";
        for (size_t i = 0; i + 1 < m_texts.size(); ++i) {
            // JSON is YAML, but for the characters that YAML wants escaped.
            std::string text;
            for (const char c : jsonString(m_texts[i]))
                text += c == '\x7F' ? std::string("\\x7F") : std::string(1, c);
            for (const auto& [from, to] : {std::pair<std::string, std::string>("\u0085", "\\x85"), {"\xEF\xBF\xBE", "\\uFFFE"},
                     {"\xEF\xBF\xBF", "\\uFFFF"}, {"\uFEFF", "\\uFEFF"}, {"\u2028", "\\u2028"}, {"\u2029", "\\u2029"}})
                for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
                    text.replace(at, from.size(), to);
            definitions +=
                "  - { source: " + skuAt(i) + ", type: accessory, target: " + skuAt(i + 1) + ", owner: mia, reason: " + text + " }\n";
            bundles += "  - { code: b" + std::to_string(i) + ", owner: mia, label: " + text + ", components: [ { sku: " + skuAt(i)
                + " }, { sku: " + skuAt(i + 1) + " } ] }\n";
        }
        QVERIFY(!shop.json({"apply", path, shop.write("mappings.yaml", definitions + bundles), "--as", "mia"})["changeset"].isNull());
        // Some texts have braces, which is no reason here to stop a release.
        QVERIFY(!shop.json({"rules", "disable", path, "copy.placeholder-unresolved", "--as", "mia"})["changeset"].isNull());
        approveAll(shop, path);
        mappingsComeBack(shop, path);
        QVERIFY(!shop.json({"export", path, shop.at("release"), "--as", "jan"})["release"].isNull());
        QVERIFY(shop.json({"verify", shop.at("release")})["ok"].toBool());

        std::map<std::string, std::string> reasons, labels;
        const std::string lines = bytesOf(shop.at("release/mappings.jsonl"));
        for (size_t begin = 0; begin < lines.size();) {
            const size_t end = lines.find('\n', begin);
            const auto line = parseJson(std::string_view(lines).substr(begin, end - begin));
            SHELF_OK(line);
            (*line)["kind"].text() == "link" ? reasons[(*line)["source"].text()] = (*line)["reason"].text()
                                             : labels[(*line)["id"].text()] = (*line)["label"].text();
            begin = end + 1;
        }
        const auto table = TextSource::ofBytes(bytesOf(shop.at("release/mappings.csv")));
        DelimitedReader reader(*table, {});
        Record record;
        reader.next(record);
        QCOMPARE(std::string(record.cells[5]), std::string("reason"));
        std::map<std::string, std::string> rows;
        while (reader.next(record)) {
            std::string_view reason = record.cells[5];
            QVERIFY(readMark(reason) == CellMark::None); // takes the escape of "[[" off
            if (hasFormulaGuard(reason))
                reason.remove_prefix(1);
            rows[std::string(record.cells[0])] = reason;
        }
        for (size_t i = 0; i + 1 < m_texts.size(); ++i) {
            QCOMPARE(reasons[skuAt(i)], m_texts[i]);
            QCOMPARE(rows[skuAt(i)], m_texts[i]);
            QCOMPARE(labels["bundle:b" + std::to_string(i)], m_texts[i]);
        }
    }
};

QTEST_GUILESS_MAIN(TrickyNamesTest)
#include "tst_tricky_names.moc"
