// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/words/display_text.h"

#include <QtCore/QTimeZone>
#include <QtTest/QTest>

using namespace dropseal::app;
using std::chrono::seconds;

namespace {

QString text(const char* utf8) {
    return QString::fromUtf8(utf8);
}

const QLocale English(QLocale::English, QLocale::UnitedStates);
const QLocale German(QLocale::German, QLocale::Germany);

QString plain(QString shown) {
    return shown.replace(QChar(QChar::Nbsp), QLatin1Char(' '));
}

} // namespace

class DisplayTextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sizes_data() {
        QTest::addColumn<qint64>("bytes");
        QTest::addColumn<QString>("shown");
        QTest::newRow("unknown") << qint64{-1} << QString();
        QTest::newRow("nothing") << qint64{0} << text("0 B");
        QTest::newRow("bytes") << qint64{999} << text("999 B");
        QTest::newRow("SI, not binary") << qint64{1000} << text("1 kB");
        QTest::newRow("a kibibyte") << qint64{1024} << text("1 kB");
        QTest::newRow("kB") << qint64{214'000} << text("214 kB");
        QTest::newRow("MB") << qint64{18'400'000} << text("18.4 MB");
        QTest::newRow("never 1000 of a unit") << qint64{999'999'999} << text("1 GB");
        QTest::newRow("GB") << qint64{61'200'000'000} << text("61.2 GB");
        QTest::newRow("largest") << qint64{9'223'372'036'854'775'807} << text("9,223 PB");
    }

    void sizes() {
        QFETCH(qint64, bytes);
        QFETCH(QString, shown);
        QCOMPARE(plain(sizeText(bytes, English)), shown);
    }

    void numbersSpeakTheLanguage() {
        QCOMPARE(plain(sizeText(18'400'000, German)), text("18,4 MB"));
        QCOMPARE(plain(rateText(84'100'000, German)), text("84,1 MB/s"));
        QCOMPARE(rateText(0, English), QString());
        QCOMPARE(plain(sizeOfText(2'600'000'000, 4'300'000'000, English)), text("2.6 of 4.3 GB"));
        QCOMPARE(plain(sizeOfText(500, -1, English)), text("500 B"));
    }

    void percent() {
        QCOMPARE(plain(percentText(61, 100, English)), text("61 %"));
        QCOMPARE(plain(percentText(9'999, 10'000, English)), text("99 %"));
        QCOMPARE(plain(percentText(10'000, 10'000, English)), text("100 %"));
        QCOMPARE(plain(percentText(0, 0, English)), text("100 %"));
        QCOMPARE(plain(percentText(-5, 10, English)), text("0 %"));
    }

    void timeLeft_data() {
        QTest::addColumn<int>("left");
        QTest::addColumn<QString>("shown");
        QTest::newRow("none") << 0 << text("5 seconds left");
        QTest::newRow("5 s steps") << 18 << text("20 seconds left");
        QTest::newRow("a minute") << 60 << text("60 seconds left");
        QTest::newRow("minutes") << 61 << text("1 minute left");
        QTest::newRow("rounded minutes") << 160 << text("3 minutes left");
        QTest::newRow("an hour") << 3600 << text("1 hour left");
        QTest::newRow("5 min steps") << 3600 + 23 * 60 << text("1 hour 25 minutes left");
    }

    void timeLeft() {
        QFETCH(int, left);
        QFETCH(QString, shown);
        QCOMPARE(timeLeftText(seconds(left)), shown);
    }

    void duration() {
        QCOMPARE(durationText(seconds(0)), text("1 second"));
        QCOMPARE(durationText(seconds(52)), text("52 seconds"));
        QCOMPARE(durationText(seconds(180)), text("3 minutes"));
        QCOMPARE(durationText(seconds(3660)), text("1 hour 1 minute"));
    }

    void expiry_data() {
        QTest::addColumn<qint64>("left");
        QTest::addColumn<QString>("shown");
        QTest::addColumn<bool>("soon");
        constexpr qint64 Hour = 3600;
        QTest::newRow("past") << qint64{-1} << text("Expired") << true;
        QTest::newRow("this instant") << qint64{0} << text("Expired") << true;
        QTest::newRow("minutes") << qint64{120} << text("Expires in 2 minutes") << true;
        QTest::newRow("an hour") << Hour << text("Expires in 1 hour") << true;
        QTest::newRow("hours") << 21 * Hour << text("Expires in 21 hours") << true;
        QTest::newRow("just under two days") << 48 * Hour - 1 << text("Expires in 48 hours") << true;
        QTest::newRow("two days") << 48 * Hour << text("Expires in 2 days") << false;
        QTest::newRow("a little under 7 days") << 7 * 24 * Hour - 30 << text("Expires in 7 days") << false;
        QTest::newRow("nearest day") << 6 * 24 * Hour + 13 * Hour << text("Expires in 7 days") << false;
    }

    void expiry() {
        QFETCH(qint64, left);
        QFETCH(QString, shown);
        QFETCH(bool, soon);
        const QDateTime now(QDate(2026, 11, 19), QTime(13, 47), QTimeZone::utc());
        QCOMPARE(expiryText(now.addSecs(left), now), shown);
        QCOMPARE(expiresSoon(now.addSecs(left), now), soon);
    }

    void days() {
        const QDateTime now(QDate(2026, 11, 19), QTime(15, 0));
        const QLocale english(QLocale::English, QLocale::UnitedKingdom);
        QCOMPARE(dayText(QDateTime(QDate(2026, 11, 19), QTime(14, 2)), now, english), text("Today, 14:02"));
        QCOMPARE(dayText(now.addDays(-1), now, english), text("Yesterday"));
        QCOMPARE(dayText(QDateTime(QDate(2026, 11, 16), QTime(9, 0)), now, english), text("Mon 16 Nov"));
        QCOMPARE(dayText(QDateTime(QDate(2025, 11, 16), QTime(9, 0)), now, english), text("16 Nov 2025"));
    }

    void instant() {
        const QDateTime when(QDate(2026, 11, 26), QTime(12, 47), QTimeZone::utc());
        const QString shown = instantText(when, QLocale(QLocale::English, QLocale::UnitedKingdom));
        QVERIFY(shown.contains(text("26 November")));
        QVERIFY(shown.endsWith(text("· 12:47 UTC")));
    }

    void namesCannotLie_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("shown");
        QTest::newRow("plain") << text("Söhne – 北.pdf") << text("Söhne – 北.pdf");
        QTest::newRow("emoji outside the first plane") << text("a😀.png") << text("a😀.png");
        QTest::newRow("override") << QStringLiteral("photo") + QChar(0x202E) + QStringLiteral("gpj.exe")
                                  << text("photo\\u202Egpj.exe");
        QTest::newRow("isolate") << QString(QChar(0x2067)) + QLatin1Char('x') << text("\\u2067x");
        QTest::newRow("mark") << QString(QChar(0x200F)) << text("\\u200F");
        QTest::newRow("line break") << text("a\nb") << text("a\\u000Ab");
        QTest::newRow("zero width space") << QString(QChar(0x200B)) << text("\\u200B");
        QTest::newRow("lone surrogate") << QString(QChar(0xD800)) << QString(QChar(0xFFFD));
        QTest::newRow("markup is text") << text("<b>x</b>") << text("<b>x</b>");
        QTest::newRow("empty") << QString() << QString();
    }

    void namesCannotLie() {
        QFETCH(QString, name);
        QFETCH(QString, shown);
        QCOMPARE(safeFileName(name), shown);
    }

    void links() {
        QCOMPARE(shownLink(text("https://files.example/s/1")), text("files.example/s/1"));
        QCOMPARE(shownLink(text("nothing")), text("nothing"));
        const QString wrapped = isolatedLeftToRight(text("x"));
        QCOMPARE(wrapped.size(), 3);
        QCOMPARE(wrapped.front().unicode(), char16_t(0x2066));
        QCOMPARE(wrapped.back().unicode(), char16_t(0x2069));
    }
};

QTEST_GUILESS_MAIN(DisplayTextTest)
#include "tst_display_text.moc"
