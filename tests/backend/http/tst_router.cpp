// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/http/credentials.h"
#include "backend/http/open_api.h"
#include "backend/http/router.h"
#include "tests/support/qtest_print.h"

using namespace dropseal;
using http::Method;
using http::Route;
using http::Router;

namespace {

Route route(Method method, std::string_view path, std::vector<std::string_view> aliases = {}) {
    Route out;
    out.method = method;
    out.path = path;
    out.aliases = std::move(aliases);
    return out;
}

const std::vector<Route>& table() {
    static const std::vector<Route> Table{
        route(Method::Get, "/"),
        route(Method::Get, "/users", {"/users/"}),
        route(Method::Post, "/users", {"/users/"}),
        route(Method::Get, "/users/me"),
        route(Method::Get, "/users/{id}"),
        route(Method::Patch, "/users/{id}"),
        route(Method::Post, "/users/me/x"),
        route(Method::Get, "/users/{id}/y/{other}"),
        route(Method::Put, "/upload/{name}"),
    };
    return Table;
}

/// "404", "405 <Allow>", "400", or "METHOD path" and the values in brackets.
std::string find(const Router& router, const std::string& method, const std::string& path) {
    const auto known = api::methodFromText(method);
    const auto match = router.match(path, known ? &*known : nullptr);
    switch (match.kind) {
    case Router::Match::Kind::NoPath:
        return "404";
    case Router::Match::Kind::BadPath:
        return "400";
    case Router::Match::Kind::NoMethod:
        return "405 " + std::string(match.allow);
    case Router::Match::Kind::Found:
        break;
    }
    std::string out = std::string(api::toText(match.route->method)) + ' ' + std::string(match.route->path);
    for (std::size_t i = 0; i < match.values.size(); ++i)
        out += '[' + match.values[i] + ']';
    return out;
}

} // namespace

class RouterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void matches_data();
    void matches();
    void openApiNamesEveryPath();
    void bearer_data();
    void bearer();
};

void RouterTest::matches_data() {
    QTest::addColumn<std::string>("method");
    QTest::addColumn<std::string>("path");
    QTest::addColumn<std::string>("expected");
    const auto row = [](const char* method, const char* path, const char* expected) {
        QTest::addRow("%s %s", method, path)
            << std::string(method) << std::string(path) << std::string(expected);
    };
    row("GET", "/", "GET /");
    row("HEAD", "/", "GET /");
    row("GET", "/users", "GET /users");
    row("GET", "/users/", "GET /users");
    row("POST", "/users/", "POST /users");
    row("GET", "/users/me", "GET /users/me");
    row("GET", "/users/m%65", "GET /users/me");
    row("GET", "/users/you", "GET /users/{id}[you]");
    row("PATCH", "/users/me", "405 GET, HEAD, OPTIONS");
    row("PATCH", "/users/you", "PATCH /users/{id}[you]");
    row("POST", "/users/me/x", "POST /users/me/x");
    row("GET", "/users/me/y/z", "GET /users/{id}/y/{other}[me][z]"); // back from the literal
    row("PUT", "/upload/a%2F..%2Fb", "PUT /upload/{name}[a/../b]");
    row("PUT", "/upload/..", "PUT /upload/{name}[..]");
    row("PUT", "/upload/%252e%252e%252f", "PUT /upload/{name}[%2e%2e%2f]");
    row("PUT", "/upload/%C3%A4", "PUT /upload/{name}[\xc3\xa4]");
    row("PUT", "/upload/%ff", "400");
    row("PUT", "/upload/%c0%af", "400");
    row("PUT", "/upload/%00", "400");
    row("PUT", "/upload/%4", "400");
    row("PUT", "/upload/", "404");
    row("PUT", "/upload", "404");
    row("PUT", "/upload/a/b", "404");
    row("GET", "/upload/a", "405 PUT, OPTIONS");
    row("DELETE", "/users/you", "405 GET, HEAD, PATCH, OPTIONS");
    row("TRACE", "/users", "405 GET, HEAD, POST, OPTIONS");
    row("PROPFIND", "/users", "405 GET, HEAD, POST, OPTIONS");
    row("GET", "//users", "404");
    row("GET", "/users//", "404");
    row("GET", "/users/me/", "404");
    row("GET", "/Users", "404");
    row("GET", "/users/../users", "404");
    row("GET", "/nothing", "404");
    row("GET", "*", "404");
    row("GET", "", "404");
}

void RouterTest::matches() {
    QFETCH(std::string, method);
    QFETCH(std::string, path);
    static const Router router(table());
    QTEST(find(router, method, path), "expected");
}

void RouterTest::openApiNamesEveryPath() {
    const std::vector<http::Operation> operations(table().size());
    auto listed = http::operationsOf(http::openApiDocument(table(), operations, "1"));
    std::vector<std::string> expected;
    for (const Route& one : table()) {
        expected.push_back(std::string(api::toText(one.method)) + ' ' + std::string(one.path));
        for (const std::string_view alias : one.aliases)
            expected.push_back(std::string(api::toText(one.method)) + ' ' + std::string(alias));
    }
    std::sort(listed.begin(), listed.end());
    std::sort(expected.begin(), expected.end());
    QVERIFY(listed == expected);
}

void RouterTest::bearer_data() {
    QTest::addColumn<std::string>("fields"); ///< values of Authorization, split at '|'
    QTest::addColumn<std::string>("query");
    QTest::addColumn<int>("guard");
    QTest::addColumn<std::string>("expected");
    const auto row = [](const char* title, const char* fields, const char* query, http::Guard guard,
                        const char* expected) {
        QTest::newRow(title) << std::string(fields) << std::string(query) << static_cast<int>(guard)
                             << std::string(expected);
    };
    using enum http::Guard;
    row("none", "", "", User, "(none)");
    row("one", "Bearer abc", "", User, "abc");
    row("any case", "bEARER  abc ", "", User, "abc");
    row("two", "Bearer a|Bearer a", "", User, "bad_request");
    row("basic", "Basic abc", "", User, "token_invalid");
    row("alone", "Bearer", "", User, "token_invalid");
    row("glued", "Bearerabc", "", User, "token_invalid");
    row("beside a query", "Bearer a", "access_token=b", User, "bad_request");
    row("beside other parameters", "Bearer a", "limit=1", User, "a");
    row("beside a link", "Bearer a", "", Link, "bad_request");
    row("link alone", "", "", Link, "(none)");
}

void RouterTest::bearer() {
    QFETCH(std::string, fields);
    QFETCH(std::string, query);
    QFETCH(int, guard);
    edge::RequestHead head;
    for (const QString& value : QString::fromStdString(fields).split(QLatin1Char('|'), Qt::SkipEmptyParts))
        head.headers.push_back({"authorization", value.toStdString()});
    const auto token = http::bearerToken(head, *http::Query::parse(query), static_cast<http::Guard>(guard));
    const std::string got = !token   ? std::string(info(token.error().code).word)
                            : *token ? std::string(**token)
                                     : "(none)";
    QTEST(got, "expected");
}

QTEST_GUILESS_MAIN(RouterTest)
#include "tst_router.moc"
