// What an import is asked to do, before anything is read: its profile, and what each of its files holds.
#pragma once

#include "model/io/import.h"
#include "model/io/import_columns.h"

#include <map>
#include <string>
#include <vector>

namespace shelf {

// The profile a request names, a file's or one that the workspace keeps, with the request's own options on top. Errors: Rejected,
// System.
Result<ImportProfile> profileOf(const ImportRequest& request, const Definitions& definitions);

// What the files of an import hold, in their order.
struct ImportFileKinds {
    struct File {
        std::string path;
        std::string format; // csv, jsonl
        std::string what; // products, links, compat, bundles, upgrades
        bool mappingsToo = false; // JSON Lines: products, and lines of other kinds
    };
    std::vector<File> files;
};
// By the request, the profile, the headers or, of JSON Lines, the lines. Errors: Rejected, System.
Result<ImportFileKinds> kindsOfFiles(const ImportRequest& request, const ImportProfile& profile);

// Opens a file of products: its form and its columns. `unknownKeys`: of JSON Lines, keys that are passed over. Errors: Rejected,
// System, Cancelled.
Result<ImportFile> openProductFile(const ImportFileKinds::File& file, const ImportProfile& profile, const ImportRequest& request,
    const PlannedDefinitions& definitions, const Progress& progress, std::map<std::string, uint64_t>& unknownKeys);

// The profile from which alone a file of mappings is imported the same way; its matchHeaders are the file's. Errors: Rejected, System.
Result<ImportProfile> mappingProfile(const ImportFileKinds::File& file, const ImportProfile& profile, const ImportRequest& request);

// Names of the profiles a workspace keeps that fit a file of this format ("csv", "jsonl") with these headers.
std::vector<std::string> fittingProfiles(const Definitions& definitions, std::string_view format, const std::vector<std::string>& headers);
// The name under which a workspace keeps a profile that is saved at this path; empty: it cannot be a name.
std::string profileNameOf(const std::string& path);

} // namespace shelf
