// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dropseal::http {

/// Which host names are ours (SECURITY.md 4.25): only names are compared, ports are not. Immutable.
class HostRule {
public:
    /// `public_url` may be empty. Where the server listens beyond loopback and nothing is named, any
    /// well-formed host is ours.
    HostRule(const std::string& public_url, const std::vector<std::string>& allowed_hosts,
             bool bound_to_loopback);

    bool allows(std::string_view host) const;

    /// Lower-case name of a Host value or an authority, without port and final dot; empty where it is not
    /// well-formed. An IPv6 address keeps its brackets.
    static std::string nameOf(std::string_view host);

private:
    bool m_any;
    std::vector<std::string> m_names;
};

/// The authority of an absolute URL: "files.example:8443" of "https://files.example:8443/x".
std::string_view authorityOf(std::string_view url);

} // namespace dropseal::http
