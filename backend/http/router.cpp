// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/http/router.h"

#include "backend/http/percent.h"

#include <array>
#include <cstdlib>

namespace dropseal::http {

namespace {

constexpr std::size_t MethodCount = 9;

std::size_t indexOf(Method method) {
    return static_cast<std::size_t>(method);
}

/// Takes the first segment: `rest` begins with '/'; afterwards with the next '/', or is empty.
std::string_view takeSegment(std::string_view& rest) {
    rest.remove_prefix(1);
    const auto end = std::min(rest.find('/'), rest.size());
    const std::string_view segment = rest.substr(0, end);
    rest.remove_prefix(end);
    return segment;
}

} // namespace

struct Router::Node {
    std::vector<std::pair<std::string, std::unique_ptr<Node>>> literals;
    std::unique_ptr<Node> parameter;
    std::array<const Route*, MethodCount> routes{};
    std::string allow; ///< empty: no route ends here

    Node* literal(std::string_view name) const {
        for (const auto& [text, node] : literals) {
            if (text == name)
                return node.get();
        }
        return nullptr;
    }
};

Router::Router(std::span<const Route> routes) : m_root(std::make_unique<Node>()) {
    for (const Route& route : routes) {
        add(route, route.path);
        for (const std::string_view alias : route.aliases)
            add(route, alias);
    }
}

Router::~Router() = default;

void Router::add(const Route& route, std::string_view path) {
    Node* node = m_root.get();
    while (!path.empty()) {
        const std::string_view segment = takeSegment(path);
        if (segment.starts_with('{')) {
            if (!node->parameter)
                node->parameter = std::make_unique<Node>();
            node = node->parameter.get();
            continue;
        }
        Node* next = node->literal(segment);
        if (next == nullptr) {
            node->literals.emplace_back(std::string(segment), std::make_unique<Node>());
            next = node->literals.back().second.get();
        }
        node = next;
    }
    const Route*& slot = node->routes[indexOf(route.method)];
    if (slot != nullptr)
        std::abort(); // two rows of the table claim one path
    slot = &route;
    node->allow.clear();
    for (const Method method : {Method::Get, Method::Post, Method::Put, Method::Patch, Method::Delete}) {
        if (node->routes[indexOf(method)] == nullptr)
            continue;
        node->allow += std::string(api::toText(method)) + ", ";
        if (method == Method::Get)
            node->allow += "HEAD, ";
    }
    node->allow += "OPTIONS";
}

const Router::Node* Router::find(const Node& node, std::string_view rest, Match& match) const {
    if (rest.empty())
        return node.allow.empty() ? nullptr : &node;
    std::string_view segment = takeSegment(rest);
    std::string decoded;
    if (segment.find('%') != std::string_view::npos) {
        auto text = percentDecode(segment);
        if (!text || !isUtf8(*text)) {
            match.kind = Match::Kind::BadPath;
            return nullptr;
        }
        decoded = std::move(*text);
        segment = decoded;
    }
    if (const Node* const next = node.literal(segment)) {
        if (const Node* const found = find(*next, rest, match))
            return found;
    }
    if (!node.parameter || segment.empty())
        return nullptr;
    match.values.push(std::string(segment));
    const Node* const found = find(*node.parameter, rest, match);
    if (found == nullptr)
        match.values.pop();
    return found;
}

Router::Match Router::match(std::string_view path, const Method* method) const {
    Match match;
    if (!path.starts_with('/'))
        return match;
    const Node* const node = find(*m_root, path, match);
    if (node == nullptr)
        return match;
    match.allow = node->allow;
    match.kind = Match::Kind::NoMethod;
    if (method == nullptr)
        return match;
    const Method wanted = *method == Method::Head ? Method::Get : *method;
    match.route = node->routes[indexOf(wanted)];
    if (match.route != nullptr)
        match.kind = Match::Kind::Found;
    return match;
}

} // namespace dropseal::http
