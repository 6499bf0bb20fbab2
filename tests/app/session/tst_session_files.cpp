// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/app_settings.h"
#include "app/session/server_address.h"
#include "app/session/server_profiles.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

using namespace dropseal::app;

/// What the app remembers in its settings file, and the addresses that people type.
class TestSessionFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void addresses_data();
    void addresses();
    void profilesAreRemembered();
    void theBundledServerIsOne();
    void settingsAreRemembered();
    void nonsenseInTheFileIsTheDefault();
    void defaultsComeBackByGroup();

private:
    QString file() const { return m_folder->filePath(QStringLiteral("dropseal.conf")); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestSessionFiles::addresses_data() {
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("base");
    const auto row = [](const char* typed, const char* base) {
        QTest::newRow(typed) << QString::fromUtf8(typed) << QString::fromUtf8(base);
    };
    row("files.example.org", "https://files.example.org");
    row("  files.example.org  ", "https://files.example.org");
    row("Files.Example.ORG/", "https://files.example.org");
    row("files.example.org:8443", "https://files.example.org:8443");
    row("https://files.example.org:443", "https://files.example.org");
    row("http://192.168.1.5:8000", "http://192.168.1.5:8000");
    row("https://files.example.org/d/key?x=1#y", "https://files.example.org");
    row("localhost:8000", "http://localhost:8000");
    row("127.0.0.1:8000", "http://127.0.0.1:8000");
    row("[::1]:8000", "http://[::1]:8000");
    row("https://localhost", "https://localhost");
    row("", "");
    row("   ", "");
    row("ftp://files.example.org", "");
    row("javascript://x", "");
    row("file:///etc/passwd", "");
    row("https://ada:secret@files.example.org", "");
    row("files example org", "");
    row("https://", "");
    row("https://host:99999", "");
    row("127.0.0.1.evil.example", "https://127.0.0.1.evil.example");
}

void TestSessionFiles::addresses() {
    QFETCH(QString, typed);
    QFETCH(QString, base);
    const auto parsed = parseServerAddress(typed);
    QCOMPARE(parsed ? parsed->toString() : QString(), base);
}

void TestSessionFiles::profilesAreRemembered() {
    ServerProfile one;
    one.base = QUrl(QStringLiteral("https://one.example"));
    one.last_login = QStringLiteral("ada@example.org");
    ServerProfile two;
    two.base = QUrl(QStringLiteral("http://127.0.0.1:8000"));
    two.pinned_fingerprint = QStringLiteral("ab12");
    {
        ServerProfiles profiles(file());
        QVERIFY(!profiles.current());
        profiles.setCurrent(one);
        profiles.setCurrent(two);
        one.last_login = QStringLiteral("eve@example.org");
        profiles.setCurrent(one);
    }
    ServerProfiles profiles(file());
    QCOMPARE(profiles.all().size(), std::size_t{2});
    QCOMPARE(profiles.current()->base, one.base);
    QCOMPARE(profiles.current()->last_login, one.last_login);
    QCOMPARE(profiles.all()[1].pinned_fingerprint, two.pinned_fingerprint);
    QCOMPARE(profiles.all()[1].displayName(), QStringLiteral("127.0.0.1:8000"));
    profiles.forgetCurrent();
    QVERIFY(!profiles.current());
    QCOMPARE(profiles.all().size(), std::size_t{1});
}

void TestSessionFiles::theBundledServerIsOne() {
    ServerProfiles profiles(file());
    ServerProfile bundled;
    bundled.bundled = true;
    profiles.setCurrent(bundled);
    bundled.base = QUrl(QStringLiteral("http://127.0.0.1:4000"));
    profiles.setCurrent(bundled);
    ServerProfile same_address;
    same_address.base = bundled.base;
    profiles.setCurrent(same_address);
    QCOMPARE(profiles.all().size(), std::size_t{2});
    QCOMPARE(profiles.all()[0].displayName(), QStringLiteral("This computer"));
}

void TestSessionFiles::settingsAreRemembered() {
    {
        AppSettings settings(file());
        QCOMPARE(settings.linkLife(), std::chrono::seconds(604800));
        QVERIFY(settings.copyLinkAtOnce());
        QCOMPARE(settings.parallelTransfers(), 3);
        QVERIFY(!settings.shareOnNetwork());
        int changes = 0;
        connect(&settings, &AppSettings::changed, this, [&] { ++changes; });
        settings.setLinkLife(std::chrono::hours(1));
        settings.setLinkLife(std::chrono::hours(1));
        QCOMPARE(changes, 1);
        settings.setParallelTransfers(99);
        settings.setTheme(ThemeSetting::HighContrast);
        settings.setBundledPort(41234);
        settings.setWindowState(QStringLiteral("geometry"), QByteArray("\0\1x", 3));
    }
    const AppSettings settings(file());
    QCOMPARE(settings.linkLife(), std::chrono::seconds(3600));
    QCOMPARE(settings.parallelTransfers(), 8);
    QVERIFY(settings.theme() == ThemeSetting::HighContrast);
    QCOMPARE(settings.bundledPort(), 41234);
    QCOMPARE(settings.windowState(QStringLiteral("geometry")), QByteArray("\0\1x", 3));
}

void TestSessionFiles::nonsenseInTheFileIsTheDefault() {
    QFile text(file());
    QVERIFY(text.open(QIODevice::WriteOnly));
    text.write("[links]\nlife_seconds=17\n[transfers]\nparallel=-5\n[appearance]\ntheme=moon\n[server]"
               "\nbundled_port=70000\n");
    text.close();
    const AppSettings settings(file());
    QCOMPARE(settings.linkLife(), std::chrono::seconds(604800));
    QCOMPARE(settings.parallelTransfers(), 3);
    QVERIFY(settings.theme() == ThemeSetting::System);
    QCOMPARE(settings.bundledPort(), 0);
}

void TestSessionFiles::defaultsComeBackByGroup() {
    AppSettings settings(file());
    settings.setCopyLinkAtOnce(false);
    settings.setReducedMotion(true);
    settings.setShareOnNetwork(true);
    settings.setBundledPort(41234);
    settings.restoreDefaults(QStringLiteral("links"));
    QVERIFY(settings.copyLinkAtOnce());
    QVERIFY(settings.reducedMotion());
    settings.restoreDefaults(QStringLiteral("server"));
    QVERIFY(!settings.shareOnNetwork());
    QCOMPARE(settings.bundledPort(), 41234);
}

QTEST_GUILESS_MAIN(TestSessionFiles)
#include "tst_session_files.moc"
