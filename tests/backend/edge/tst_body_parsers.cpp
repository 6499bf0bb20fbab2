// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/edge/chunked_decoder.h"
#include "backend/edge/form_data.h"
#include "backend/edge/multipart_splitter.h"
#include "tests/support/qtest_print.h"

#include <random>
#include <string>
#include <vector>

using namespace dropseal;
using edge::ChunkedDecoder;
using edge::MultipartSplitter;

namespace {

std::span<const std::uint8_t> bytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

void append(std::string& to, std::span<const std::uint8_t> data) {
    to.append(reinterpret_cast<const char*>(data.data()), data.size());
}

using Pieces = std::vector<std::string_view>;

/// All splits into two (of a long text: some), and one into single bytes.
std::vector<Pieces> splits(std::string_view text) {
    std::vector<Pieces> all{{text}};
    Pieces single;
    const std::size_t every = text.size() / 500 + 1;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i % every == 0)
            all.push_back({text.substr(0, i), text.substr(i)});
        single.push_back(text.substr(i, 1));
    }
    all.push_back(single);
    return all;
}

/// "[data]" of a whole body and how many bytes came after it, "more" or "malformed".
std::string unchunked(const Pieces& pieces) {
    ChunkedDecoder decoder;
    std::string body;
    std::size_t after = 0;
    bool done = false;
    for (std::string_view piece : pieces) {
        auto rest = bytes(piece);
        while (!done) {
            const auto step = decoder.next(rest);
            rest = rest.subspan(step.consumed);
            if (step.status == ChunkedDecoder::Status::Malformed)
                return "malformed";
            append(body, step.data);
            done = step.status == ChunkedDecoder::Status::Done;
            if (step.status == ChunkedDecoder::Status::NeedMore)
                break;
        }
        after += rest.size();
    }
    return done ? "[" + body + "] +" + std::to_string(after) : "more [" + body + "]";
}

/// "name|type|data" of a whole form, or the refusal's code and the code of its field.
std::string split(const std::string& boundary, const Pieces& pieces) {
    MultipartSplitter splitter(boundary);
    std::string data;
    const auto refused = [](const Error& error) {
        return std::string(info(error.code).word) +
               (error.extras.fields.empty() ? "" : " " + error.extras.fields[0].code);
    };
    for (std::string_view piece : pieces) {
        auto rest = bytes(piece);
        while (true) {
            const auto step = splitter.next(rest);
            if (step.event == MultipartSplitter::Event::Malformed)
                return refused(splitter.refusal());
            if (step.event == MultipartSplitter::Event::FileBegin && !data.empty())
                return "data before the file";
            append(data, step.data);
            rest = rest.subspan(step.consumed);
            if (step.event == MultipartSplitter::Event::NeedMore)
                break;
        }
        if (!rest.empty())
            return "input left";
    }
    if (const auto error = splitter.finish())
        return refused(*error);
    return splitter.file().filename + "|" + splitter.file().content_type + "|" + data;
}

std::string part(const std::string& disposition, const std::string& data, const std::string& more = "") {
    return "--b\r\nContent-Disposition: form-data; " + disposition + "\r\n" + more + "\r\n" + data + "\r\n";
}

std::string file(const std::string& data) {
    return part("name=\"file\"; filename=\"f\"", data);
}

} // namespace

class TestBodyParsers final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void chunked_data();
    void chunked();
    void multipart_data();
    void multipart();
    void multipartRandom();
    void multipartKeepsDataTogether();
    void multipartLimits();
    void boundaries_data();
    void boundaries();
    void fileNames_data();
    void fileNames();
};

