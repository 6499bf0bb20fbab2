// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/edge/head_parser.h"
#include "tests/support/qtest_print.h"

#include <string>
#include <vector>

using namespace dropseal;
using edge::HeadParser;

namespace {

/// What a head came to, in one line: the refusal's status, or what was read.
std::string outcome(HeadParser& parser, HeadParser::Status status) {
    if (status == HeadParser::Status::Incomplete)
        return "incomplete";
    if (status == HeadParser::Status::Refused)
        return std::to_string(info(parser.refusal().code).status);
    const edge::RequestHead& head = parser.head();
    std::string text = head.method + " " + head.path + " ?" + head.query + " host=" + head.host;
    text += " 1." + std::to_string(head.minor_version);
    text += head.keep_alive ? " keep" : " close";
    if (head.content_length)
        text += " length=" + std::to_string(*head.content_length);
    if (head.chunked)
        text += " chunked";
    if (head.expect_continue)
        text += " expect";
    return text + " +" + std::to_string(parser.consumed());
}

std::span<const std::uint8_t> bytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// Gives the text in pieces that end at `ends` and, last, whole.
std::string parsed(std::string_view text, const std::vector<std::size_t>& ends) {
    HeadParser parser;
    for (const std::size_t end : ends) {
        const auto status = parser.parse(bytes(text.substr(0, end)));
        if (status != HeadParser::Status::Incomplete)
            return outcome(parser, status);
    }
    return outcome(parser, parser.parse(bytes(text)));
}

/// "GET / HTTP/1.1", a Host, and the given lines.
std::string get(const std::string& lines) {
    return "GET / HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n";
}

std::string post(const std::string& lines) {
    return "POST /p HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n";
}

std::string line(const std::string& requestLine) {
    return requestLine + "\r\nHost: a\r\n\r\n";
}

} // namespace

class TestHeadParser final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void heads_data();
    void heads();
    void limits_data();
    void limits();
    void changedLimits();
    void fields();
    void begun();
};

