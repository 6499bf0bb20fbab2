// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/edge/edge.h"
#include "backend/routes/routes.h"
#include "shared/api/endpoints.h"
#include "shared/json/json.h"
#include "tests/backend/edge/client.h"
#include "tests/backend/services/service_fixture.h"

#include <map>
#include <mutex>

namespace dropseal::test {

/// An answer, taken apart.
struct Reply {
    int status = 0;
    std::multimap<std::string, std::string> headers; ///< names in lower case
    std::string body;

    /// The value of a header; empty where there is none.
    std::string header(const std::string& name) const;
    std::size_t count(const std::string& name) const { return headers.count(name); }
    /// The body as JSON; null where it is none.
    json::Value json() const;
    /// A member of the body as text: strings as they are, all else as JSON; empty where there is none.
    std::string member(const std::string& name) const;
    /// `code` of a problem.
    std::string code() const { return member("code"); }
    /// "field:code" of each entry of `errors`, joined with spaces.
    std::string faults() const;
};

Reply parseReply(const std::string& raw);

class LinesLog final : public http::AccessLog {
public:
    void write(const http::AccessEntry& entry) noexcept override;
    std::vector<std::string> lines() const;

private:
    mutable std::mutex m_mutex;
    std::vector<std::string> m_lines;
};

/// The whole server but for its process: a fresh database and data folder, services, routes, and an edge on a
/// loopback port of its own.
class RouteFixture {
public:
    struct Options {
        ServiceFixture::Options services;
        std::function<void(routes::RouteOptions&)> change = [](routes::RouteOptions&) {};
        std::function<void(edge::EdgeOptions&)> change_edge = [](edge::EdgeOptions&) {};
    };
    RouteFixture() : RouteFixture(Options()) {}
    explicit RouteFixture(Options options);
    ~RouteFixture();
    RouteFixture(const RouteFixture&) = delete;
    RouteFixture& operator=(const RouteFixture&) = delete;

    /// A new server for all rows of a test. It ends with the QCoreApplication, without which its workers
    /// would hear of nothing any more; a static one would outlive that.
    static RouteFixture& shared() { return shared(Options()); }
    static RouteFixture& shared(Options options);

    using Fields = std::vector<std::pair<std::string, std::string>>;

    /// One request on a connection of its own. A body gets its Content-Length; Host is 127.0.0.1 unless
    /// given.
    Reply ask(const std::string& method, const std::string& path, const Fields& fields = {},
              const std::string& body = {});
    Reply get(const std::string& path, const std::string& token = {}, Fields fields = {});
    /// With a JSON body.
    Reply send(const std::string& method, const std::string& path, const std::string& body,
               const std::string& token = {});
    Reply post(const std::string& path, const std::string& body, const std::string& token = {}) {
        return send("POST", path, body, token);
    }
    Reply upload(const std::string& name, const std::string& bytes, const std::string& token,
                 const std::string& type = {});
    /// Over the control socket, as the command line does.
    Reply askLocally(const std::string& method, const std::string& path, const std::string& body = {});

    /// A new user's access token.
    std::string user(const std::string& name, stores::Role role = stores::Role::User);
    std::uint16_t port() const { return m_edge->port(); }

    static Fields bearer(const std::string& token) { return {{"Authorization", "Bearer " + token}}; }
    /// What stands behind the origin of an absolute URL.
    static std::string pathOf(const std::string& url);

    ServiceFixture services;
    std::string setup_token = "test-setup-token";
    int admins_made = 0;
    LinesLog log;

private:
    static std::string text(const std::string& method, const std::string& path, const Fields& fields,
                            const std::string& body);

    QTemporaryDir m_run;
    std::unique_ptr<routes::App> m_app;
    std::unique_ptr<edge::Edge> m_edge;
};

} // namespace dropseal::test
