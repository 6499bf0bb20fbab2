// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/http/access_log.h"
#include "backend/http/problem_answer.h"
#include "backend/http/problem_page.h"
#include "shared/json/json.h"
#include "tests/support/manual_clock.h"
#include "tests/support/qtest_print.h"

#include <fcntl.h>
#include <map>
#include <unistd.h>

using namespace dropseal;

namespace {

/// One line, as JSON, or null.
json::Value lineOf(const std::string& text) {
    auto value = json::parse(text);
    return value ? *std::move(value) : json::Value();
}

} // namespace

/// Log lines and the answers for errors: what leaves the server besides success.
class AccessLogTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneLineWhateverIsInIt_data();
    void oneLineWhateverIsInIt();
    void badTextIsReplaced();
    void fullPipeIsNoFault();
    void problemHeaders_data();
    void problemHeaders();
    void standardHeadersOfBytes();
    void dates();
    void pageIsAProblem();
};

void AccessLogTest::oneLineWhateverIsInIt_data() {
    QTest::addColumn<std::string>("path");
    QTest::newRow("plain") << std::string("/x");
    QTest::newRow("line") << std::string("/a\n{\"level\":\"info\"}");
    QTest::newRow("return") << std::string("/a\rb");
    QTest::newRow("escape") << std::string("/a\x1b[2J");
    QTest::newRow("delete") << std::string("/a\x7f");
    QTest::newRow("C1") << std::string("/a\xc2\x85\xc2\x9b");
    QTest::newRow("separators") << std::string("/a\xe2\x80\xa8\xe2\x80\xa9z");
    QTest::newRow("quote") << std::string("/\"\\");
    QTest::newRow("NUL") << std::string("/a\0b", 4);
    QTest::newRow("umlaut") << std::string("/\xc3\xa4\xe2\x82\xac");
}

void AccessLogTest::oneLineWhateverIsInIt() {
    QFETCH(std::string, path);
    http::AccessEntry entry;
    entry.path = path;
    entry.method = "GET";
    entry.status = 404;
    entry.code = "not_found";
    const std::string line = http::JsonAccessLog::format(entry);
    for (const char c : line)
        QVERIFY(static_cast<unsigned char>(c) >= 0x20 && c != '\x7f');
    QVERIFY(line.find("\xe2\x80\xa8") == std::string::npos && line.find("\xe2\x80\xa9") == std::string::npos);
    QVERIFY(line.find("\xc2\x85") == std::string::npos && line.find("\xc2\x9b") == std::string::npos);
    QCOMPARE(lineOf(line).at("path").get<std::string>(), path);
    QCOMPARE(lineOf(line).at("code").get<std::string>(), std::string("not_found"));
}

void AccessLogTest::badTextIsReplaced() {
    http::AccessEntry entry;
    entry.path = "/a\xff\xc2";
    QCOMPARE(lineOf(http::JsonAccessLog::format(entry)).at("path").get<std::string>(),
             std::string("/a\xef\xbf\xbd\xef\xbf\xbd"));
}

void AccessLogTest::fullPipeIsNoFault() {
    const int full = ::open("/dev/full", O_WRONLY);
    QVERIFY(full >= 0);
    http::JsonAccessLog log(full);
    log.write(http::AccessEntry());
    ::close(full);
    http::JsonAccessLog(-1).write(http::AccessEntry());
}

void AccessLogTest::problemHeaders_data() {
    QTest::addColumn<int>("code");
    QTest::addColumn<std::string>("challenge");
    QTest::addColumn<std::string>("retry");
    const auto row = [](ErrorCode code, const char* challenge, const char* retry) {
        QTest::newRow(info(code).word.data())
            << static_cast<int>(code) << std::string(challenge) << std::string(retry);
    };
    const char* const plain = R"(Bearer realm="dropseal")";
    const char* const bad = R"(Bearer realm="dropseal", error="invalid_token")";
    row(ErrorCode::token_missing, plain, "");
    row(ErrorCode::invalid_credentials, plain, "");
    row(ErrorCode::token_invalid, bad, "");
    row(ErrorCode::token_expired, bad, "");
    row(ErrorCode::session_revoked, bad, "");
    row(ErrorCode::not_found, "", "");
    row(ErrorCode::service_unavailable, "", "1");
}

void AccessLogTest::problemHeaders() {
    QFETCH(int, code);
    const auto response = http::problemAnswer(static_cast<ErrorCode>(code), "rid");
    const auto headers = http::standardHeaders(response, "rid", Timestamp());
    std::map<std::string, std::string> found;
    for (const auto& [name, value] : headers)
        QVERIFY(found.emplace(name, value).second); // none comes twice
    QCOMPARE(found["X-Request-Id"], std::string("rid"));
    QCOMPARE(found["X-Content-Type-Options"], std::string("nosniff"));
    QCOMPARE(found["Referrer-Policy"], std::string("no-referrer"));
    QCOMPARE(found["Cache-Control"], std::string("no-store"));
    QCOMPARE(found["Content-Type"], std::string("application/problem+json"));
    QVERIFY(found["Content-Security-Policy"].find("frame-ancestors 'none'") != std::string::npos);
    QTEST(found["WWW-Authenticate"], "challenge");
    QTEST(found["Retry-After"], "retry");
}

void AccessLogTest::standardHeadersOfBytes() {
    http::Response response;
    response.policy = http::Policy::Bytes;
    response.caching = http::Caching::Revalidate;
    std::map<std::string, std::string> found;
    for (const auto& [name, value] : http::standardHeaders(response, "rid", Timestamp()))
        found[name] = value;
    QCOMPARE(found["Content-Security-Policy"],
             std::string("default-src 'none'; sandbox; frame-ancestors 'none'"));
    QCOMPARE(found["Cross-Origin-Resource-Policy"], std::string("same-origin"));
    QCOMPARE(found["Cache-Control"], std::string("private, no-cache"));
    QCOMPARE(found.count("Content-Type"), std::size_t(0));
}

void AccessLogTest::dates() {
    QCOMPARE(http::httpDate(*parseTimestamp("1994-11-06T08:49:37Z")),
             std::string("Sun, 06 Nov 1994 08:49:37 GMT"));
    QCOMPARE(http::httpDate(*parseTimestamp("2026-11-20T23:59:59.999Z")),
             std::string("Fri, 20 Nov 2026 23:59:59 GMT"));
}

void AccessLogTest::pageIsAProblem() {
    const http::Router router({});
    const test::ManualClock clock;
    const http::AnswerRules rules;
    const http::ProblemPage page(router, rules, clock, nullptr);
    const auto answer = page.render(Error(ErrorCode::headers_too_large, {}, "private"), nullptr, {}, "rid");
    QCOMPARE(answer.status, 431);
    QVERIFY(answer.body.find("private") == std::string::npos);
    QCOMPARE(lineOf(answer.body).at("code").get<std::string>(), std::string("headers_too_large"));
    QCOMPARE(lineOf(answer.body).at("request_id").get<std::string>(), std::string("rid"));
}

QTEST_GUILESS_MAIN(AccessLogTest)
#include "tst_access_log.moc"
