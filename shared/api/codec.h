// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/clock.h"
#include "shared/core/id.h"
#include "shared/core/result.h"
#include "shared/json/object_reader.h"

#include <span>
#include <string>
#include <string_view>

/// What the codecs of this room share; nobody else includes it.
namespace dropseal::api {

/// Fault `required` or `invalid`, and the nil id.
template <class AnyId>
AnyId requiredId(json::ObjectReader& reader, std::string_view name) {
    const std::string text = reader.requiredString(name);
    const auto id = AnyId::parse(text);
    if (!id && reader.has(name))
        reader.fail(std::string(name), "invalid", "This is no id.");
    return id.value_or(AnyId());
}

template <class AnyId>
std::optional<AnyId> optionalId(json::ObjectReader& reader, std::string_view name) {
    const auto text = reader.optionalString(name);
    if (!text)
        return std::nullopt;
    const auto id = AnyId::parse(*text);
    if (!id)
        reader.fail(std::string(name), "invalid", "This is no id.");
    return id;
}

Timestamp requiredTime(json::ObjectReader& reader, std::string_view name);
std::optional<Timestamp> optionalTime(json::ObjectReader& reader, std::string_view name);

json::Value orNull(const std::optional<std::string>& text);
json::Value orNull(const std::optional<std::int64_t>& number);
json::Value orNull(const std::optional<Timestamp>& time);

/// privileged_field with every member of `names` that the object has, null ones included; success where it
/// has none. A self-service body must not even try to set what only an admin sets.
Result<void> refusePrivileged(const json::Value& body, std::span<const std::string_view> names);

/// Parses, then reads with `read(reader, value)`, which gives the message; its faults win.
template <class Read>
auto decodeObject(std::string_view text, Read&& read)
    -> Result<decltype(read(std::declval<json::ObjectReader&>(), std::declval<const json::Value&>()))> {
    auto value = json::parse(text);
    if (!value)
        return std::move(value).error();
    json::ObjectReader reader(*value);
    auto message = read(reader, *value);
    if (!reader.ok())
        return reader.error();
    return message;
}

/// Reads the array member "items" of a list answer; each item's faults count as the list's.
template <class Item>
void decodeItems(json::ObjectReader& reader, std::vector<Item>& items, Item (*read)(json::ObjectReader&)) {
    const json::Value* const array = reader.find("items");
    if (array == nullptr || !array->is_array()) {
        reader.fail("items", "wrong_type", "This must be an array.");
        return;
    }
    for (const json::Value& value : *array) {
        json::ObjectReader item(value);
        items.push_back(read(item));
        if (!item.ok())
            reader.fail("items", "invalid", "This holds an item that is not right.");
    }
}

} // namespace dropseal::api
