// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/config/env_file.h"
#include "backend/config/setting_value.h"
#include "tests/support/qtest_print.h"

#include <QtTest/QTest>

using namespace dropseal;
using namespace dropseal::config;

class SettingValueTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void envLine_data();
    void envLine();
    void envFileFaultNamesTheLine();
    void value_data();
    void value();
    void network_data();
    void network();
    void browserOrigin_data();
    void browserOrigin();
};

void SettingValueTest::envLine_data() {
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("plain") << QByteArray("A=b") << QByteArray("b");
    QTest::newRow("empty") << QByteArray("A=") << QByteArray("");
    QTest::newRow("blanks around") << QByteArray("  A = b c  ") << QByteArray("b c");
    QTest::newRow("export") << QByteArray("export A=b") << QByteArray("b");
    QTest::newRow("comment behind") << QByteArray("A=b # c") << QByteArray("b");
    QTest::newRow("hash inside") << QByteArray("A=b#c") << QByteArray("b#c");
    QTest::newRow("only a comment") << QByteArray("A=# c") << QByteArray("");
    QTest::newRow("double quotes") << QByteArray("A=\"b # \\\"c\\\"\\n\"") << QByteArray("b # \"c\"\n");
    QTest::newRow("single quotes") << QByteArray("A='b \\n # c' # d") << QByteArray("b \\n # c");
    QTest::newRow("CRLF") << QByteArray("A=b\r") << QByteArray("b");
    QTest::newRow("equals inside") << QByteArray("A=b=c==") << QByteArray("b=c==");
    QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF"
                                                   "A=b")
                                     << QByteArray("b");
    QTest::newRow("no variables are put in") << QByteArray("A=$HOME") << QByteArray("$HOME");
}

void SettingValueTest::envLine() {
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, value);
    const auto lines = parseEnvFile(line.toStdString(), ".env");
    QVERIFY(lines.ok());
    QCOMPARE(lines->size(), std::size_t{1});
    QCOMPARE(lines->front().key, std::string("A"));
    QCOMPARE(lines->front().value, value.toStdString());
}

void SettingValueTest::envFileFaultNamesTheLine() {
    for (const std::string bad : {"no equals", "=b", "A B=c", "A='b", "A=\"b\" c", "1A=b"}) {
        const auto lines = parseEnvFile("OK=1\n\n# comment\n" + bad + "\n", "x/.env");
        QVERIFY2(!lines.ok(), bad.c_str());
        QVERIFY2(lines.error().detail.starts_with("x/.env line 4 "), lines.error().detail.c_str());
    }
}