void TestHeadParser::heads_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("expected");
    const auto row = [](const char* name, const std::string& text, const std::string& expected) {
        QTest::newRow(name) << text << expected;
    };
    const std::string plain = "GET / ? host=a 1.1 keep";
    row("plain", get(""), plain + " +27");
    row("stops after the empty line", get("") + "GET", plain + " +27");
    row("incomplete", "GET / HTTP/1.1\r\nHost: a\r\n", "incomplete");
    row("nothing", "", "incomplete");
    row("empty lines before", "\r\n\r\n" + get(""), plain + " +31");
    row("only empty lines", "\r\n\r\n\r\n\r\n\r\n", "400");

    row("query", line("GET /a?b=c&d HTTP/1.1"), "GET /a ?b=c&d host=a 1.1 keep +34");
    row("percent", line("GET /%C3%A9%2e HTTP/1.1"), "GET /%C3%A9%2e ? host=a 1.1 keep +36");
    row("percent cut", line("GET /%C HTTP/1.1"), "400");
    row("percent bad", line("GET /%zz HTTP/1.1"), "400");
    row("percent in query", line("GET /?%4 HTTP/1.1"), "400");
    row("fragment", line("GET /a#b HTTP/1.1"), "400");
    row("backslash", line("GET /a\\b HTTP/1.1"), "400");
    row("raw UTF-8", line("GET /caf\xC3\xA9 HTTP/1.1"), "400");
    row("NUL in target", line(std::string("GET /\0a HTTP/1.1", 16)), "400");
    row("space in target", line("GET /a b HTTP/1.1"), "400");
    row("two spaces", line("GET  / HTTP/1.1"), "400");
    row("tab", line("GET\t/ HTTP/1.1"), "400");
    row("no target", line("GET HTTP/1.1"), "400");
    row("HTTP/0.9", "GET /\r\n", "400");
    row("absolute", line("GET http://b:81/x?y HTTP/1.1"), "GET /x ?y host=b:81 1.1 keep +41");
    row("absolute, no path", line("GET HTTPS://b HTTP/1.1"), "GET / ? host=b 1.1 keep +35");
    row("absolute, query only", line("GET http://b?q HTTP/1.1"), "GET / ?q host=b 1.1 keep +36");
    row("absolute, user", line("GET http://u@b/ HTTP/1.1"), "400");
    row("absolute, ftp", line("GET ftp://b/ HTTP/1.1"), "400");
    row("authority-form", line("GET b:80 HTTP/1.1"), "400");
    row("CONNECT", line("CONNECT b:80 HTTP/1.1"), "501");
    row("OPTIONS *", line("OPTIONS * HTTP/1.1"), "OPTIONS * ? host=a 1.1 keep +31");
    row("GET *", line("GET * HTTP/1.1"), "400");
    row("strange method", line("FOO!~ / HTTP/1.1"), "FOO!~ / ? host=a 1.1 keep +29");
    row("bad method", line("GE(T / HTTP/1.1"), "400");
    row("TLS", "\x16\x03\x01\x02", "400");
    row("NUL first", std::string("\0", 1), "400");
    row("method without end", "GE", "incomplete");

    row("1.0", "GET / HTTP/1.0\r\n\r\n", "GET / ? host= 1.0 close +18");
    row("1.0 keep-alive", "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", "GET / ? host= 1.0 keep +42");
    row("1.2", line("GET / HTTP/1.2"), "505");
    row("2.0", "PRI * HTTP/2.0\r\n\r\n", "505");
    row("version case", line("GET / http/1.1"), "400");
    row("version zeros", line("GET / HTTP/01.01"), "400");
    row("version short", line("GET / HTTP/1"), "400");
    row("version space", line("GET / HTTP/ 1.1"), "400");

    row("bare LF", "GET / HTTP/1.1\nHost: a\n\n", "400");
    row("bare LF after field", "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n", "400");
    row("bare CR in value", get("X: a\rb\r\n"), "400");
    row("CR CR LF", get("X: a\r\r\n"), "400");
    row("obs-fold", get("X: a\r\n b\r\n"), "400");
    row("space first", "GET / HTTP/1.1\r\n \r\nHost: a\r\n\r\n", "400");
    row("space before colon", get("X : a\r\n"), "400");
    row("tab in name", get("X\tY: a\r\n"), "400");
    row("no colon", get("XY\r\n"), "400");
    row("empty name", get(": a\r\n"), "400");
    row("bad name", get("X[: a\r\n"), "400");
    row("NUL in value", get(std::string("X: a\0b\r\n", 8)), "400");
    row("control in value", get("X: \x07\r\n"), "400");
    row("DEL in value", get("X: \x7f\r\n"), "400");
    row("UTF-8 in value", get("X: \xC3\xA9\r\n"), plain + " +34");
    row("empty value", get("X:\r\n"), plain + " +31");

    row("no host", "GET / HTTP/1.1\r\n\r\n", "400");
    row("two hosts", get("Host: a\r\n"), "400");
    row("empty host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", "400");
    row("host list", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", "400");
    row("host path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", "400");
    row("host user", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", "400");
    row("host port too big", "GET / HTTP/1.1\r\nHost: a:65536\r\n\r\n", "400");
    row("host v6", "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", "GET / ? host=[::1]:80 1.1 keep +34");
    row("host v6 open", "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", "400");

    const std::string p = "POST /p ? host=a 1.1 keep";
    row("length", post("Content-Length: 12\r\n"), p + " length=12 +49");
    row("length zeros", post("Content-Length: 0012\r\n"), p + " length=12 +51");
    row("length biggest", post("Content-Length: 9223372036854775807\r\n"),
        p + " length=9223372036854775807 +66");
    row("length too big", post("Content-Length: 9223372036854775808\r\n"), "400");
    row("length 20 digits", post("Content-Length: 00000000000000000001\r\n"), "400");
    for (const char* bad : {"+5", "-1", "-0", "0x5", "5,5", "5, 5", "1_0", "1 0", "", "abc", "5.0"})
        row((std::string("length ") + bad).c_str(), post(std::string("Content-Length: ") + bad + "\r\n"),
            "400");
    row("length twice", post("Content-Length: 5\r\nContent-Length: 5\r\n"), "400");
    row("length with _", post("Content_Length: 5\r\n"), "400");
    row("length on GET", get("Content-Length: 5\r\n"), "400");
    row("length 0 on GET", get("Content-Length: 0\r\n"), plain + " length=0 +46");
    row("chunked", post("Transfer-Encoding: chunked\r\n"), p + " chunked +57");
    row("Chunked", post("transfer-encoding: Chunked\r\n"), p + " chunked +57");
    row("gzip", post("Transfer-Encoding: gzip\r\n"), "501");
    row("gzip, chunked", post("Transfer-Encoding: gzip, chunked\r\n"), "501");
    row("xchunked", post("Transfer-Encoding: xchunked\r\n"), "501");
    for (const char* bad : {"chunked, chunked", "chunked, gzip", "chunked,", ", chunked", "", "chunked;a=b",
                            "\x0b"
                            "chunked"})
        row((std::string("coding ") + bad).c_str(), post(std::string("Transfer-Encoding: ") + bad + "\r\n"),
            "400");
    row("coding twice", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), "400");
    row("coding and length", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), "400");
    row("coding folded", post("Transfer-Encoding:\r\n chunked\r\n"), "400");
    row("coding in 1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", "400");

    row("close", get("Connection: x, Close\r\n"), "GET / ? host=a 1.1 close +49");
    row("expect", post("Expect: 100-Continue\r\nContent-Length: 1\r\n"), p + " length=1 expect +70");
    row("expect without a body", post("Expect: 100-continue\r\n"), p + " +51");
    row("expect other", post("Expect: 200-ok\r\n"), "417");
    row("two tokens", get("Authorization: a\r\nauthorization: b\r\n"), "400");
}

