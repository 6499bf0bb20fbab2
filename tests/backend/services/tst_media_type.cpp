// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/media_type.h"
#include "tests/support/qtest_print.h"

using namespace dropseal;

namespace {

std::span<const std::uint8_t> bytesOf(const QByteArray& bytes) {
    return {reinterpret_cast<const std::uint8_t*>(bytes.constData()), static_cast<std::size_t>(bytes.size())};
}

const QByteArray Png = QByteArray::fromHex("89504e470d0a1a0a0000000d49484452");
const QByteArray Svg("<?xml version='1.0'?>\n<svg xmlns='http://www.w3.org/2000/svg'/>");

} // namespace

class TestMediaType : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sniff_data();
    void sniff();
    void sane_data();
    void sane();
    void choose_data();
    void choose();
    void extensionsAreSorted();
    void allowed_data();
    void allowed();
    void serving_data();
    void serving();
};

void TestMediaType::sniff_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("expected");
    const auto hex = [](const char* text) { return QByteArray::fromHex(text); };
    QTest::newRow("empty") << QByteArray() << "";
    QTest::newRow("png") << Png << "image/png";
    QTest::newRow("png, cut off") << Png.left(7) << "";
    QTest::newRow("jpeg") << hex("ffd8ffe000104a464946") << "image/jpeg";
    QTest::newRow("gif") << QByteArray("GIF89a\x01\x00", 8) << "image/gif";
    QTest::newRow("webp") << QByteArray("RIFF\x10\x00\x00\x00WEBPVP8 ", 16) << "image/webp";
    QTest::newRow("wav") << QByteArray("RIFF\x10\x00\x00\x00WAVEfmt ", 16) << "audio/wav";
    QTest::newRow("avif") << QByteArray("\0\0\0\x20"
                                        "ftypavif",
                                        12)
                          << "image/avif";
    QTest::newRow("mp4") << QByteArray("\0\0\0\x20"
                                       "ftypisom",
                                       12)
                         << "video/mp4";
    QTest::newRow("quicktime") << QByteArray("\0\0\0\x20"
                                             "ftypqt  ",
                                             12)
                               << "video/quicktime";
    QTest::newRow("webm") << hex("1a45dfa39f4286810142f7810142f2810442f381084282847765626d") << "video/webm";
    QTest::newRow("matroska") << hex("1a45dfa3a34286810142f7810142f2810442f38108428288") + "matroska"
                              << "video/x-matroska";
    QTest::newRow("mp3 with ID3") << QByteArray("ID3\x04\x00\x00\x00", 7) << "audio/mpeg";
    QTest::newRow("mp3 frame") << hex("fffb9064000f") << "audio/mpeg";
    QTest::newRow("mp3 without rate") << hex("fffbf064000f") << "";
    QTest::newRow("ogg") << QByteArray("OggS\0\x02\0\0", 8) << "audio/ogg";
    QTest::newRow("flac") << QByteArray("fLaC\0\0\0\x22", 8) << "audio/flac";
    QTest::newRow("pdf") << QByteArray("%PDF-1.7\n") << "application/pdf";
    QTest::newRow("zip") << QByteArray("PK\x03\x04\x14\x00", 6) << "application/zip";
    QTest::newRow("elf") << QByteArray("\x7f"
                                       "ELF\x02\x01\x01\0",
                                       8)
                         << "application/x-elf";
    QTest::newRow("exe") << QByteArray("MZ\x90\0\x03\0", 6)
                         << "application/vnd.microsoft.portable-executable";
    QTest::newRow("text that begins like exe") << QByteArray("MZ is a sign.") << "text/plain";
    QTest::newRow("text that begins like bmp") << QByteArray("BMW drives") << "text/plain";
    QTest::newRow("text") << QByteArray("Hello,\tworld\r\n") << "text/plain";
    QTest::newRow("UTF-8") << QByteArray("Gr\xc3\xbc\xc3\x9f"
                                         "e")
                           << "text/plain";
    QTest::newRow("Latin-1") << QByteArray("Gr\xfc\xdf"
                                           "e")
                             << "";
    QTest::newRow("NUL") << QByteArray("a\0b", 3) << "";
    QTest::newRow("512 bytes, cut in a character") << QByteArray(511, 'a') + "\xc3\xbc"
                                                   << "text/plain";
    QTest::newRow("short, cut in a character") << QByteArray("a\xc3") << "";
    QTest::newRow("html") << QByteArray("  <!DOCTYPE HTML><title>x") << "text/html";
    QTest::newRow("script") << QByteArray("\n<ScRiPt>alert(1)</script>") << "text/html";
    QTest::newRow("svg") << Svg << "image/svg+xml";
    QTest::newRow("svg late") << QByteArray("<!-- x -->\n<svg/>") << "image/svg+xml";
    QTest::newRow("xml") << QByteArray("<?xml version='1.0'?><a/>") << "application/xml";
    QTest::newRow("less than") << QByteArray("< 3 is a heart") << "text/plain";
}

