// The distinct values of one field, numbered in the order in which they were first met. One thread adds, any number of threads
// read: what has a number stays where it is, and a reader only asks for numbers that its snapshot had.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shelf {

using Code = uint32_t; // a value's number in its dictionary, from 1; 0: absent

class Dictionary {
public:
    // `ofLists`: of a field that may hold lists, whose elements are told apart then.
    explicit Dictionary(bool ofLists = false);
    ~Dictionary();
    Dictionary(const Dictionary&) = delete;
    Dictionary& operator=(const Dictionary&) = delete;

    // The writer's. `json` is canonical JSON text and not empty.
    Code intern(std::string_view json);
    // Many at once, without waiting for memory at each.
    void intern(std::span<const std::string_view> json, Code* codes);
    void reserve(size_t values);
    // Tells that others read from now on: what they may be looking at is kept. Called for each dictionary of a snapshot.
    void publish();

    bool ofLists() const;

    // Any thread's.
    Code size() const; // codes are 1…size()
    Code find(std::string_view json) const; // 0: no such value
    void find(std::span<const std::string_view> json, Code* codes) const; // many at once
    Code findText(std::string_view text) const; // of the JSON string with this text
    std::string_view json(Code code) const; // empty for 0
    // A string without quotes and escapes; a number's or boolean's JSON; a list's JSON; empty for 0.
    std::string_view text(Code code) const;
    // A number, or the amount of a money text ("199.00 USD"); NaN for anything else and for 0. Booleans are 0 and 1.
    double number(Code code) const;
    bool isList(Code code) const;
    // A list's elements as codes of elementValues(), in its order; for any other value itself, as one element. 0 has none. Lists in a
    // dictionary that is not ofLists() (there are none in the columns of a catalog) are not taken apart.
    std::span<const Code> elements(Code code) const;
    const Dictionary& elementValues() const; // ofLists(): the dictionary of their elements; else of the values once more
    size_t bytes() const; // of memory

private:
    struct Storage;
    std::unique_ptr<Storage> m;
};

} // namespace shelf