void TestHeadParser::heads() {
    QFETCH(std::string, text);
    QFETCH(std::string, expected);
    QCOMPARE(parsed(text, {}), expected);
    // Any split gives the same.
    std::vector<std::size_t> all;
    for (std::size_t end = 1; end < text.size(); ++end) {
        QCOMPARE(parsed(text, {end}), expected);
        all.push_back(end);
    }
    QCOMPARE(parsed(text, all), expected);
}

void TestHeadParser::limits_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("expected");
    const auto target = [](std::size_t size) {
        return line("GET /" + std::string(size - 1, 'a') + " HTTP/1.1");
    };
    QTest::newRow("target of 8 KiB") << target(8192) << std::string("complete");
    QTest::newRow("target of 8 KiB and one") << target(8193) << std::string("414");
    QTest::newRow("long target") << target(100000) << std::string("414");
    QTest::newRow("long target without end") << "GET /" + std::string(100000, 'a') << std::string("414");
    QTest::newRow("long method") << line(std::string(33, 'A') + " / HTTP/1.1") << std::string("400");
    QTest::newRow("endless method") << std::string(100000, 'A') << std::string("400");
    const auto fields = [](int count) {
        std::string lines;
        for (int i = 0; i < count; ++i)
            lines += "X-" + std::to_string(i) + ": v\r\n";
        return get(lines);
    };
    QTest::newRow("100 fields") << fields(99) << std::string("complete");
    QTest::newRow("101 fields") << fields(100) << std::string("431");
    const auto whole = [](std::size_t size) {
        const std::string rest = get("X: \r\n");
        return get("X: " + std::string(size - rest.size(), 'v') + "\r\n");
    };
    QTest::newRow("head of 16 KiB") << whole(16384) << std::string("complete");
    QTest::newRow("head of 16 KiB and one") << whole(16385) << std::string("431");
    QTest::newRow("endless field") << "GET / HTTP/1.1\r\nX: " + std::string(100000, 'v')
                                   << std::string("431");
}

void TestHeadParser::limits() {
    QFETCH(std::string, text);
    QFETCH(std::string, expected);
    std::vector<std::size_t> steps;
    for (std::size_t end = 7; end < text.size(); end += 7)
        steps.push_back(end);
    for (const auto& ends : {std::vector<std::size_t>(), std::vector<std::size_t>{100, 9000}, steps}) {
        std::string got = parsed(text, ends);
        if (got.find('+') != std::string::npos)
            got = "complete";
        QCOMPARE(got, expected);
    }
}

void TestHeadParser::changedLimits() {
    const std::string text = line("GET /" + std::string(99, 'a') + " HTTP/1.1");
    for (const auto& [limits, status] :
         std::vector<std::pair<edge::HeadLimits, int>>{{{text.size(), 1, 100}, 0},
                                                       {{text.size() - 1, 1, 100}, 431},
                                                       {{text.size(), 0, 100}, 431},
                                                       {{text.size(), 1, 99}, 414}}) {
        HeadParser parser(limits);
        const auto parsed = parser.parse(bytes(text));
        QCOMPARE(parsed == HeadParser::Status::Refused ? info(parser.refusal().code).status : 0, status);
    }
}

void TestHeadParser::fields() {
    const std::string text = get("Accept: a\r\nX-Two:  b \t\r\nACCEPT: c\r\nCookie: d\r\nCookie: e\r\n");
    HeadParser parser;
    QCOMPARE(parser.parse(bytes(text)), HeadParser::Status::Complete);
    QCOMPARE(*parser.head().find("accept"), std::string("a, c"));
    QCOMPARE(*parser.head().find("x-two"), std::string("b"));
    QCOMPARE(*parser.head().find("cookie"), std::string("d; e"));
    QVERIFY(parser.head().find("Accept") == nullptr);
    QVERIFY(!parser.isForHead());
    HeadParser refused;
    QCOMPARE(refused.parse(bytes("HEAD / HTTP/1.1\r\nHost : a\r\n\r\n")), HeadParser::Status::Refused);
    QVERIFY(refused.isForHead());
}

void TestHeadParser::begun() {
    HeadParser parser;
    parser.parse(bytes("\r\n"));
    QVERIFY(!parser.begun());
    parser.parse(bytes("\r\nG"));
    QVERIFY(parser.begun());
}

QTEST_APPLESS_MAIN(TestHeadParser)
#include "tst_head_parser.moc"
