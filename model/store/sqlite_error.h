// What SQLite's result codes mean to a person.
#pragma once

#include "model/domain/result.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <exception>
#include <string>
#include <string_view>

namespace shelf {

// Thrown inside the store where something expected goes wrong in the middle of a transaction; never leaves it.
struct StoreFailure : std::exception {
    explicit StoreFailure(Error e) : error(std::move(e)) { }
    const char* what() const noexcept override { return error.what.c_str(); }
    Error error;
};

Error sqliteError(int extendedCode, std::string_view path);
inline Error sqliteError(const SQLite::Exception& exception, std::string_view path)
{
    return sqliteError(exception.getExtendedErrorCode(), path);
}
Error systemError(int errnoValue, std::string_view path, std::string_view doing);

// Runs `body`, which returns a Result or throws; exceptions become Errors.
template <typename Body> auto guarded(std::string_view path, Body body) -> decltype(body())
{
    try {
        return body();
    } catch (const SQLite::Exception& exception) {
        return sqliteError(exception, path);
    } catch (const StoreFailure& failure) {
        return failure.error;
    } catch (const std::bad_alloc&) {
        return Error{ErrorKind::System, "MEMORY", std::string(path), "there is not enough memory", "close other programs and try again"};
    }
}

} // namespace shelf
