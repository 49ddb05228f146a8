// manifest.json: what a release is, what it holds, where it came from. The first thing a receiver reads, so its parser takes
// nothing on trust.
#pragma once

#include "governance/release/release.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

inline constexpr std::string_view manifestName = "manifest.json";
inline constexpr std::string_view signatureName = "manifest.json.sig";
inline constexpr std::string_view secondSignatureName = "manifest.json.sig2"; // while keys change
inline constexpr std::string_view mappingsName = "mappings.jsonl";
inline constexpr std::string_view tableName = "mappings.csv";
inline constexpr std::string_view tableProfileName = "mappings.profile.yaml";
inline constexpr std::string_view deltaName = "delta.jsonl";
inline constexpr std::string_view recommendationsName = "recommendations.jsonl";
inline constexpr uint64_t manifestLimit = uint64_t(16) << 20;
inline constexpr size_t maxReleaseFiles = 1000;

// Kinds of mapping that leave, as the manifest counts them.
struct ReleaseCounts {
    uint64_t links = 0, compat = 0, bundles = 0, upgrades = 0;
    uint64_t total() const { return links + compat + bundles + upgrades; }
    bool operator==(const ReleaseCounts&) const = default;
};

struct HeldMapping {
    std::string id, reason;
    bool previous = false; // its previous approved version went out instead
    bool operator==(const HeldMapping&) const = default;
};

struct PreviousRelease {
    uint64_t number = 0;
    std::string manifestSha256;
    bool operator==(const PreviousRelease&) const = default;
};

struct Manifest {
    uint64_t release = 0;
    std::optional<PreviousRelease> previous;
    std::string workspace; // id
    std::string created; // UTC
    std::string tool;
    std::string journalHead;
    uint64_t journalNumber = 0;
    ReleaseCounts counts;
    uint64_t added = 0, changed = 0, removed = 0;
    Json gate;
    std::vector<HeldMapping> held;
    std::vector<std::string> notExpanded; // approved link rules whose links this release does not carry
    std::string fourEyes;
    std::string previewSettings; // hash
    std::optional<uint64_t> rollbackOf; // the release whose content this is once more
    std::string includedHeld; // the reason with which what is held back was sent out all the same
    std::string largeChange; // the reason with which the blast radius was passed
    std::string noDelta; // why there is no delta although there is a previous release
    std::vector<ReleaseFile> files;
    std::string expires;

    const ReleaseFile* file(std::string_view name) const;
};

std::string writeManifest(const Manifest& manifest);

// Reads what it can and says one sentence for each thing that is not as it must be; no problem: everything is there and of
// the right type, file names are plain and listed once, sizes and hashes well formed.
Manifest parseManifest(std::string_view text, std::vector<std::string>& problems);

bool isPlainFileName(std::string_view name); // letters and digits of ASCII, . _ - and space; no leading dot
bool isSha256(std::string_view text); // 64 lower-case hex digits

} // namespace shelf
