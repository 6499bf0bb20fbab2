// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/http/conditional.h"
#include "backend/http/content_disposition.h"
#include "backend/http/host_rule.h"
#include "backend/http/media_type.h"
#include "backend/http/percent.h"
#include "backend/http/query.h"
#include "backend/http/range.h"
#include "tests/support/qtest_print.h"

using namespace dropseal;
using http::ByteRange;

/// Pure functions over header fields, queries and names.
class FieldParsers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void range_data();
    void range();
    void ifNoneMatch_data();
    void ifNoneMatch();
    void ifMatchAndIfRange();
    void disposition_data();
    void disposition();
    void mediaType_data();
    void mediaType();
    void query_data();
    void query();
    void percent_data();
    void percent();
    void hosts_data();
    void hosts();
};

void FieldParsers::range_data() {
    QTest::addColumn<std::string>("field");
    QTest::addColumn<qint64>("size");
    QTest::addColumn<std::string>("expected"); ///< "whole", "none", or Content-Range
    const auto row = [](const char* field, qint64 size, const char* expected) {
        QTest::newRow(field) << std::string(field) << size << std::string(expected);
    };
    row("bytes=0-499", 10000, "bytes 0-499/10000"); // RFC 9110 section 14.1.2
    row("bytes=500-999", 10000, "bytes 500-999/10000");
    row("bytes=-500", 10000, "bytes 9500-9999/10000");
    row("bytes=9500-", 10000, "bytes 9500-9999/10000");
    row("bytes=0-0", 10000, "bytes 0-0/10000");
    row("bytes=0-0,-1", 10000, "whole");
    row("bytes= 0-4 ", 10, "bytes 0-4/10");
    row("BYTES=0-4", 10, "bytes 0-4/10");
    row("bytes=0-99999999999999999999999", 10, "bytes 0-9/10");
    row("bytes=9-9", 10, "bytes 9-9/10");
    row("bytes=10-", 10, "none");
    row("bytes=10-20", 10, "none");
    row("bytes=18446744073709551616-", 10, "none");
    row("bytes=9223372036854775807-9223372036854775807", 10, "none");
    row("bytes=-0", 10, "none");
    row("bytes=-11", 10, "bytes 0-9/10");
    row("bytes=-99999999999999999999", 10, "bytes 0-9/10");
    row("bytes=0-", 0, "none");
    row("bytes=-1", 0, "none");
    row("", 10, "whole");
    row("bytes", 10, "whole");
    row("bytes=", 10, "whole");
    row("bytes=-", 10, "whole");
    row("bytes=5", 10, "whole");
    row("bytes=5-4", 10, "whole");
    row("bytes=+1-4", 10, "whole");
    row("bytes=1-+4", 10, "whole");
    row("bytes=0x1-4", 10, "whole");
    row("bytes=a-b", 10, "whole");
    row("bytes=1--4", 10, "whole");
    row("items=0-4", 10, "whole");
}

void FieldParsers::range() {
    QFETCH(std::string, field);
    QFETCH(qint64, size);
    const ByteRange got = http::parseRange(field, size);
    QVERIFY(got.offset >= 0 && got.length >= 0 && got.offset + got.length <= size);
    std::string text = "whole";
    if (got.kind == ByteRange::Kind::Part)
        text = http::contentRange(got, size);
    else if (got.kind == ByteRange::Kind::Unsatisfiable)
        text = "none";
    QTEST(text, "expected");
    if (got.kind == ByteRange::Kind::Unsatisfiable)
        QCOMPARE(http::contentRange(got, size), "bytes */" + std::to_string(size));
    if (got.kind == ByteRange::Kind::Whole)
        QCOMPARE(qint64(got.length), size);
}

void FieldParsers::ifNoneMatch_data() {
    QTest::addColumn<std::string>("field");
    QTest::addColumn<bool>("names");
    QTest::newRow("same") << std::string(R"("abc")") << true;
    QTest::newRow("weak") << std::string(R"(W/"abc")") << true;
    QTest::newRow("star") << std::string(" * ") << true;
    QTest::newRow("list") << std::string(R"("x", W/"y" ,"abc")") << true;
    QTest::newRow("empty members") << std::string(R"(, ,"abc",)") << true;
    QTest::newRow("comma inside") << std::string(R"("x,y","abc")") << true;
    QTest::newRow("other") << std::string(R"("abcd")") << false;
    QTest::newRow("without quotes") << std::string("abc") << false;
    QTest::newRow("unfinished") << std::string(R"("abc)") << false;
    QTest::newRow("no comma") << std::string(R"("x" "abc")") << false;
    QTest::newRow("nothing") << std::string() << false;
}

