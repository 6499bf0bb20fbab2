// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/config/setting_value.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <limits>

namespace dropseal::config {

namespace {

bool hasControl(std::string_view text) {
    return std::ranges::any_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

bool isHostName(std::string_view host) {
    return !host.empty() && host.size() <= 253 && std::ranges::all_of(host, [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '.' || c == '-' || c == '_';
    });
}

bool isBracketed(std::string_view host) {
    return host.size() > 4 && host.front() == '[' && host.back() == ']' &&
           host.find_first_not_of("0123456789abcdefABCDEF:.", 1) == host.size() - 1;
}

/// host[:port]; the port is none where it is left out.
std::optional<std::pair<std::string, std::optional<std::uint16_t>>> splitAuthority(std::string_view text) {
    std::string_view host = text;
    std::optional<std::uint16_t> port;
    const auto colon = text.rfind(':');
    const auto bracket = text.rfind(']');
    if (colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket)) {
        const auto number = readInteger(text.substr(colon + 1));
        if (!number || *number < 0 || *number > 65535)
            return std::nullopt;
        port = static_cast<std::uint16_t>(*number);
        host = text.substr(0, colon);
    }
    if (!isHostName(host) && !isBracketed(host))
        return std::nullopt;
    return std::pair(std::string(host), port);
}

std::string rangeOf(const SettingRow& row) {
    if (row.max == std::numeric_limits<std::int64_t>::max())
        return "a whole number of " + std::string(row.unit) + ", at least " + std::to_string(row.min);
    return "a whole number from " + std::to_string(row.min) + " to " + std::to_string(row.max);
}

bool isChoice(const SettingRow& row, std::string_view text) {
    const std::string words = " " + std::string(row.choices) + " ";
    return !text.empty() && text.find(' ') == std::string_view::npos &&
           words.find(" " + std::string(text) + " ") != std::string::npos;
}

std::optional<std::string> databaseFault(std::string_view text) {
    if (text.empty())
        return std::nullopt;
    if (text.starts_with("postgres"))
        return "sqlite:///PATH (PostgreSQL is not supported yet)";
    if (const auto path = readSqlitePath(text); !path || path->empty() || *path == ":memory:")
        return "sqlite:///relative/path or sqlite:////absolute/path";
    return std::nullopt;
}

template <class Good>
bool allGood(std::string_view text, Good good) {
    const auto words = readList(text);
    return std::ranges::all_of(words, good);
}

} // namespace

std::optional<std::int64_t> readInteger(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || fault != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

std::optional<HostPort> readHostPort(std::string_view text) {
    const auto parts = splitAuthority(text);
    if (!parts || !parts->second)
        return std::nullopt;
    std::string host = parts->first;
    if (host.front() == '[')
        host = host.substr(1, host.size() - 2);
    return HostPort{std::move(host), *parts->second};
}

std::string originOf(std::string_view scheme, const std::string& host, std::uint16_t port) {
    const bool brackets = host.find(':') != std::string::npos;
    return std::string(scheme) + "://" + (brackets ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

std::vector<std::string> readList(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const auto comma = text.find(',');
        std::string_view word = text.substr(0, comma);
        text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
        while (word.starts_with(' '))
            word.remove_prefix(1);
        while (word.ends_with(' '))
            word.remove_suffix(1);
        if (!word.empty())
            words.emplace_back(word);
    }
    return words;
}

std::optional<std::string> readOrigin(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (lower.ends_with('/'))
        lower.pop_back();
    const std::string scheme = lower.starts_with("https://")  ? "https://"
                               : lower.starts_with("http://") ? "http://"
                                                              : "";
    if (scheme.empty() || !splitAuthority(std::string_view(lower).substr(scheme.size())))
        return std::nullopt;
    return lower;
}

std::optional<bool> readSwitch(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    for (const std::string_view word : {"on", "true", "yes", "1"})
        if (lower == word)
            return true;
    for (const std::string_view word : {"off", "false", "no", "0"})
        if (lower == word)
            return false;
    return std::nullopt;
}

std::optional<std::string> readBrowserOrigin(std::string_view text) {
    auto origin = readOrigin(text);
    for (const std::string_view ending : {"https:443", "http:80"}) {
        const std::string_view scheme = ending.substr(0, ending.find(':') + 1);
        const std::string_view port = ending.substr(scheme.size() - 1);
        if (origin && origin->starts_with(scheme) && origin->ends_with(port))
            origin->resize(origin->size() - port.size());
    }
    return origin;
}

std::optional<AddressBlock> readNetwork(std::string_view text) {
    const auto slash = text.find('/');
    const std::string address(text.substr(0, slash));
    AddressBlock block;
    int most = 128;
    if (::inet_pton(AF_INET6, address.c_str(), block.address.data()) != 1) {
        block.address = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
        most = 32;
        if (::inet_pton(AF_INET, address.c_str(), block.address.data() + 12) != 1)
            return std::nullopt;
    }
    if (slash != std::string_view::npos) {
        const auto bits = readInteger(text.substr(slash + 1));
        if (!bits || *bits < 0 || *bits > most)
            return std::nullopt;
        block.bits = 128 - most + static_cast<int>(*bits);
    }
    for (int bit = block.bits; bit < 128; ++bit)
        if ((block.address[static_cast<std::size_t>(bit / 8)] & (0x80U >> static_cast<unsigned>(bit % 8))) !=
            0)
            return std::nullopt;
    return block;
}

std::optional<std::string> readSqlitePath(std::string_view url) {
    const auto slashes = url.find(":///");
    if (slashes == std::string_view::npos)
        return std::nullopt;
    const std::string_view scheme = url.substr(0, slashes);
    if (scheme != "sqlite" && !scheme.starts_with("sqlite+"))
        return std::nullopt;
    return std::string(url.substr(slashes + 4));
}

std::optional<std::string> faultOf(const SettingRow& row, std::string_view text) {
    if (hasControl(text))
        return "text without control characters";
    switch (row.type) {
    case SettingType::List:
    case SettingType::File: // whoever opens it says what is wrong with it
        return std::nullopt;
    case SettingType::Secret:
        // Whoever sets a secret means to have one: an empty one must not silently become another.
        return text.size() < 32 ? std::optional<std::string>(
                                      "at least 32 bytes long (openssl rand -hex 32 makes one), or not set")
                                : std::nullopt;
    case SettingType::Integer: {
        const auto number = readInteger(text);
        return number && *number >= row.min && *number <= row.max ? std::nullopt
                                                                  : std::optional(rangeOf(row));
    }
    case SettingType::Choice:
        return isChoice(row, text) ? std::nullopt : std::optional("one of: " + std::string(row.choices));
    case SettingType::HostPort:
        return readHostPort(text) ? std::nullopt
                                  : std::optional<std::string>("host:port, for example 127.0.0.1:8000");
    case SettingType::Folder:
        return text.empty() ? std::optional<std::string>("the path of a folder") : std::nullopt;
    case SettingType::Origin:
        return text.empty() || readOrigin(text)
                   ? std::nullopt
                   : std::optional<std::string>("like https://files.example.org: no path, no user name");
    case SettingType::DatabaseUrl:
        return databaseFault(text);
    case SettingType::Switch:
        return readSwitch(text) ? std::nullopt : std::optional<std::string>("on or off");
    case SettingType::Origins:
        return allGood(text, [](std::string_view word) { return readOrigin(word).has_value(); })
                   ? std::nullopt
                   : std::optional<std::string>("exact origins between commas, like https://app.example.org: "
                                                "no *, no path");
    case SettingType::Networks:
        return allGood(text, [](std::string_view word) { return readNetwork(word).has_value(); })
                   ? std::nullopt
                   : std::optional<std::string>("addresses and networks between commas, like 127.0.0.1, "
                                                "10.0.0.0/8");
    }
    return std::nullopt;
}

} // namespace dropseal::config