void TestBodyParsers::chunked_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("expected");
    const auto row = [](const char* name, const std::string& text, const std::string& expected) {
        QTest::newRow(name) << text << expected;
    };
    row("one", "5\r\nhello\r\n0\r\n\r\n", "[hello] +0");
    row("two", "5\r\nhello\r\n00a\r\n0123456789\r\n000\r\n\r\nGET", "[hello0123456789] +3");
    row("upper case", "A\r\n0123456789\r\n0\r\n\r\n", "[0123456789] +0");
    row("empty", "0\r\n\r\n", "[] +0");
    row("CRLF in data", "4\r\n\r\n\r\n\r\n0\r\n\r\n", "[\r\n\r\n] +0");
    row("extension", "5;a=b;c=\"d e\"\r\nhello\r\n0;x\r\n\r\n", "[hello] +0");
    row("extensions of 128 bytes", "5;" + std::string(127, 'a') + "\r\nhello\r\n0\r\n\r\n", "[hello] +0");
    row("extensions of 129 bytes", "5;" + std::string(128, 'a') + "\r\nhello\r\n0\r\n\r\n", "malformed");
    row("extensions of 129 bytes in all",
        "1;" + std::string(63, 'a') + "\r\nh\r\n1;" + std::string(64, 'a') + "\r\ni\r\n0\r\n\r\n",
        "malformed");
    row("trailers", "1\r\nx\r\n0\r\nA: b\r\nContent-Length: 5\r\n\r\n", "[x] +0");
    row("trailer of 9 KiB", "0\r\nA: " + std::string(9000, 'b') + "\r\n\r\n", "malformed");
    row("trailer without colon", "0\r\nab\r\n\r\n", "malformed");
    row("trailer bad name", "0\r\na b: c\r\n\r\n", "malformed");
    row("trailer folded", "0\r\nA: b\r\n c\r\n\r\n", "malformed");
    row("trailer control", "0\r\nA: \x01\r\n\r\n", "malformed");
    row("trailer bare LF", "0\r\nA: b\n\r\n", "malformed");
    row("end bare LF", "0\r\n\n", "malformed");
    row("extension quoted pair", "5;a=\"\\\"\"\r\nhello\r\n0\r\n\r\n", "[hello] +0");
    for (const char* bad :
         {";", ";a=", ";a;", ";[", ";a=[", "; a", ";a =b", ";a=\"b", ";a=\"b\"c", ";=b", ";a=\"\x01\""})
        row((std::string("extension ") + bad).c_str(), std::string("5") + bad + "\r\nhello\r\n0\r\n\r\n",
            "malformed");
    row("no end", "5\r\nhello\r\n", "more [hello]");
    row("16 digits", "0000000000000005\r\nhello\r\n0\r\n\r\n", "[hello] +0");
    row("17 digits", "00000000000000005\r\nhello\r\n0\r\n\r\n", "malformed");
    row("too big", "8000000000000000\r\nhello", "malformed");
    row("too big in all", "1\r\nx\r\n7fffffffffffffff\r\nhello", "malformed");
    row("bare LF in extension", "5;a\nhello\r\n0\r\n\r\n", "malformed");
    row("CR in extension", "5;a\rb\r\nhello\r\n0\r\n\r\n", "malformed");
    for (const char* bad : {"+5", "-1", "0x5", " 5", "5 ", "1_0", "", "g", "5\t", ";a"})
        row((std::string("size ") + bad).c_str(), std::string(bad) + "\r\nhello\r\n0\r\n\r\n", "malformed");
    row("size bare LF", "5\nhello\r\n0\r\n\r\n", "malformed");
    row("size bare CR", "5\rhello\r\n0\r\n\r\n", "malformed");
    row("data too long", "5\r\nhello!!\r\n0\r\n\r\n", "malformed");
    row("data without CRLF", "5\r\nhello0\r\n\r\n", "malformed");
    row("data bare LF", "5\r\nhello\n0\r\n\r\n", "malformed");
}

void TestBodyParsers::chunked() {
    QFETCH(std::string, text);
    QFETCH(std::string, expected);
    for (const Pieces& pieces : splits(text))
        QCOMPARE(unchunked(pieces), expected);
}

