// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/transfers/transfer_name.h"

#include <QtTest/QtTest>

using namespace dropseal::app;

class TestTransferNames : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void foldersAreJoined_data();
    void foldersAreJoined();
    void longNamesLoseTheirMiddle_data();
    void longNamesLoseTheirMiddle();
};

void TestTransferNames::foldersAreJoined_data() {
    QTest::addColumn<QStringList>("parts");
    QTest::addColumn<QString>("joined");
    QTest::newRow("a file") << QStringList{QStringLiteral("a.jpg")} << QStringLiteral("a.jpg");
    QTest::newRow("in folders") << QStringList{QStringLiteral("photos"), QStringLiteral("2024"),
                                               QStringLiteral("a.jpg")}
                                << QStringLiteral("photos – 2024 – a.jpg");
    QTest::newRow("in the root") << QStringList{QString(), QStringLiteral("a.jpg")}
                                 << QStringLiteral("a.jpg");
}

void TestTransferNames::foldersAreJoined() {
    QFETCH(QStringList, parts);
    QFETCH(QString, joined);
    QString name;
    for (const QString& part : parts)
        name = joinNames(name, part);
    QCOMPARE(name, joined);
}

void TestTransferNames::longNamesLoseTheirMiddle_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("bytes"); // of the shortened one; 0: it stays as it is
    QTest::addColumn<QString>("begins");
    QTest::addColumn<QString>("ends");
    const auto many = [](const char* text, int count) { return QString::fromUtf8(text).repeated(count); };
    QTest::newRow("255 bytes") << many("x", 255) << 0 << ""
                               << "";
    QTest::newRow("255 bytes in 2s") << many("é", 125) + QStringLiteral("a.jpg") << 0 << ""
                                     << "";
    QTest::newRow("256 bytes") << many("x", 256) << 255 << "xxx"
                               << "xxx";
    QTest::newRow("an extension") << many("x", 300) + QStringLiteral(".tar") << 255 << "xxx"
                                  << "xxx.tar";
    QTest::newRow("both ends") << QStringLiteral("begin") + many("x", 300) + QStringLiteral("end.pdf") << 255
                               << "beginx"
                               << "xend.pdf";
    QTest::newRow("an extension that is none") << QStringLiteral("a.") + many("x", 300) << 255 << "a.xxx"
                                               << "xxx";
    QTest::newRow("hidden") << QStringLiteral(".") + many("x", 300) << 255 << ".xxx"
                            << "xxx";
    QTest::newRow("a dot at the end") << many("x", 300) + QStringLiteral(".") << 255 << "xxx"
                                      << "xxx.";
    QTest::newRow("2 bytes each") << many("é", 200) + QStringLiteral(".jpg") << 255 << "éé"
                                  << "éé.jpg";
    QTest::newRow("4 bytes each") << many("🦭", 100) + QStringLiteral(".jpg") << 255 << "🦭🦭"
                                  << "🦭.jpg";
    QTest::newRow("a family of 25 bytes each")
        << many("👨‍👩‍👧‍👦", 20) + QStringLiteral(".jpg") << 232
        << "👨‍👩‍👧‍👦👨‍👩‍👧‍👦"
        << "👨‍👩‍👧‍👦.jpg";
    QTest::newRow("one character without end")
        << QStringLiteral("a") + many("\u0301", 300) + QStringLiteral("b.jpg") << 8 << "…"
        << "b.jpg";
}

void TestTransferNames::longNamesLoseTheirMiddle() {
    QFETCH(QString, name);
    QFETCH(int, bytes);
    QFETCH(QString, begins);
    QFETCH(QString, ends);
    const QString shortened = shortenName(name);
    if (bytes == 0) {
        QCOMPARE(shortened, name);
        return;
    }
    QCOMPARE(shortened.toUtf8().size(), bytes);
    QVERIFY2(shortened.startsWith(begins), qUtf8Printable(shortened));
    QVERIFY2(shortened.endsWith(ends), qUtf8Printable(shortened));
    QCOMPARE(shortened.count(QStringLiteral("…")), 1);
    QVERIFY(!shortened.contains(QChar(QChar::ReplacementCharacter)));
    QCOMPARE(QString::fromUtf8(shortened.toUtf8()), shortened); // no half character
}

QTEST_GUILESS_MAIN(TestTransferNames)
#include "tst_transfer_names.moc"
