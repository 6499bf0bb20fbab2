// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/edge/proxy_rule.h"

#include "backend/edge/head_grammar.h"

#include <algorithm>

namespace dropseal::edge {

namespace {

/// What proxies say that they are proxies with; most of it counts for nothing here.
constexpr std::array<std::string_view, 4> SignsOfProxies = {"x-forwarded-for", "x-forwarded-proto",
                                                            "forwarded", "x-real-ip"};

/// `192.0.2.1`, `192.0.2.1:1234`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:1234`.
std::optional<IpAddress> readEntry(std::string_view text) {
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        const bool closed = end != std::string_view::npos && (end + 1 == text.size() || text[end + 1] == ':');
        return closed ? parseIp(text.substr(1, end - 1)) : std::nullopt;
    }
    if (std::count(text.begin(), text.end(), ':') == 1)
        text = text.substr(0, text.find(':'));
    return parseIp(text);
}

bool forwards(const RequestHead& head) {
    return std::any_of(SignsOfProxies.begin(), SignsOfProxies.end(),
                       [&](std::string_view name) { return head.find(name) != nullptr; });
}

} // namespace

ProxyRule::ProxyRule(std::vector<Network> trusted, Suspicion on_unknown)
    : m_trusted(std::move(trusted)), m_onUnknown(std::move(on_unknown)) {
}

bool ProxyRule::trusts(const IpAddress& address) const {
    return std::any_of(m_trusted.begin(), m_trusted.end(),
                       [&](const Network& network) { return network.holds(address); });
}

Peer ProxyRule::clientOf(const Peer& peer, const RequestHead& head) const {
    if (m_trusted.empty() && !forwards(head))
        return peer; // as nearly all are
    const auto address = peer.local_control ? std::nullopt : parseIp(peer.address);
    if (!address)
        return peer;
    if (!trusts(*address)) {
        suspect(*address, head);
        return peer;
    }
    Peer client = peer;
    client.through_proxy = true;
    if (const std::string* const scheme = head.find("x-forwarded-proto"))
        // The last one is this proxy's own word.
        client.secure = grammar::equalsIgnoringCase(grammar::listElements(*scheme).back(), "https");
    const std::string* const chain = head.find("x-forwarded-for");
    if (chain == nullptr)
        return client;
    const auto hops = grammar::listElements(*chain);
    for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
        const auto named = readEntry(*hop);
        if (!named)
            break;
        client.address = toText(*named);
        client.port = 0;
        if (!trusts(*named))
            break;
    }
    return client;
}

void ProxyRule::suspect(const IpAddress& address, const RequestHead& head) const {
    if (!m_onUnknown || m_told.load(std::memory_order_relaxed) || !isPrivate(address))
        return;
    if (forwards(head) && !m_told.exchange(true))
        m_onUnknown(toText(address));
}

} // namespace dropseal::edge
