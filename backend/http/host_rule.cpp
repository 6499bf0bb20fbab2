// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/http/host_rule.h"

#include "backend/http/media_type.h"

namespace dropseal::http {

namespace {

constexpr std::string_view LoopbackNames[] = {"localhost", "127.0.0.1", "[::1]"};

bool isPort(std::string_view text) {
    return text.size() <= 5 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool isNameCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_';
}

bool isAddressCharacter(char c) {
    return (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || (c >= '0' && c <= '9') || c == ':' || c == '.';
}

} // namespace

HostRule::HostRule(const std::string& public_url, const std::vector<std::string>& allowed_hosts,
                   bool bound_to_loopback)
    : m_any(!bound_to_loopback && public_url.empty() && allowed_hosts.empty()) {
    for (const std::string_view name : LoopbackNames)
        m_names.emplace_back(name);
    if (!public_url.empty())
        m_names.push_back(nameOf(authorityOf(public_url)));
    for (const std::string& host : allowed_hosts)
        m_names.push_back(nameOf(host));
    std::erase(m_names, std::string());
}

bool HostRule::allows(std::string_view host) const {
    const std::string name = nameOf(host);
    if (name.empty())
        return false;
    return m_any || std::find(m_names.begin(), m_names.end(), name) != m_names.end();
}

std::string HostRule::nameOf(std::string_view host) {
    std::string_view name = host;
    std::string_view port;
    if (host.starts_with('[')) {
        const auto end = host.find(']');
        if (end == std::string_view::npos)
            return {};
        name = host.substr(0, end + 1);
        port = host.substr(end + 1);
        const std::string_view inside = name.substr(1, name.size() - 2);
        if (inside.empty() || !std::all_of(inside.begin(), inside.end(), isAddressCharacter))
            return {};
    } else {
        const auto colon = host.find(':');
        name = host.substr(0, colon);
        port = colon == std::string_view::npos ? std::string_view() : host.substr(colon);
        if (!std::all_of(name.begin(), name.end(), isNameCharacter))
            return {};
    }
    if (!port.empty() && (port.front() != ':' || !isPort(port.substr(1))))
        return {};
    if (name.ends_with('.'))
        name.remove_suffix(1);
    return toLower(name);
}

std::string_view authorityOf(std::string_view url) {
    const auto scheme = url.find("://");
    if (scheme != std::string_view::npos)
        url.remove_prefix(scheme + 3);
    return url.substr(0, url.find_first_of("/?#"));
}

} // namespace dropseal::http
