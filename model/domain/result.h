// Expected failures are values: Result<T> holds either a T or an Error that a person can act on.
#pragma once

#include <cassert>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace shelf {

// What kind of failure it was; the number is the exit code shelfctl gives for it.
enum class ErrorKind {
    Refused = 1, // a check found something, or part of the work was refused
    Usage = 2, // the command or a parameter makes no sense
    Rejected = 3, // the input was not accepted; nothing changed
    Workspace = 4, // the workspace is missing, foreign, locked, damaged or newer
    System = 5, // the disk or the operating system said no
    Cancelled = 130, // the person asked to stop; nothing changed
};

// One failure. `code` is stable and in capitals (UNKNOWN_SKU); `where` names the file, row, column or thing;
// `what` says what is wrong; `tryThis` what to do about it. All UTF-8, without line ends.
struct Error {
    ErrorKind kind = ErrorKind::Rejected;
    std::string code;
    std::string where;
    std::string what;
    std::string tryThis;

    bool operator==(const Error&) const = default;
};

// Either a value or an Error. Asking the wrong one is a bug and asserts.
template <typename T> class [[nodiscard]] Result {
public:
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) { }
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) { }

    bool ok() const { return m_state.index() == 0; }
    explicit operator bool() const { return ok(); }

    T& value() & { return std::get<0>(m_state); }
    const T& value() const& { return std::get<0>(m_state); }
    T&& value() && { return std::get<0>(std::move(m_state)); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    const Error& error() const { return std::get<1>(m_state); }

private:
    std::variant<T, Error> m_state;
};

// Success without a value, or an Error.
template <> class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Error error) : m_error(std::move(error)) { }

    bool ok() const { return !m_error.has_value(); }
    explicit operator bool() const { return ok(); }
    const Error& error() const { return *m_error; }

private:
    std::optional<Error> m_error;
};

} // namespace shelf
