// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/api/codec.h"

namespace dropseal::api {

Timestamp requiredTime(json::ObjectReader& reader, std::string_view name) {
    const std::string text = reader.requiredString(name);
    const auto time = parseTimestamp(text);
    if (!time && reader.has(name))
        reader.fail(std::string(name), "invalid", "This is no time in RFC 3339 with Z.");
    return time.value_or(Timestamp());
}

std::optional<Timestamp> optionalTime(json::ObjectReader& reader, std::string_view name) {
    if (!reader.has(name))
        return std::nullopt;
    return requiredTime(reader, name);
}

json::Value orNull(const std::optional<std::string>& text) {
    return text ? json::Value(*text) : json::Value(nullptr);
}

json::Value orNull(const std::optional<std::int64_t>& number) {
    return number ? json::Value(*number) : json::Value(nullptr);
}

json::Value orNull(const std::optional<Timestamp>& time) {
    return time ? json::Value(formatTimestamp(*time)) : json::Value(nullptr);
}

Result<void> refusePrivileged(const json::Value& body, std::span<const std::string_view> names) {
    if (!body.is_object())
        return {};
    std::vector<FieldError> found;
    for (const auto& [name, value] : body.items()) {
        if (std::find(names.begin(), names.end(), name) != names.end())
            found.push_back({name, "privileged", "Only an admin may set this."});
    }
    if (found.empty())
        return {};
    ErrorExtras extras;
    extras.fields = std::move(found);
    return Error(ErrorCode::privileged_field).with(std::move(extras));
}

} // namespace dropseal::api