void TestBodyParsers::multipart_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("expected");
    const auto row = [](const char* name, const std::string& text, const std::string& expected) {
        QTest::newRow(name) << text << expected;
    };
    const std::string end = "--b--\r\n";
    row("one file", file("data") + end, "f||data");
    row("with a type", part("name=\"file\"; filename=\"a.txt\"", "x", "Content-Type: text/plain\r\n") + end,
        "a.txt|text/plain|x");
    row("empty file", file("") + end, "f||");
    row("no filename", part("name=\"file\"", "x") + end, "file||x");
    row("empty filename", part("name=\"file\"; filename=\"\"", "x") + end, "file||x");
    row("unquoted", part("name=file; filename=a.txt", "x") + end, "a.txt||x");
    row("fields around", part("name=\"n\"", "v") + file("x") + part("name=\"m\"", "w") + end, "f||x");
    row("preamble and epilogue", "hello\r\n" + file("x") + end + "bye\r\n--b\r\n", "f||x");
    row("no last CRLF", file("x") + "--b--", "f||x");
    row("padding after the boundary",
        "--b \t\r\nContent-Disposition: form-data; name=file\r\n\r\nx\r\n" + end, "file||x");
    row("no file", part("name=\"n\"", "v") + end, "validation_failed required");
    row("no part", end, "validation_failed required");
    row("two files", file("x") + file("y") + end, "validation_failed repeated");
    row("name in another case", part("name=\"File\"", "x") + end, "validation_failed required");
    row("cut", file("x"), "bad_request");
    row("cut in the delimiter", file("x") + "--b", "bad_request");
    row("empty body", "", "bad_request");
    row("no disposition", "--b\r\nContent-Type: a/b\r\n\r\nx\r\n" + end, "bad_request");
    row("no head", "--b\r\n\r\nx\r\n" + end, "bad_request");
    row("not form-data", "--b\r\nContent-Disposition: attachment; name=file\r\n\r\nx\r\n" + end,
        "bad_request");
    row("no name", "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n" + end, "bad_request");
    row("name twice", part("name=file; name=file", "x") + end, "bad_request");
    row("bad field", part("name=file", "x", "X Y: z\r\n") + end, "bad_request");
    row("control in head", part("name=\"fi\x01le\"", "x") + end, "bad_request");

    row("near misses", file("\r\n--a\r\n--bb\r\n--b-x\r\n-b\r\r\n\r\n--b x\r\n--b\rx\r\n--bz") + end,
        "f||\r\n--a\r\n--bb\r\n--b-x\r\n-b\r\r\n\r\n--b x\r\n--b\rx\r\n--bz");
    row("data that begins like a delimiter", file("--b") + end, "f||--b");
    row("delimiter twice begun", file("\r\r\n\r\n--\r\n--") + end, "f||\r\r\n\r\n--\r\n--");
    row("data of NULs", file(std::string("\0\r\n\0", 4)) + end, "f||" + std::string("\0\r\n\0", 4));
    row("nested", file("--c\r\nContent-Disposition: form-data; name=file\r\n\r\ny\r\n--c--") + end,
        "f||--c\r\nContent-Disposition: form-data; name=file\r\n\r\ny\r\n--c--");
}

void TestBodyParsers::multipart() {
    QFETCH(std::string, text);
    QFETCH(std::string, expected);
    for (const Pieces& pieces : splits(text))
        QCOMPARE(split("b", pieces), expected);
}

/// Data made of pieces of the delimiter, cut anywhere, comes back as it was.
void TestBodyParsers::multipartRandom() {
    std::mt19937 random(4711);
    const std::string boundary(70, '-');
    const std::vector<std::string> words = {
        "\r", "\n", "\r\n", "\r\n--", "-", boundary, "\r\n--" + boundary + "x", "a"};
    for (int round = 0; round < 300; ++round) {
        std::string data;
        while (random() % 20 != 0)
            data += words[random() % words.size()];
        if (data.find("\r\n--" + boundary + "\r\n") != std::string::npos ||
            data.find("\r\n--" + boundary + "--") != std::string::npos)
            continue; // that is a delimiter
        data += "x";
        const std::string text = "--" + boundary + "\r\nContent-Disposition: form-data; name=file\r\n\r\n" +
                                 data + "\r\n--" + boundary + "--\r\n";
        Pieces pieces;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t size = 1 + random() % 100;
            pieces.push_back(std::string_view(text).substr(at, size));
            at += size;
        }
        QCOMPARE(split(boundary, pieces), "file||" + data);
    }
}

/// Every piece is a write to the disk, so a CR in the data must not cut it.
void TestBodyParsers::multipartKeepsDataTogether() {
    std::string data;
    for (int i = 0; i < 1000; ++i)
        data += "\r\n--\r\r\nx";
    const std::string text = file(data) + "--b--\r\n";
    MultipartSplitter splitter("b");
    int events = 0;
    for (auto rest = bytes(text);; ++events) {
        const auto step = splitter.next(rest);
        rest = rest.subspan(step.consumed);
        if (step.event == MultipartSplitter::Event::NeedMore)
            break;
    }
    QCOMPARE(events, 2); // the file's begin, and all of its data
}