void TestMediaType::sniff() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, expected);
    QCOMPARE(services::sniffMediaType(bytesOf(bytes)), expected.toStdString());
}

void TestMediaType::sane_data() {
    QTest::addColumn<QByteArray>("declared");
    QTest::addColumn<QString>("expected");
    QTest::newRow("plain") << QByteArray("image/png") << "image/png";
    QTest::newRow("case") << QByteArray(" Image/PNG ") << "image/png";
    QTest::newRow("charset") << QByteArray("text/csv; header=absent; Charset=\"UTF-8\"")
                             << "text/csv; charset=utf-8";
    QTest::newRow("bad charset") << QByteArray("text/csv; charset=a b") << "text/csv";
    QTest::newRow("empty") << QByteArray() << "";
    QTest::newRow("no slash") << QByteArray("png") << "";
    QTest::newRow("two slashes") << QByteArray("a/b/c") << "";
    QTest::newRow("line break") << QByteArray("text/html\r\nSet-Cookie: a=b") << "";
    QTest::newRow("line break in a parameter") << QByteArray("text/csv; charset=x\r\nA: b") << "text/csv";
    QTest::newRow("NUL") << QByteArray("text/\0html", 10) << "";
    QTest::newRow("wildcard") << QByteArray("*/*") << "";
    QTest::newRow("too long") << QByteArray("a/") + QByteArray(128, 'b') << "";
    QTest::newRow("form") << QByteArray("application/x-www-form-urlencoded") << "";
    QTest::newRow("multipart") << QByteArray("multipart/form-data; boundary=x") << "";
    QTest::newRow("octets") << QByteArray("application/octet-stream") << "";
}

void TestMediaType::sane() {
    QFETCH(QByteArray, declared);
    QFETCH(QString, expected);
    QCOMPARE(services::saneMediaType(declared.toStdString()), expected.toStdString());
}

void TestMediaType::choose_data() {
    QTest::addColumn<QString>("declared");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("expected");
    QTest::newRow("declared") << "application/x-mine"
                              << "a.png" << Png << "application/x-mine";
    QTest::newRow("name") << "application/octet-stream"
                          << "a.DOCX" << QByteArray("PK\x03\x04")
                          << "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    QTest::newRow("bytes") << ""
                           << "a" << Png << "image/png";
    QTest::newRow("bytes, unknown extension") << ""
                                              << "a.qqq" << Png << "image/png";
    QTest::newRow("nothing") << ""
                             << "a.qqq" << QByteArray("\0\1", 2) << "application/octet-stream";
}

void TestMediaType::choose() {
    QFETCH(QString, declared);
    QFETCH(QString, name);
    QFETCH(QByteArray, bytes);
    QFETCH(QString, expected);
    QCOMPARE(services::chooseMediaType(declared.toStdString(), name.toStdString(), bytesOf(bytes)),
             expected.toStdString());
}

