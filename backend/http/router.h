// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/http/route.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace dropseal::http {

/// Finds the route of a request by the segments of its path: a literal goes before a parameter. Each segment
/// is decoded once, so `%2F` stays inside of it, and a dot segment is a name like any other. Built at start,
/// then immutable and thread-safe.
class Router {
public:
    /// `routes` must outlive the router. Ends the program where two routes claim the same method and path.
    explicit Router(std::span<const Route> routes);
    ~Router();

    struct Match {
        enum class Kind { Found, NoPath, NoMethod, BadPath };

        Kind kind = Kind::NoPath;
        const Route* route = nullptr;
        std::string_view allow; ///< with NoMethod and for OPTIONS: "GET, HEAD, OPTIONS"
        PathValues values;
    };

    /// `method` is null for one that RFC 9110 does not know: then only the path is looked at. HEAD finds the
    /// GET route. `path` is raw, without the query.
    Match match(std::string_view path, const Method* method) const;

private:
    struct Node;
    void add(const Route& route, std::string_view path);
    const Node* find(const Node& node, std::string_view rest, Match& match) const;

    std::unique_ptr<Node> m_root;
};

} // namespace dropseal::http
