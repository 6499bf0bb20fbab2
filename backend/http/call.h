// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/edge/request_head.h"
#include "backend/edge/request_policy.h"
#include "backend/http/query.h"

#include <array>
#include <memory>
#include <string>
#include <string_view>

namespace dropseal::http {

struct Route;

/// Who is asking, as the Authenticator proved it. Only backend/routes knows what stands behind it.
class Caller {
public:
    virtual ~Caller() = default;
    virtual bool isAdmin() const = 0;
};

/// The values of a route's path parameters, in their order, decoded once.
class PathValues {
public:
    static constexpr std::size_t Max = 4;

    void push(std::string value) {
        if (m_count < Max)
            m_values[m_count++] = std::move(value);
    }
    void pop() { --m_count; }
    std::size_t size() const { return m_count; }
    const std::string& operator[](std::size_t i) const { return m_values[i]; }

private:
    std::array<std::string, Max> m_values;
    std::size_t m_count = 0;
};

/// What the policy found out about a request, for its handler. The edge carries it.
struct RouteContext : edge::ExchangeContext {
    const Route* route = nullptr;
    PathValues path;
    Query query;
    std::shared_ptr<const Caller> caller; ///< null for Public routes and for the control socket
    std::shared_ptr<void> upload;         ///< what the body was streamed into; backend/routes knows its type
    std::string_view allow;               ///< for OPTIONS: the methods of the path
    SteadyTime started;
};

/// A request as a handler sees it. Valid while the handler runs.
struct Call {
    const edge::RequestHead& head;
    const edge::Peer& peer;
    const std::string& request_id;
    const std::string& body;
    const RouteContext& context;
    bool may_block; ///< false on a worker: what needs the database answers Response::again()

    const std::string& pathValue(std::size_t i) const { return context.path[i]; }
};

} // namespace dropseal::http