/// The table is searched by halves: one row out of order would hide others.
void TestMediaType::extensionsAreSorted() {
    for (const char* name :
         {"7z",  "aac", "c",   "css", "csv", "gz",  "h",   "html", "jpg",  "js",   "json", "m4a", "mp4",
          "odt", "ogg", "pdf", "png", "svg", "tar", "tgz", "txt",  "webp", "xlsx", "yml",  "zip", "zst"})
        QVERIFY2(!services::mediaTypeOfName(std::string("x.") + name).empty(), name);
}

void TestMediaType::allowed_data() {
    QTest::addColumn<QString>("list");
    QTest::addColumn<QString>("type");
    QTest::addColumn<bool>("expected");
    QTest::newRow("any") << ""
                         << "x/y" << true;
    QTest::newRow("exact") << "image/png,application/pdf"
                           << "application/pdf" << true;
    QTest::newRow("case") << "Image/PNG"
                          << "image/png" << true;
    QTest::newRow("parameters") << "text/csv"
                                << "text/csv; charset=utf-8" << true;
    QTest::newRow("family") << "image/*"
                            << "image/webp" << true;
    QTest::newRow("other family") << "image/*"
                                  << "imagex/webp" << false;
    QTest::newRow("other") << "image/png"
                           << "image/pngx" << false;
    QTest::newRow("all") << "*/*"
                         << "a/b" << true;
}

void TestMediaType::allowed() {
    QFETCH(QString, list);
    QFETCH(QString, type);
    QFETCH(bool, expected);
    std::vector<std::string> types;
    for (const auto& entry : list.split(QLatin1Char(','), Qt::SkipEmptyParts))
        types.push_back(entry.toStdString());
    QCOMPARE(services::isAllowedType(types, type.toStdString()), expected);
}

void TestMediaType::serving_data() {
    QTest::addColumn<bool>("inlined");
    QTest::addColumn<QString>("stored");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("expected");
    QTest::newRow("png inline") << true << "image/png" << Png << "inline image/png";
    QTest::newRow("png called html") << true << "text/html" << Png << "inline image/png";
    QTest::newRow("html called png") << true << "image/png" << QByteArray("<html>")
                                     << "attachment application/octet-stream";
    QTest::newRow("svg") << true << "image/svg+xml" << Svg << "attachment application/octet-stream";
    QTest::newRow("pdf") << true << "application/pdf" << QByteArray("%PDF-1.7\n")
                         << "attachment application/octet-stream";
    QTest::newRow("text") << true << "text/plain" << QByteArray("hi") << "inline text/plain; charset=utf-8";
    QTest::newRow("javascript") << true << "text/javascript" << QByteArray("alert(1)")
                                << "inline text/plain; charset=utf-8";
    QTest::newRow("unknown") << true << "a/b" << QByteArray("\0", 1) << "attachment application/octet-stream";
    QTest::newRow("attachment") << false << "application/pdf" << QByteArray() << "attachment application/pdf";
    QTest::newRow("attachment, html")
        << false << "text/html; charset=utf-8" << QByteArray() << "attachment application/octet-stream";
    QTest::newRow("attachment, xml") << false << "application/atom+xml" << QByteArray()
                                     << "attachment application/octet-stream";
    QTest::newRow("attachment, bad") << false << "x\r\ny" << QByteArray()
                                     << "attachment application/octet-stream";
}

void TestMediaType::serving() {
    QFETCH(bool, inlined);
    QFETCH(QString, stored);
    QFETCH(QByteArray, bytes);
    QFETCH(QString, expected);
    const auto serving = services::servingOf(inlined, stored.toStdString(), bytesOf(bytes));
    QCOMPARE((serving.is_inline ? "inline " : "attachment ") + serving.content_type, expected.toStdString());
}

QTEST_GUILESS_MAIN(TestMediaType)
#include "tst_media_type.moc"
