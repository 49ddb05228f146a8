// Runs commands in process and keeps what they print.
#pragma once

#include "app/shelfctl/shelfctl.h"
#include "model/domain/json.h"
#include "tests/support/catalog.h"

#include <QTemporaryDir>

#include <string>
#include <vector>

namespace shelf::test {

struct Run {
    int code = 0;
    std::string out;
    std::string err;
    Json json() const
    {
        const auto parsed = parseJson(out);
        return parsed ? *parsed : Json();
    }
};

inline Run runCommand(const std::vector<std::string>& arguments, const std::atomic<bool>* cancel = nullptr)
{
    Run run;
    cli::Output out([&run](std::string_view text) { return run.out.append(text), 0; });
    cli::Output err([&run](std::string_view text) { return run.err.append(text), 0; });
    run.code = cli::runShelfctl(arguments, {out, err, cancel, fixedClock()});
    return run;
}

// A workspace with three products in two families, reached through commands only.
struct CommandShop {
    Shop shop;
    const std::string& path = shop.path;

    CommandShop()
    {
        qputenv("SHELF_USER", "mia");
        const auto definition = [](ThingKind kind, const std::string& key, std::vector<std::pair<std::string, std::string>> fields) {
            return create(kind, key, std::move(fields));
        };
        auto set = changeSet("mia", "Begin",
            {
                definition(ThingKind::Attribute, "colour", {{"label", "\"Colour\""}, {"type", "\"text\""}}),
                definition(ThingKind::Attribute, "mounts",
                    {{"label", "\"Lens mounts\""}, {"options", "[\"EF\",\"RF\"]"}, {"type", "\"multi-choice\""}}),
                definition(ThingKind::Attribute, "weight", {{"label", "\"Weight\""}, {"type", "\"number\""}, {"unit", "\"g\""}}),
                definition(ThingKind::Family, "camera",
                    {{"attributes", "[{\"code\":\"weight\",\"required\":[\"web\"]}]"}, {"label", "\"Camera\""}}),
                definition(ThingKind::Family, "bag", {{"label", "\"Bag\""}}),
                definition(ThingKind::Product, "CAM-1",
                    {{"currency", "\"EUR\""}, {"family", "\"camera\""}, {"name", "\"First camera\""}, {"price", "500"}, {"stock", "3"},
                        {"weight", "400"}}),
                definition(ThingKind::Product, "CAM-2",
                    {{"cost", "600"}, {"currency", "\"EUR\""}, {"family", "\"camera\""}, {"name", "\"Second camera\""}, {"price", "900"},
                        {"stock", "1"}}),
                definition(ThingKind::Product, "BAG-1",
                    {{"currency", "\"EUR\""}, {"family", "\"bag\""}, {"name", "\"Bag, small\""}, {"price", "50.5"}, {"stock", "20"}}),
            });
        const auto applied = shop.workspace->apply(set);
        if (!applied)
            qFatal("%s: %s", applied.error().where.c_str(), applied.error().what.c_str());
    }
    Run run(std::vector<std::string> arguments) const
    {
        for (std::string& argument : arguments)
            if (argument == "WS")
                argument = path;
        return runCommand(arguments);
    }
    Json json(std::vector<std::string> arguments) const
    {
        arguments.push_back("--json");
        return run(std::move(arguments)).json();
    }
};

} // namespace shelf::test