void TestBodyParsers::multipartLimits() {
    const std::string end = "--b--\r\n";
    QCOMPARE(split("b", {part("name=\"file\"", "x", "X: " + std::string(9000, 'y') + "\r\n") + end}),
             std::string("bad_request"));
    const std::string big = part("name=\"n\"", std::string(1024 * 1024, 'v')) + file("x") + end;
    QCOMPARE(split("b", {big}), std::string("payload_too_large"));
    std::string many;
    for (int i = 0; i < 1001; ++i)
        many += part("name=\"n\"", "");
    many += file("x") + end;
    QCOMPARE(split("b", {many}), std::string("payload_too_large"));
    const std::string after = file("x") + end + std::string(1024 * 1024, 'v');
    QCOMPARE(split("b", {after}), std::string("payload_too_large"));
}

void TestBodyParsers::boundaries_data() {
    QTest::addColumn<std::string>("type");
    QTest::addColumn<std::string>("expected");
    const auto row = [](const char* type, const std::string& expected) {
        QTest::newRow(type) << std::string(type) << expected;
    };
    row("multipart/form-data; boundary=abc", "abc");
    row("Multipart/Form-Data;charset=utf-8; BOUNDARY=\"a b'()+_,-./:=?\"", "a b'()+_,-./:=?");
    row("multipart/form-data; boundary=", "none");
    row("multipart/form-data; boundary=\"a \"", "none");
    row("multipart/form-data; boundary=a*b", "none");
    row("multipart/form-data; boundary=a; boundary=b", "none");
    row("multipart/form-data; boundary=\"a", "none");
    row("multipart/form-data", "none");
    row("multipart/mixed; boundary=abc", "none");
    row("", "none");
    QTest::newRow("70") << "multipart/form-data; boundary=" + std::string(70, 'a') << std::string(70, 'a');
    QTest::newRow("71") << "multipart/form-data; boundary=" + std::string(71, 'a') << std::string("none");
}

void TestBodyParsers::boundaries() {
    QFETCH(std::string, type);
    QFETCH(std::string, expected);
    QCOMPARE(edge::multipartBoundary(type).value_or("none"), expected);
}

void TestBodyParsers::fileNames_data() {
    QTest::addColumn<std::string>("disposition");
    QTest::addColumn<std::string>("expected");
    const auto row = [](const char* name, const std::string& filename, const std::string& expected) {
        QTest::newRow(name) << "form-data; name=\"file\"; " + filename << expected;
    };
    row("plain", "filename=\"a.txt\"", "a.txt");
    row("raw UTF-8", "filename=\"na\xC3\xAFve \xF0\x9F\x93\x8E.txt\"", "na\xC3\xAFve \xF0\x9F\x93\x8E.txt");
    row("browser quote", "filename=\"a%22b%0D%0Ac.txt\"", "a\"b\r\nc.txt");
    row("other percents stay", "filename=\"100%25 %41.txt\"", "100%25 %41.txt");
    row("old curl quote", "filename=\"a\\\"b.txt\"", "a\"b.txt");
    row("old curl backslash", "filename=\"a\\\\b.txt\"", "a\\b.txt");
    row("browser backslash", "filename=\"C:\\dir\\b.txt\"", "C:\\dir\\b.txt");
    row("semicolon", "filename=\"a;b=c.txt\"", "a;b=c.txt");
    row("extended", "filename=\"x\"; filename*=UTF-8''na%C3%AFve", "na\xC3\xAFve");
    row("extended in another set", "filename=\"x\"; filename*=iso-8859-1''%E9", "x");
    row("extended broken", "filename=\"x\"; filename*=UTF-8''%zz", "x");
    row("unquoted", "filename=a.txt", "a.txt");
    row("last semicolon", "filename=a.txt;", "a.txt");
    row("open quote", "filename=\"a", "malformed");
    row("text after the quote", "filename=\"a\"b", "malformed");
}

void TestBodyParsers::fileNames() {
    QFETCH(std::string, disposition);
    QFETCH(std::string, expected);
    const auto head = edge::parsePartHead("Content-Disposition: " + disposition + "\r\n");
    QCOMPARE(head ? head->info.filename : std::string("malformed"), expected);
}

QTEST_APPLESS_MAIN(TestBodyParsers)
#include "tst_body_parsers.moc"
