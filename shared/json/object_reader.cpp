// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/json/object_reader.h"

namespace dropseal::json {

namespace {

std::string plural(std::size_t count, std::string_view noun) {
    return std::to_string(count) + ' ' + std::string(noun) + (count == 1 ? "" : "s");
}

/// The number as a 64-bit integer; nothing for fractions and for what is larger.
std::optional<std::int64_t> integerOf(const Value& value) {
    if (value.is_number_unsigned()) {
        const auto number = value.get<std::uint64_t>();
        if (number > static_cast<std::uint64_t>(INT64_MAX))
            return std::nullopt;
        return static_cast<std::int64_t>(number);
    }
    return value.get<std::int64_t>();
}

} // namespace

ObjectReader::ObjectReader(const Value& value) {
    if (value.is_object())
        m_object = &value;
    else
        fail("body", "wrong_type", "The body must be a JSON object.");
}

std::string ObjectReader::requiredString(std::string_view name, std::size_t min, std::size_t max) {
    if (m_object != nullptr && !has(name)) {
        fail(std::string(name), "required", "This field is required.");
        return {};
    }
    return optionalString(name, min, max).value_or(std::string());
}

std::optional<std::string> ObjectReader::optionalString(std::string_view name, std::size_t min,
                                                        std::size_t max) {
    const Value* const value = find(name);
    if (value == nullptr)
        return std::nullopt;
    if (!value->is_string()) {
        fail(std::string(name), "wrong_type", "This must be a string.");
        return std::nullopt;
    }
    const auto& text = value->get_ref<const std::string&>();
    const std::size_t length = characterCount(text);
    if (length < min) {
        fail(std::string(name), "too_short", "Use at least " + plural(min, "character") + '.');
        return std::nullopt;
    }
    if (length > max) {
        fail(std::string(name), "too_long", "Use at most " + plural(max, "character") + '.');
        return std::nullopt;
    }
    return text;
}

std::optional<std::int64_t> ObjectReader::optionalInteger(std::string_view name, std::int64_t min,
                                                          std::int64_t max) {
    const Value* const value = find(name);
    if (value == nullptr)
        return std::nullopt;
    if (!value->is_number_integer()) {
        fail(std::string(name), "wrong_type", "This must be a whole number.");
        return std::nullopt;
    }
    const auto number = integerOf(*value);
    if (!number || *number < min || *number > max) {
        fail(std::string(name), "out_of_range",
             "This must lie between " + std::to_string(min) + " and " + std::to_string(max) + '.');
        return std::nullopt;
    }
    return number;
}

std::int64_t ObjectReader::requiredInteger(std::string_view name, std::int64_t min, std::int64_t max) {
    if (m_object != nullptr && !has(name)) {
        fail(std::string(name), "required", "This field is required.");
        return 0;
    }
    return optionalInteger(name, min, max).value_or(0);
}

std::optional<bool> ObjectReader::optionalBool(std::string_view name) {
    const Value* const value = find(name);
    if (value == nullptr)
        return std::nullopt;
    if (!value->is_boolean()) {
        fail(std::string(name), "wrong_type", "This must be true or false.");
        return std::nullopt;
    }
    return value->get<bool>();
}

bool ObjectReader::has(std::string_view name) const {
    return find(name) != nullptr;
}

const Value* ObjectReader::find(std::string_view name) const {
    if (m_object == nullptr)
        return nullptr;
    const auto& members = m_object->get_ref<const Value::object_t&>();
    const auto found = std::find_if(members.begin(), members.end(),
                                    [name](const auto& member) { return member.first == name; });
    return found == members.end() || found->second.is_null() ? nullptr : &found->second;
}

void ObjectReader::fail(std::string field, std::string code, std::string message) {
    m_faults.push_back({std::move(field), std::move(code), std::move(message)});
}

Error ObjectReader::error() const {
    return Error::fields(m_faults);
}

std::size_t characterCount(std::string_view utf8) {
    return static_cast<std::size_t>(
        std::count_if(utf8.begin(), utf8.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

} // namespace dropseal::json
