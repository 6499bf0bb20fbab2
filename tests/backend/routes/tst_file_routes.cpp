// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/crypto/sha256.h"
#include "tests/backend/routes/route_fixture.h"

using namespace dropseal;
using test::Reply;
using test::RouteFixture;

namespace {

const std::string Bytes = "0123456789";

} // namespace

/// Lists, metadata, bytes, trash.
class FileRoutes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void content_data();
    void content();
    void servedNames_data();
    void servedNames();
    void othersSeeNothing_data();
    void othersSeeNothing();
    void listSortsAndFinds();
    void listRefuses_data();
    void listRefuses();
    void rename();
    void trashAndRestore();
    void purge();
};

void FileRoutes::content_data() {
    QTest::addColumn<std::string>("method");
    QTest::addColumn<RouteFixture::Fields>("fields");
    QTest::addColumn<int>("status");
    QTest::addColumn<std::string>("body");
    QTest::addColumn<std::string>("range");
    using Fields = RouteFixture::Fields;
    const std::string etag = '"' + crypto::sha256Hex(Bytes) + '"';
    const auto row = [](const char* title, const char* method, const Fields& fields, int status,
                        const std::string& body, const char* range) {
        QTest::newRow(title) << std::string(method) << fields << status << body << std::string(range);
    };
    row("all", "GET", {}, 200, Bytes, "");
    row("head", "HEAD", {}, 200, "", "");
    row("part", "GET", {{"Range", "bytes=2-4"}}, 206, "234", "bytes 2-4/10");
    row("end", "GET", {{"Range", "bytes=-3"}}, 206, "789", "bytes 7-9/10");
    row("beyond", "GET", {{"Range", "bytes=10-"}}, 416, "", "bytes */10");
    row("several", "GET", {{"Range", "bytes=0-1,3-4"}}, 200, Bytes, "");
    row("nonsense", "GET", {{"Range", "bytes=x"}}, 200, Bytes, "");
    row("head with range", "HEAD", {{"Range", "bytes=2-4"}}, 200, "", "");
    row("same", "GET", {{"Range", "bytes=2-4"}, {"If-Range", etag}}, 206, "234", "bytes 2-4/10");
    row("other", "GET", {{"Range", "bytes=2-4"}, {"If-Range", "\"x\""}}, 200, Bytes, "");
    row("known", "GET", {{"If-None-Match", "\"x\", " + etag}}, 304, "", "");
    row("known, head", "HEAD", {{"If-None-Match", "W/" + etag}}, 304, "", "");
    row("any", "GET", {{"If-None-Match", "*"}}, 304, "", "");
    row("unknown", "GET", {{"If-None-Match", "\"x\""}}, 200, Bytes, "");
    row("wanted", "GET", {{"If-Match", etag}}, 200, Bytes, "");
    row("another wanted", "GET", {{"If-Match", "\"x\""}}, 412, "", "");
}

void FileRoutes::content() {
    QFETCH(std::string, method);
    QFETCH(RouteFixture::Fields, fields);
    QFETCH(int, status);
    QFETCH(std::string, body);
    static RouteFixture& server = RouteFixture::shared();
    static const std::string token = server.user("alice");
    static const Reply file = server.upload("a.txt", Bytes, token);
    const std::string link = RouteFixture::pathOf(file.member("url"));
    const std::string key = file.member("key");
    for (const std::string& path : {"/api/v1/files/" + file.member("id") + "/content", "/download/" + key,
                                    "/download?key=" + key, link}) {
        RouteFixture::Fields all = fields;
        if (path != link)
            all.emplace_back("Authorization", "Bearer " + token);
        const Reply reply = server.ask(method, path, all);
        QCOMPARE(reply.status, status);
        QTEST(reply.header("content-range"), "range");
        QCOMPARE(reply.header("x-content-type-options"), std::string("nosniff"));
        if (status >= 400)
            continue;
        QCOMPARE(reply.body, body);
        QCOMPARE(reply.header("etag"), '"' + crypto::sha256Hex(Bytes) + '"');
        QCOMPARE(reply.header("cache-control"), std::string("private, no-cache"));
        QCOMPARE(reply.header("content-security-policy"),
                 std::string("default-src 'none'; sandbox; frame-ancestors 'none'"));
        if (status == 304)
            continue;
        QCOMPARE(reply.header("accept-ranges"), std::string("bytes"));
        QCOMPARE(reply.header("content-length"), std::to_string(status == 206 ? body.size() : Bytes.size()));
        QCOMPARE(reply.header("content-disposition"), std::string("attachment; filename=\"a.txt\""));
    }
}