void FieldParsers::ifNoneMatch() {
    QFETCH(std::string, field);
    QTEST(http::ifNoneMatchNames(field, R"("abc")"), "names");
}

void FieldParsers::ifMatchAndIfRange() {
    const std::string etag = R"("abc")";
    QVERIFY(http::ifMatchNames(R"("x", "abc")", etag));
    QVERIFY(http::ifMatchNames("*", etag));
    QVERIFY(!http::ifMatchNames(R"(W/"abc")", etag));
    QVERIFY(http::ifRangeAllows(R"("abc")", etag));
    QVERIFY(!http::ifRangeAllows(R"(W/"abc")", etag));
    QVERIFY(!http::ifRangeAllows(R"("x")", etag));
    QVERIFY(!http::ifRangeAllows(R"("abc", "x")", etag));
    QVERIFY(!http::ifRangeAllows("Sat, 29 Oct 1994 19:43:31 GMT", etag));
}

void FieldParsers::disposition_data() {
    QTest::addColumn<std::string>("name");
    QTest::addColumn<std::string>("expected");
    const auto row = [](const char* title, std::string name, const char* expected) {
        QTest::newRow(title) << std::move(name) << std::string("attachment; ") + expected;
    };
    row("plain", "a b.txt", R"(filename="a b.txt")");
    row("umlaut", "\xc3\xa4.txt", R"(filename="_.txt"; filename*=UTF-8''%C3%A4.txt)");
    row("quote", "a\"b\\c.txt", R"(filename="a_b_c.txt"; filename*=UTF-8''a%22b%5Cc.txt)");
    row("percent", "a%41.txt", R"(filename="a_41.txt"; filename*=UTF-8''a%2541.txt)");
    row("header", "a\r\nSet-Cookie: x=1", R"(filename="aSet-Cookie: x=1")");
    row("NUL", std::string("a\0b", 3), R"(filename="ab")");
    row("bidi", "photo\xe2\x80\xaegpj.exe", R"(filename="photogpj.exe")");
    row("isolates", "a\xe2\x81\xa6z\xe2\x81\xa9", R"(filename="az")");
    row("separator", "a\xe2\x80\xa8z", R"(filename="az")");
    row("emoji", "\xf0\x9f\x98\x80.bin", R"(filename="_.bin"; filename*=UTF-8''%F0%9F%98%80.bin)");
    row("no UTF-8", "a\xff.txt", R"(filename="a_.txt"; filename*=UTF-8''a%EF%BF%BD.txt)");
    row("nothing", "", R"(filename="file")");
    row("semicolon", "a;b.txt", R"(filename="a;b.txt")");
}

void FieldParsers::disposition() {
    QFETCH(std::string, name);
    const std::string field = http::contentDisposition("attachment", name);
    for (const char c : field)
        QVERIFY(static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x7f);
    QTEST(field, "expected");
}

void FieldParsers::mediaType_data() {
    QTest::addColumn<std::string>("field");
    QTest::addColumn<std::string>("expected"); ///< type, then ";name=value" each; empty: none
    const auto row = [](const char* field, const char* expected) {
        QTest::newRow(field) << std::string(field) << std::string(expected);
    };
    row("application/json", "application/json");
    row(" Application/JSON ; Charset=UTF-8 ", "application/json;charset=UTF-8");
    row("multipart/form-data; boundary=\"a;b\\\"c\"", "multipart/form-data;boundary=a;b\"c");
    row("text/plain;", "text/plain");
    row("text/plain; ;a=b", "text/plain;a=b");
    row("", "");
    row("json", "");
    row("/json", "");
    row("a/", "");
    row("a/b/c", "");
    row("a/b c/d", "");
    row("a/b; c", "");
    row("a/b; c=\"d", "");
    row("a/b; c=d; C=e", "");
    row("a/b, c/d", "");
    row("a/b; c=d e", "");
}

