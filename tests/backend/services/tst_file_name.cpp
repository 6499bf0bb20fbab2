// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/file_name.h"
#include "backend/services/text.h"
#include "tests/support/qtest_print.h"
#include "tests/support/vector_file.h"

#include <random>

using namespace dropseal;

/// The file name rule (SECURITY.md 4.19), against a second implementation of it and against its promises.
class TestFileName : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rule_data();
    void rule();
    void promisesHoldForAnyBytes();
    void invalidUtf8IsReplaced();
    void hasFileName();
    void keyName_data();
    void keyName();
    void fileKey();

private:
    static QString brokenPromise(const std::string& name);
};

QString TestFileName::brokenPromise(const std::string& name) {
    if (name.empty() || name.size() > 255)
        return QStringLiteral("length");
    const auto characters = services::decodeUtf8(name);
    if (!characters)
        return QStringLiteral("not UTF-8");
    for (const char32_t c : *characters) {
        if (c < 0x20 || (c >= 0x7f && c <= 0x9f) || (c >= 0x202a && c <= 0x202e) ||
            (c >= 0x2066 && c <= 0x2069) || (c < 0x80 && strchr("/\\:*?\"<>|", static_cast<int>(c))))
            return QStringLiteral("forbidden character U+%1").arg(static_cast<uint>(c), 4, 16);
    }
    if (strchr(". ", name.front()) || strchr(". ", name.back()))
        return QStringLiteral("dot or space at an end");
    if (services::safeFileName(name) != name)
        return QStringLiteral("not idempotent");
    return {};
}

void TestFileName::rule_data() {
    QTest::addColumn<QByteArray>("given");
    QTest::addColumn<QByteArray>("expected");
    int number = 0;
    for (const auto& row : test::vectorRows("file_names.json"))
        QTest::addRow("%d", number++) << QByteArray::fromStdString(row[0].get<std::string>())
                                      << QByteArray::fromStdString(row[1].get<std::string>());
}

void TestFileName::rule() {
    QFETCH(QByteArray, given);
    QFETCH(QByteArray, expected);
    const std::string safe = services::safeFileName(given.toStdString());
    QCOMPARE(safe, expected.toStdString());
    QCOMPARE(brokenPromise(safe), QString());
}

/// 20,000 random mixtures of what has broken such rules before; a fixed seed, so that a failure comes back.
void TestFileName::promisesHoldForAnyBytes() {
    const std::vector<std::string> pieces = {" ",
                                             ".",
                                             "/",
                                             "\\",
                                             "CON",
                                             "nul",
                                             "com1",
                                             "\xcc\x81",
                                             "e",
                                             "\xff",
                                             "\x80",
                                             "\xe2\x80",
                                             "\xe2\x80\xae",
                                             "\xed\xa0\x80",
                                             "\0",
                                             "\r\n",
                                             "\xcd\xbe",
                                             "<",
                                             "_",
                                             "a",
                                             "\xc2\xa0",
                                             ".txt",
                                             "\xef\xbb\xbf",
                                             "\xf0\x9f\x98\x80",
                                             "\xe1\xbc\x8e",
                                             std::string(90, 'x'),
                                             std::string(1, '\0'),
                                             std::string(60, ' '),
                                             "\xcc\xb8",
                                             "=",
                                             "\xea\xb0\x80"};
    std::mt19937 random(4711);
    for (int i = 0; i < 20000; ++i) {
        std::string given;
        for (auto count = random() % 8; count > 0; --count)
            given += pieces[random() % pieces.size()];
        const QString broken = brokenPromise(services::safeFileName(given));
        if (!broken.isEmpty())
            QFAIL(qPrintable(broken + QStringLiteral(": ") +
                             QString::fromLatin1(QByteArray::fromStdString(given).toPercentEncoding())));
    }
}

void TestFileName::invalidUtf8IsReplaced() {
    QCOMPARE(services::safeFileName("a\xff"
                                    "b.txt"),
             "a\uFFFDb.txt");
    QCOMPARE(services::safeFileName("\xe9t\xe9.pdf"), "\uFFFDt\uFFFD.pdf"); // Latin-1
}

void TestFileName::hasFileName() {
    QVERIFY(services::hasFileName("a"));
    for (const char* nothing : {"", ".", "..", " . ", "\x01\x02", "///", "\u202e"})
        QVERIFY2(!services::hasFileName(nothing), nothing);
}

void TestFileName::keyName_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("expected");
    QTest::newRow("plain") << "document.pdf"
                           << "document.pdf";
    QTest::newRow("spaces") << "my  file (1).txt"
                            << "my_file_1_.txt";
    QTest::newRow("accents") << QStringLiteral("Ünïcödé.txt") << "Unicode.txt";
    QTest::newRow("ligature") << QStringLiteral("ﬁle.txt") << "file.txt";
    QTest::newRow("Japanese") << QStringLiteral("日本語.txt") << "file.txt";
    QTest::newRow("nothing left") << QStringLiteral("日本語") << "file";
    QTest::newRow("option") << "--help"
                            << "help";
    QTest::newRow("two extensions") << "x.tar.gz"
                                    << "x.tar.gz";
    QTest::newRow("percent") << "a%2fb"
                             << "a_2fb";
    QTest::newRow("long") << QString(300, QLatin1Char('a')) + QStringLiteral(".txt")
                          << QString(116, QLatin1Char('a')) + QStringLiteral(".txt");
}

void TestFileName::keyName() {
    QFETCH(QString, name);
    QFETCH(QString, expected);
    QCOMPARE(services::keyName(services::safeFileName(name.toStdString())), expected.toStdString());
}

void TestFileName::fileKey() {
    const auto owner = UserId::parse("123e4567-e89b-72d3-a456-426614174000");
    QCOMPARE(services::fileKey(fromUnixSeconds(1704067200), *owner, "document.pdf"),
             "1704067200-123e4567-document.pdf"); // the specification's own example
}

QTEST_GUILESS_MAIN(TestFileName)
#include "tst_file_name.moc"