void FileRoutes::servedNames_data() {
    QTest::addColumn<std::string>("name");
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<std::string>("type");
    QTest::addColumn<bool>("is_inline");
    const auto row = [](const char* name, std::string bytes, const char* type, bool is_inline) {
        QTest::newRow(name) << std::string(name) << std::move(bytes) << std::string(type) << is_inline;
    };
    row("page.html", "<html><script>alert(1)</script>", "text/html", false);
    row("drawing.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "image/svg+xml", false);
    row("lie.png", "<html><script>alert(1)</script>", "image/png", false);
    row("note.txt", "hello", "text/plain", true);
    row("dot.png", "\x89PNG\r\n\x1a\n....", "image/png", true);
}

void FileRoutes::servedNames() {
    QFETCH(std::string, name);
    QFETCH(std::string, bytes);
    QFETCH(std::string, type);
    QFETCH(bool, is_inline);
    static RouteFixture& server = RouteFixture::shared();
    static const std::string token = server.user("alice");
    const Reply file = server.upload(name, bytes, token, type);
    QCOMPARE(file.status, 200);
    const Reply link =
        server.post("/presign", R"({"disposition":"inline","key":")" + file.member("key") + R"("})", token);
    const Reply shown = server.get(RouteFixture::pathOf(link.member("url")));
    QCOMPARE(shown.status, 200);
    QCOMPARE(shown.header("content-disposition").starts_with("inline"), is_inline);
    if (!is_inline)
        QCOMPARE(shown.header("content-type"), std::string("application/octet-stream"));
    else
        QVERIFY(shown.header("content-type").starts_with(type));
}

void FileRoutes::othersSeeNothing_data() {
    QTest::addColumn<std::string>("method");
    QTest::addColumn<std::string>("path");
    QTest::addColumn<std::string>("body");
    const auto row = [](const char* method, const char* path, const char* body) {
        QTest::addRow("%s %s", method, path) << std::string(method) << std::string(path) << std::string(body);
    };
    row("GET", "/api/v1/files/{id}", "");
    row("HEAD", "/api/v1/files/{id}/content", "");
    row("GET", "/api/v1/files/{id}/content", "");
    row("PATCH", "/api/v1/files/{id}", R"({"filename":"x"})");
    row("POST", "/api/v1/files/{id}/revoke-links", "");
    row("POST", "/api/v1/files/{id}/restore", "");
    row("DELETE", "/api/v1/files/{id}", "");
    row("DELETE", "/api/v1/files/{id}?purge=true", "");
    row("GET", "/download/{key}", "");
    row("GET", "/download?key={key}", "");
    row("POST", "/presign", R"({"key":"{key}"})");
    row("POST", "/presign", R"({"file_id":"{id}"})");
}

void FileRoutes::othersSeeNothing() {
    QFETCH(std::string, method);
    QFETCH(std::string, path);
    QFETCH(std::string, body);
    static RouteFixture& server = RouteFixture::shared();
    static const std::string alice = server.user("alice");
    static const std::string bob = server.user("bob");
    static const std::string admin = server.user("root", stores::Role::Admin);
    static const Reply file = server.upload("a.txt", Bytes, alice);
    const auto filled = [](std::string text, const std::string& id, const std::string& key) {
        for (const auto& [name, value] : {std::pair<std::string, std::string>("{id}", id), {"{key}", key}}) {
            if (const auto at = text.find(name); at != std::string::npos)
                text.replace(at, name.size(), value);
        }
        return text;
    };
    const std::string id = file.member("id");
    const std::string key = file.member("key");
    for (const std::string& token : {bob, admin}) {
        const Reply others = server.send(method, filled(path, id, key), filled(body, id, key), token);
        const std::string nobody = "01890000-0000-7000-8000-000000000000";
        const Reply missing =
            server.send(method, filled(path, nobody, "1-x-y"), filled(body, nobody, "1-x-y"), token);
        QCOMPARE(others.status, 404);
        QCOMPARE(missing.status, 404);
        QCOMPARE(others.member("detail"), missing.member("detail"));
    }
    QCOMPARE(server.get("/download/" + key, alice).body, Bytes);
}

void FileRoutes::listSortsAndFinds() {
    RouteFixture server;
    const std::string token = server.user("alice");
    for (const char* const name : {"beta.txt", "Alpha.txt", "gamma.bin"}) {
        server.upload(name, std::string(name), token);
        server.services.clock.advance(std::chrono::seconds(1));
    }
    const auto names = [&](const std::string& query) {
        std::string out;
        const json::Value list = server.get("/api/v1/files" + query, token).json();
        for (const json::Value& file : list.at("items"))
            out += file.at("filename").get<std::string>() + ' ';
        return out;
    };
    QCOMPARE(names(""), std::string("gamma.bin Alpha.txt beta.txt "));
    QCOMPARE(names("?sort=created_at"), std::string("beta.txt Alpha.txt gamma.bin "));
    QCOMPARE(names("?sort=filename"), std::string("Alpha.txt beta.txt gamma.bin "));
    QCOMPARE(names("?sort=-size&limit=1").size(), std::string("Alpha.txt ").size());
    QCOMPARE(names("?q=ALPHA"), std::string("Alpha.txt "));
    QCOMPARE(names("?q=%25"), std::string());
    QCOMPARE(names("?q=%27%20OR%201--"), std::string());
    const Reply first = server.get("/api/v1/files?limit=2&sort=filename", token);
    const Reply second = server.get("/api/v1/files?limit=2&sort=filename&cursor=" +
                                        api::percentEncode(first.member("next_cursor")),
                                    token);
    QCOMPARE(second.json().at("items").at(0).at("filename").get<std::string>(), std::string("gamma.bin"));
    QVERIFY(second.json().at("next_cursor").is_null());
}

void FileRoutes::listRefuses_data() {
    QTest::addColumn<std::string>("query");
    QTest::addColumn<std::string>("faults");
    QTest::newRow("all wrong") << std::string("?limit=0&sort=email;drop&trash=maybe")
                               << std::string("limit:out_of_range trash:unknown_value sort:unknown_value");
    QTest::newRow("empty sort") << std::string("?sort=") << std::string("sort:unknown_value");
    QTest::newRow("minus") << std::string("?sort=-") << std::string("sort:unknown_value");
}

void FileRoutes::listRefuses() {
    QFETCH(std::string, query);
    static RouteFixture& server = RouteFixture::shared();
    static const std::string token = server.user("alice");
    const Reply reply = server.get("/api/v1/files" + query, token);
    QCOMPARE(reply.status, 422);
    QTEST(reply.faults(), "faults");
    QCOMPARE(server.get("/api/v1/files?cursor=zzz", token).status, 422);
}

void FileRoutes::rename() {
    RouteFixture server;
    const std::string token = server.user("alice");
    const std::string path = "/api/v1/files/" + server.upload("a.txt", Bytes, token).member("id");
    const Reply renamed = server.send("PATCH", path, R"({"filename":"b:<c>.txt"})", token);
    QCOMPARE(renamed.status, 200);
    QCOMPARE(renamed.member("filename"), std::string("bc.txt"));
    QCOMPARE(server.send("PATCH", path, R"({"filename":":*?"})", token).status, 422);
    QCOMPARE(server.send("PATCH", path, R"({"filename":"x","key":"y"})", token).code(),
             std::string("privileged_field"));
    const Reply bytes = server.get(path + "/content", token);
    QCOMPARE(bytes.header("content-disposition"), std::string("attachment; filename=\"bc.txt\""));
}

void FileRoutes::trashAndRestore() {
    RouteFixture server;
    const std::string token = server.user("alice");
    const Reply file = server.upload("a.txt", Bytes, token);
    const std::string path = "/api/v1/files/" + file.member("id");
    const std::string link = RouteFixture::pathOf(file.member("url"));
    QCOMPARE(server.ask("DELETE", path, RouteFixture::bearer(token)).status, 204);
    QCOMPARE(server.ask("DELETE", path, RouteFixture::bearer(token)).status, 404);
    QCOMPARE(server.get(path, token).status, 404);
    QCOMPARE(server.get(path + "/content", token).status, 404);
    QVERIFY(server.get("/api/v1/files", token).json().at("items").empty());
    const Reply dead = server.get(link);
    QCOMPARE(dead.status, 410);
    QCOMPARE(dead.code(), std::string("gone"));
    const json::Value trash = server.get("/api/v1/files?trash=true", token).json();
    QCOMPARE(trash.at("items").size(), std::size_t(1));
    QVERIFY(parseTimestamp(trash.at("items").at(0).at("deleted_at").get<std::string>()));
    const Reply restored = server.ask("POST", path + "/restore", RouteFixture::bearer(token));
    QCOMPARE(restored.status, 200);
    QCOMPARE(restored.member("deleted_at"), std::string("null"));
    QCOMPARE(server.get(link).body, Bytes);
}

void FileRoutes::purge() {
    RouteFixture server;
    const std::string token = server.user("alice");
    const std::string path = "/api/v1/files/" + server.upload("a.txt", Bytes, token).member("id");
    QCOMPARE(server.services.blobsOnDisk(), 1);
    QCOMPARE(server.ask("DELETE", path + "?purge=maybe", RouteFixture::bearer(token)).status, 422);
    QCOMPARE(server.ask("DELETE", path + "?purge=true", RouteFixture::bearer(token)).status, 204);
    QCOMPARE(server.ask("POST", path + "/restore", RouteFixture::bearer(token)).status, 404);
    QCOMPARE(server.services.blobsOnDisk(), 0);
}

QTEST_GUILESS_MAIN(FileRoutes)
#include "tst_file_routes.moc"
