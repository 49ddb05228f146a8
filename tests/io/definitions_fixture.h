// A workspace in a temporary folder, definitions applied to it from texts, and its dump as texts.
#pragma once

#include "model/io/definitions_file.h"

#include <QTemporaryDir>

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <string>

namespace shelf {

class DefinitionsFixture {
public:
    DefinitionsFixture()
    {
        OpenOptions options;
        options.clock = [] { return int64_t(1795000000) * 1000; }; // 2026-11-18
        auto made = Workspace::create(path("w.shelf"), options);
        if (made)
            workspace = std::move(*made);
    }

    std::string path(const std::string& name) const { return m_folder.path().toStdString() + "/" + name; }

    std::string write(const std::string& name, const std::string& text) const
    {
        std::ofstream(path(name), std::ios::binary) << text;
        return path(name);
    }

    Result<DefinitionsOutcome> apply(const std::string& text)
    {
        return applyDefinitionFiles(*workspace, {write("d.yaml", "shelfwright: 1\n" + text)}, "mia");
    }

    // "added changed unchanged", or the error as "line:column CODE what; try" (counted without the first line).
    std::string applied(const std::string& text)
    {
        const auto outcome = apply(text);
        if (outcome)
            return std::to_string(outcome->added) + " " + std::to_string(outcome->changed) + " " + std::to_string(outcome->unchanged);
        const Error& error = outcome.error();
        std::string where = error.where;
        if (where.starts_with(path("d.yaml:"))) {
            where = where.substr(path("d.yaml:").size());
            where = std::to_string(std::stoi(where) - 1) + where.substr(where.find(':'));
        }
        return where + " " + error.code + " " + error.what + "; " + error.tryThis;
    }

    // File name -> text.
    std::map<std::string, std::string> dump()
    {
        const std::string folder = path("dump" + std::to_string(m_dumps++));
        std::map<std::string, std::string> files;
        const auto names = dumpDefinitions(*workspace, folder);
        if (!names) {
            files["error"] = names.error().where + " " + names.error().what;
            return files;
        }
        for (const std::string& name : *names) {
            std::ostringstream text;
            text << std::ifstream(folder + "/" + name, std::ios::binary).rdbuf();
            files[name] = text.str();
        }
        return files;
    }

    Result<DefinitionsOutcome> applyDump(const std::map<std::string, std::string>& files)
    {
        std::vector<std::string> paths;
        for (const auto& [name, text] : files)
            paths.push_back(write("again-" + name, text));
        return applyDefinitionFiles(*workspace, paths, "mia");
    }

    std::string field(const std::string& sku, const std::string& name)
    {
        const auto product = workspace->product(sku);
        return product && *product ? std::string((*product)->fields.get(name)) : std::string("no such product");
    }

    std::string content(const std::string& id)
    {
        const auto state = workspace->mapping(id);
        return state && *state ? (*state)->working().toJson() : std::string("no such mapping");
    }

    std::unique_ptr<Workspace> workspace;

private:
    QTemporaryDir m_folder;
    int m_dumps = 0;
};

} // namespace shelf
