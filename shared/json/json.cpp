// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/json/json.h"

#include <exception>
#include <set>

namespace dropseal::json {

namespace {

constexpr std::size_t MaxDepth = 32;
/// Up to here a search through the members is quicker than a set; beyond it, a body of a hundred thousand
/// members would cost minutes. A tree, not a hash table: names that collide are easily made.
constexpr std::size_t MembersWithoutSet = 16;

/// Builds a Value out of the parser's events and says no to what RFC 8259 leaves to the reader: duplicate
/// members, endless depth, integers beyond 64 bits.
class Builder {
public:
    Builder() : m_root(nullptr) {}

    Value takeRoot() { return std::move(m_root); }
    const std::string& fault() const { return m_fault; }

    bool null() { return put(nullptr); }
    bool boolean(bool value) { return put(value); }
    bool number_integer(Value::number_integer_t value) { return put(value); }
    bool number_unsigned(Value::number_unsigned_t value) { return put(value); }
    bool number_float(Value::number_float_t value, const std::string& literal) {
        if (literal.find_first_of(".eE") == std::string::npos)
            return refuse("The JSON has a number that is too large.");
        return put(value);
    }
    bool string(std::string& value) { return put(std::move(value)); }
    bool binary(Value::binary_t&) { return refuse("JSON has no binary values."); }

    bool start_object(std::size_t) { return open(Value::object()); }
    bool end_object() { return close(); }
    bool start_array(std::size_t) { return open(Value::array()); }
    bool end_array() { return close(); }
    bool key(std::string& name);

    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) {
        return refuse("The JSON is not well-formed at byte " + std::to_string(position) + '.');
    }

private:
    struct Level {
        Value* value = nullptr;
        std::set<std::string> names; ///< only for objects of more than MembersWithoutSet members
    };
    using Members = Value::object_t;

    template <class T>
    bool put(T&& value) {
        add(std::forward<T>(value));
        return true;
    }
    Value& add(Value value);
    bool open(Value value);
    bool close() {
        m_levels.pop_back();
        return true;
    }
    bool refuse(std::string fault) {
        m_fault = std::move(fault);
        return false;
    }
    static bool isKnown(Level& level, const Members& members, const std::string& name);

    Value m_root;
    std::vector<Level> m_levels;
    Value* m_slot = nullptr; ///< the member that waits for its value
    std::string m_fault;
};

Value& Builder::add(Value value) {
    if (m_levels.empty())
        return m_root = std::move(value);
    Value& parent = *m_levels.back().value;
    if (parent.is_array()) {
        auto& items = parent.get_ref<Value::array_t&>();
        items.push_back(std::move(value));
        return items.back();
    }
    return *m_slot = std::move(value);
}

bool Builder::open(Value value) {
    if (m_levels.size() == MaxDepth)
        return refuse("The JSON is nested too deeply.");
    Level level;
    level.value = &add(std::move(value));
    m_levels.push_back(std::move(level));
    return true;
}

bool Builder::isKnown(Level& level, const Members& members, const std::string& name) {
    if (members.size() < MembersWithoutSet)
        return std::any_of(members.begin(), members.end(), [&](const auto& m) { return m.first == name; });
    if (level.names.empty()) {
        for (const auto& member : members)
            level.names.insert(member.first);
    }
    return !level.names.insert(name).second;
}

bool Builder::key(std::string& name) {
    Level& level = m_levels.back();
    auto& members = level.value->get_ref<Members&>();
    if (isKnown(level, members, name))
        return refuse("The JSON has a member twice.");
    // push_back of the vector below: ordered_map's own insertion searches all members again.
    members.push_back({std::move(name), nullptr});
    m_slot = &members.back().second;
    return true;
}

Error badJson(std::string detail) {
    return {ErrorCode::bad_json, std::move(detail)};
}

} // namespace

Result<Value> parse(std::string_view text) {
    // The parser would skip a mark, and take a NUL for the end and not look at what follows it.
    if (text.starts_with("\xef\xbb\xbf"))
        return badJson("The JSON begins with a byte order mark.");
    if (const auto nul = text.find('\0'); nul != std::string_view::npos)
        return badJson("The JSON is not well-formed at byte " + std::to_string(nul + 1) + '.');
    Builder builder;
    try {
        if (!Value::sax_parse(text.begin(), text.end(), &builder))
            return badJson(builder.fault());
    } catch (const std::exception&) {
        return badJson({});
    }
    return builder.takeRoot();
}

std::string dump(const Value& value) {
    return value.dump(-1, ' ', false, Value::error_handler_t::replace);
}

} // namespace dropseal::json
