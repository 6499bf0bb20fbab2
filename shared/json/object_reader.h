// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/error.h"
#include "shared/json/json.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dropseal::json {

/// Reads the members of one object, and collects every fault instead of stopping at the first, so that an
/// answer can name all bad fields. A value that is not an object is one fault of the field "body". null
/// counts as absent.
class ObjectReader {
public:
    explicit ObjectReader(const Value& value);

    /// Absent: fault `required`, and an empty value. Wrong type: fault `wrong_type`. Lengths are in
    /// characters (code points).
    std::string requiredString(std::string_view name, std::size_t min = 1, std::size_t max = SIZE_MAX);
    std::optional<std::string> optionalString(std::string_view name, std::size_t min = 0,
                                              std::size_t max = SIZE_MAX);
    std::optional<std::int64_t> optionalInteger(std::string_view name, std::int64_t min, std::int64_t max);
    std::int64_t requiredInteger(std::string_view name, std::int64_t min, std::int64_t max);
    std::optional<bool> optionalBool(std::string_view name);
    bool has(std::string_view name) const;
    const Value* find(std::string_view name) const;

    void fail(std::string field, std::string code, std::string message);
    bool ok() const { return m_faults.empty(); }
    /// validation_failed with all faults; call only where !ok().
    Error error() const;

private:
    const Value* m_object = nullptr; ///< not owned; null where the value was no object
    std::vector<FieldError> m_faults;
};

/// Code points in valid UTF-8 text.
std::size_t characterCount(std::string_view utf8);

} // namespace dropseal::json