void SettingValueTest::value_data() {
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("good");
    const auto row = [](const char* key, const char* text, bool good) {
        QTest::addRow("%s=%s", key, text) << QString::fromUtf8(key) << QString::fromUtf8(text) << good;
    };
    row("LISTEN", "127.0.0.1:8000", true);
    row("LISTEN", "[::1]:0", true);
    row("LISTEN", "localhost:65535", true);
    row("LISTEN", "127.0.0.1", false);
    row("LISTEN", "127.0.0.1:65536", false);
    row("LISTEN", "127.0.0.1:-1", false);
    row("LISTEN", ":8000", false);
    row("LISTEN", "::1:8000", false);
    row("LISTEN", "", false);
    row("BCRYPT_ROUNDS", "12", true);
    row("BCRYPT_ROUNDS", "3", false);
    row("BCRYPT_ROUNDS", "12 ", false);
    row("BCRYPT_ROUNDS", "+12", false);
    row("BCRYPT_ROUNDS", "0x0c", false);
    row("BCRYPT_ROUNDS", "", false);
    row("MAX_UPLOAD_BYTES", "9223372036854775807", true);
    row("MAX_UPLOAD_BYTES", "9223372036854775808", false);
    row("MAX_UPLOAD_BYTES", "-1", false);
    row("REGISTRATION", "open", true);
    row("REGISTRATION", "off", true);
    row("REGISTRATION", "open off", false);
    row("REGISTRATION", "Open", false);
    row("REGISTRATION", "", false);
    row("REQUIRE_HTTPS", "on", true);
    row("REQUIRE_HTTPS", "True", true);
    row("REQUIRE_HTTPS", "0", true);
    row("REQUIRE_HTTPS", "maybe", false);
    row("REQUIRE_HTTPS", "", false);
    row("CORS_ORIGINS", "", true);
    row("CORS_ORIGINS", "https://app.example.org, http://localhost:5173", true);
    row("CORS_ORIGINS", "*", false);
    row("CORS_ORIGINS", "null", false);
    row("CORS_ORIGINS", "https://*.example.org", false);
    row("CORS_ORIGINS", "https://app.example.org/path", false);
    row("CORS_ORIGINS", "app.example.org", false);
    row("TRUSTED_PROXIES", "", true);
    row("TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8, fd00::/8", true);
    row("TRUSTED_PROXIES", "nginx", false);
    row("TRUSTED_PROXIES", "10.0.0.0/33", false);
    row("TRUSTED_PROXIES", "10.0.0.5/8", false);
    row("TRUSTED_PROXIES", "*", false);
    row("MAX_HEAD_BYTES", "65536", true);
    row("MAX_HEAD_BYTES", "65537", false);
    row("MAX_CONNECTIONS_PER_ADDRESS", "0", true);
    row("HEAD_TIMEOUT_SECONDS", "0", false);
    row("PUBLIC_URL", "", true);
    row("PUBLIC_URL", "https://files.example.org", true);
    row("PUBLIC_URL", "http://[::1]:8080/", true);
    row("PUBLIC_URL", "files.example.org", false);
    row("PUBLIC_URL", "ftp://files.example.org", false);
    row("PUBLIC_URL", "https://files.example.org/path", false);
    row("PUBLIC_URL", "https://user@files.example.org", false);
    row("PUBLIC_URL", "https://files.example.org?x", false);
    row("DATABASE_URL", "sqlite:///./dev.db", true);
    row("DATABASE_URL", "sqlite:////srv/dev.db", true);
    row("DATABASE_URL", "sqlite+aiosqlite:///dev.db", true);
    row("DATABASE_URL", "sqlite:///", false);
    row("DATABASE_URL", "sqlite:///:memory:", false);
    row("DATABASE_URL", "dev.db", false);
    row("DATABASE_URL", "postgresql://u:p@localhost/db", false);
    row("JWT_SECRET", "0123456789abcdef0123456789abcdef", true);
    row("JWT_SECRET", "0123456789abcdef0123456789abcde", false);
    row("JWT_SECRET", "", false);
    row("ALLOWED_TYPES", "image/*, application/pdf", true);
    row("ALLOWED_TYPES", "image/*\nX: y", false);
    row("DATA_DIR", "", false);
}

void SettingValueTest::value() {
    QFETCH(QString, key);
    QFETCH(QString, text);
    QFETCH(bool, good);
    const SettingRow* row = findSetting(key.toStdString());
    QVERIFY(row != nullptr);
    QCOMPARE(!faultOf(*row, text.toStdString()).has_value(), good);
}

void SettingValueTest::network_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<int>("bits"); // -1: none
    const auto row = [](const char* text, int bits) { QTest::newRow(text) << std::string(text) << bits; };
    row("127.0.0.1", 128);
    row("10.0.0.0/8", 104);
    row("0.0.0.0/0", 96);
    row("192.0.2.1/32", 128);
    row("::1", 128);
    row("fd00::/8", 8);
    row("::/0", 0);
    row("10.0.0.1/8", -1);
    row("fd00::1/64", -1);
    row("10.0.0.0/-1", -1);
    row("10.0.0.0/", -1);
    row("10.0.0/8", -1);
    row("::/129", -1);
    row("", -1);
}

void SettingValueTest::network() {
    QFETCH(std::string, text);
    const auto block = readNetwork(text);
    QTEST(block ? block->bits : -1, "bits");
}

void SettingValueTest::browserOrigin_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("origin");
    const auto row = [](const char* text, const char* origin) {
        QTest::newRow(text) << std::string(text) << std::string(origin);
    };
    row("https://App.Example.org/", "https://app.example.org");
    row("https://app.example.org:443", "https://app.example.org");
    row("http://app.example.org:80", "http://app.example.org");
    row("http://app.example.org:443", "http://app.example.org:443");
    row("https://app.example.org:8443", "https://app.example.org:8443");
    row("ftp://app.example.org", "");
}

void SettingValueTest::browserOrigin() {
    QFETCH(std::string, text);
    QTEST(readBrowserOrigin(text).value_or(""), "origin");
}

QTEST_APPLESS_MAIN(SettingValueTest)
#include "tst_setting_value.moc"
