// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/routes/route_fixture.h"

#include "backend/http/media_type.h"

#include <QtCore/QCoreApplication>

namespace dropseal::test {

std::string Reply::header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
}

json::Value Reply::json() const {
    auto value = json::parse(body);
    return value ? *std::move(value) : json::Value();
}

std::string Reply::member(const std::string& name) const {
    const json::Value value = json();
    if (!value.is_object() || !value.contains(name))
        return {};
    return value.at(name).is_string() ? value.at(name).get<std::string>() : json::dump(value.at(name));
}

std::string Reply::faults() const {
    std::string out;
    const json::Value value = json();
    if (!value.is_object() || !value.contains("errors"))
        return out;
    for (const json::Value& fault : value.at("errors"))
        out += (out.empty() ? "" : " ") + fault.at("field").get<std::string>() + ':' +
               fault.at("code").get<std::string>();
    return out;
}

Reply parseReply(const std::string& raw) {
    Reply reply;
    reply.status = statusOf(raw);
    const auto end = raw.find("\r\n\r\n");
    if (end == std::string::npos)
        return reply;
    reply.body = raw.substr(end + 4);
    for (std::size_t at = raw.find("\r\n") + 2; at < end + 2;) {
        const auto line_end = raw.find("\r\n", at);
        const std::string line = raw.substr(at, line_end - at);
        const auto colon = line.find(':');
        reply.headers.emplace(http::toLower(line.substr(0, colon)), http::trim(line.substr(colon + 1)));
        at = line_end + 2;
    }
    return reply;
}

void LinesLog::write(const http::AccessEntry& entry) noexcept {
    const std::lock_guard lock(m_mutex);
    m_lines.push_back(http::JsonAccessLog::format(entry));
}

std::vector<std::string> LinesLog::lines() const {
    const std::lock_guard lock(m_mutex);
    return m_lines;
}

RouteFixture::RouteFixture(Options options) : services(options.services) {
    routes::RouteOptions route_options;
    route_options.setup_token = [this] { return setup_token; };
    route_options.admin_made = [this] {
        ++admins_made;
        setup_token.clear();
    };
    route_options.access_log = &log;
    route_options.pooled_threads = 4;
    route_options.store_threads = 4;
    route_options.hash_threads = 2;
    options.change(route_options);
    m_app = routes::makeApp({*services.accounts, *services.sessions, *services.uploads, *services.files,
                             *services.links, services.clock},
                            std::move(route_options));
    edge::EdgeOptions edge_options;
    edge_options.workers = 2;
    edge_options.io_threads = 2;
    edge_options.control_socket = m_run.path().toStdString() + "/control.sock";
    options.change_edge(edge_options);
    m_edge = must(edge::Edge::start(edge_options, m_app->policy(), m_app->errorPage(), m_app->httpServers()));
}

RouteFixture::~RouteFixture() {
    m_edge->stopAccepting();
    static_cast<void>(m_edge->drain(std::chrono::seconds(10)));
    m_app->stop();
    m_edge.reset();
}

RouteFixture& RouteFixture::shared(Options options) {
    static std::vector<std::unique_ptr<RouteFixture>> all;
    if (all.empty())
        qAddPostRoutine([] { all.clear(); });
    return *all.emplace_back(std::make_unique<RouteFixture>(std::move(options)));
}

std::string RouteFixture::text(const std::string& method, const std::string& path, const Fields& fields,
                               const std::string& body) {
    std::string out = method + ' ' + path + " HTTP/1.1\r\n";
    bool has_host = false;
    for (const auto& [name, value] : fields) {
        has_host = has_host || http::toLower(name) == "host";
        out += name + ": " + value + "\r\n";
    }
    if (!has_host)
        out += "Host: 127.0.0.1\r\n";
    if (!body.empty() || method == "POST" || method == "PUT" || method == "PATCH")
        out += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    return out + "Connection: close\r\n\r\n" + body;
}

Reply RouteFixture::ask(const std::string& method, const std::string& path, const Fields& fields,
                        const std::string& body) {
    Client client(port());
    client.send(text(method, path, fields, body));
    return parseReply(client.rest());
}

Reply RouteFixture::askLocally(const std::string& method, const std::string& path, const std::string& body) {
    Client client(m_run.path().toStdString() + "/control.sock");
    Fields fields{{"Host", "localhost"}};
    if (!body.empty())
        fields.emplace_back("Content-Type", "application/json");
    client.send(text(method, path, fields, body));
    return parseReply(client.rest());
}

Reply RouteFixture::get(const std::string& path, const std::string& token, Fields fields) {
    if (!token.empty())
        fields.emplace_back("Authorization", "Bearer " + token);
    return ask("GET", path, fields);
}

Reply RouteFixture::send(const std::string& method, const std::string& path, const std::string& body,
                         const std::string& token) {
    Fields fields{{"Content-Type", "application/json"}};
    if (!token.empty())
        fields.emplace_back("Authorization", "Bearer " + token);
    return ask(method, path, fields, body);
}

Reply RouteFixture::upload(const std::string& name, const std::string& bytes, const std::string& token,
                           const std::string& type) {
    Fields fields = bearer(token);
    if (!type.empty())
        fields.emplace_back("Content-Type", type);
    return ask("PUT", "/upload/" + name, fields, bytes);
}

std::string RouteFixture::user(const std::string& name, stores::Role role) {
    services.addUser(name, role);
    return services.login(name).access_token;
}

std::string RouteFixture::pathOf(const std::string& url) {
    return url.substr(url.find('/', url.find("://") + 3));
}

} // namespace dropseal::test