void FieldParsers::mediaType() {
    QFETCH(std::string, field);
    const auto type = http::parseMediaType(field);
    std::string text = type ? type->type : std::string();
    for (std::size_t i = 0; type && i < type->parameters.size(); ++i)
        text += ';' + type->parameters[i].first + '=' + type->parameters[i].second;
    QTEST(text, "expected");
}

void FieldParsers::query_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("expected"); ///< "name=value|" each, or the code
    const auto row = [](const char* title, std::string text, const char* expected) {
        QTest::newRow(title) << std::move(text) << std::string(expected);
    };
    row("nothing", "", "");
    row("two", "a=1&b=2", "a=1|b=2|");
    row("empty pairs", "&&a=1&", "a=1|");
    row("no value", "a&b=", "a=|b=|");
    row("equals inside", "a=b=c", "a=b=c|");
    row("plus and escape", "a+b=%2B+%26", "a b=+ &|");
    row("decoded once", "a=%2541", "a=%41|");
    row("umlaut", "q=%C3%A4", "q=\xc3\xa4|");
    row("twice", "key=a&key=b", "bad_request");
    row("twice by escape", "key=a&%6bey=b", "bad_request");
    row("broken escape", "a=%4", "bad_request");
    row("no hex", "a=%zz", "bad_request");
    row("NUL", "a=%00", "bad_request");
    row("no UTF-8", "a=%ff", "bad_request");
    row("overlong", "a=%c0%af", "bad_request");
    std::string many;
    for (int i = 0; i <= 100; ++i)
        many += 'p' + std::to_string(i) + "=&";
    row("too many", many, "bad_request");
}

void FieldParsers::query() {
    QFETCH(std::string, text);
    const auto query = http::Query::parse(text);
    std::string got;
    if (!query)
        got = info(query.error().code).word;
    else
        for (const auto& [name, value] : query->all())
            got += name + '=' + value + '|';
    QTEST(got, "expected");
}

void FieldParsers::percent_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("expected");
    QTest::newRow("plain") << std::string("a+b") << std::string("a+b");
    QTest::newRow("slash") << std::string("a%2Fb%2f") << std::string("a/b/");
    QTest::newRow("once") << std::string("%252e%252e%252f") << std::string("%2e%2e%2f");
    QTest::newRow("broken") << std::string("a%2") << std::string("(none)");
    QTest::newRow("sign") << std::string("%+1") << std::string("(none)");
    QTest::newRow("NUL") << std::string("%00") << std::string("(none)");
}

void FieldParsers::percent() {
    QFETCH(std::string, text);
    QTEST(http::percentDecode(text).value_or("(none)"), "expected");
}

void FieldParsers::hosts_data() {
    QTest::addColumn<std::string>("host");
    QTest::addColumn<std::string>("allowed"); ///< by l(oopback), p(ublic url and allowed hosts), a(ny)
    const auto row = [](const char* host, const char* allowed) {
        QTest::newRow(host) << std::string(host) << std::string(allowed);
    };
    row("127.0.0.1", "lpa");
    row("127.0.0.1:8000", "lpa");
    row("localhost:1", "lpa");
    row("LOCALHOST", "lpa");
    row("localhost.", "lpa");
    row("[::1]", "lpa");
    row("[::1]:8000", "lpa");
    row("files.example", "pa");
    row("FILES.example:1", "pa");
    row("lan", "pa");
    row("evil.example", "a");
    row("localhost.evil", "a");
    row("files.example.evil", "a");
    row("127.0.0.1.evil", "a");
    row("", "");
    row("localhost:x", "");
    row("localhost:123456", "");
    row("a b", "");
    row("user@localhost", "");
    row("[::1", "");
    row("[x]", "");
    row("localhost/x", "");
}

void FieldParsers::hosts() {
    QFETCH(std::string, host);
    std::string got;
    if (http::HostRule({}, {}, true).allows(host))
        got += 'l';
    if (http::HostRule("https://Files.Example:8443/x", {"lan"}, false).allows(host))
        got += 'p';
    if (http::HostRule({}, {}, false).allows(host))
        got += 'a';
    QTEST(got, "allowed");
}

QTEST_GUILESS_MAIN(FieldParsers)
#include "tst_field_parsers.moc"
