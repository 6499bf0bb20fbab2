// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/config/env_file.h"
#include "backend/config/example.h"
#include "backend/config/resolution.h"
#include "backend/config/setting_value.h"
#include "backend/config/settings.h"
#include "tests/support/qtest_print.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <filesystem>
#include <fstream>
#include <set>

using namespace dropseal;
using namespace dropseal::config;

namespace {

using Names = std::map<std::string, std::string>;

void writeFile(const std::string& path, std::string_view text) {
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path, std::ios::binary) << text;
}

/// A start folder with what stands in it, and the surroundings that name it.
struct Place {
    QTemporaryDir folder;
    Surroundings surroundings;

    Place() {
        surroundings.start_folder = (folder.path() + QStringLiteral("/start")).toStdString();
        surroundings.home = folder.path().toStdString();
        std::filesystem::create_directories(surroundings.start_folder);
    }
    std::string path(const std::string& name) const { return folder.path().toStdString() + "/" + name; }
    Result<Resolution> resolve() const { return Resolution::make(surroundings); }
};

std::string detailOf(const Result<Resolution>& result) {
    return result.ok() ? "no error" : result.error().detail;
}

} // namespace

class BackendConfigTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void badValueIsNamed_data();
    void badValueIsNamed();
    void secretIsNotShown();
    void earlierSourceWins_data();
    void earlierSourceWins();
    void aliasIsMultiplied_data();
    void aliasIsMultiplied();
    void secondsWinOverDaysInOneSource();
    void valueFromFile();
    void valueAndFileTogetherAreAMistake();
    void credential();
    void dataFolder_data();
    void dataFolder();
    void dataFolderCannotMoveItself();
    void database_data();
    void database();
    void unknownNamesAreWarnedAbout();
    void tableIsSound();
    void exampleIsUpToDate();
    void exampleIsAGoodEnvFile();
};

void BackendConfigTest::badValueIsNamed_data() {
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("words");
    QTest::newRow("number") << "WORKERS"
                            << "many"
                            << "WORKERS=many (environment) must be a whole number from 0 to 256";
    QTest::newRow("choice") << "REGISTRATION"
                            << "yes"
                            << "REGISTRATION=yes (environment) must be one of: open off";
    QTest::newRow("alias")
        << "REFRESH_TOKEN_EXPIRE_DAYS"
        << "91"
        << "REFRESH_TOKEN_EXPIRE_DAYS=91 (environment) must be a whole number from 1 to 90";
    QTest::newRow("alias, huge") << "ACCESS_TOKEN_EXPIRE_MINUTES"
                                 << "9223372036854775807"
                                 << "ACCESS_TOKEN_EXPIRE_MINUTES=9223372036854775807 (environment) must be a "
                                    "whole number from 1 to 1440";
}

void BackendConfigTest::badValueIsNamed() {
    QFETCH(QString, key);
    QFETCH(QString, text);
    QFETCH(QString, words);
    Place place;
    place.surroundings.environment = {{key.toStdString(), text.toStdString()}};
    QCOMPARE(detailOf(place.resolve()), words.toStdString());
}

void BackendConfigTest::secretIsNotShown() {
    Place place;
    place.surroundings.environment = {{"SECRET_KEY", "short-but-secret"}};
    const auto refused = place.resolve();
    QVERIFY(!refused.ok());
    QVERIFY(refused.error().detail.find("short-but-secret") == std::string::npos);
    QVERIFY(refused.error().detail.starts_with("JWT_SECRET (environment) must be at least 32 bytes"));

    const std::string secret = "a-secret-that-is-long-enough-for-hs256";
    place.surroundings.environment = {{"SECRET_KEY", secret}};
    const auto resolution = place.resolve();
    QVERIFY(resolution.ok());
    const std::string shown = showSettings(*resolution);
    QVERIFY(shown.find(secret) == std::string::npos);
    QVERIFY(shown.find("JWT_SECRET=********  # environment") != std::string::npos);
    QCOMPARE(Settings::from(*resolution).jwt_secret->view(), std::string_view(secret));
}

void BackendConfigTest::earlierSourceWins_data() {
    QTest::addColumn<int>("sources"); // bits: flag, environment, credential, start .env, data .env
    QTest::addColumn<QString>("host");
    QTest::newRow("all") << 31 << "https://flag.example";
    QTest::newRow("no flag") << 30 << "https://environment.example";
    QTest::newRow("credential") << 28 << "https://credential.example";
    QTest::newRow("start folder") << 24 << "https://start.example";
    QTest::newRow("data folder") << 16 << "https://data.example";
    QTest::newRow("default") << 0 << "";
}

void BackendConfigTest::earlierSourceWins() {
    QFETCH(int, sources);
    QFETCH(QString, host);
    Place place;
    auto& surroundings = place.surroundings;
    surroundings.flags["DATA_DIR"] = "../data";
    if ((sources & 1) != 0)
        surroundings.flags["PUBLIC_URL"] = "https://Flag.example/";
    if ((sources & 2) != 0)
        surroundings.environment["PUBLIC_URL"] = "https://environment.example";
    if ((sources & 4) != 0) {
        surroundings.environment["CREDENTIALS_DIRECTORY"] = place.path("credentials");
        writeFile(place.path("credentials/public_url"), "https://credential.example\n");
    }
    if ((sources & 8) != 0)
        writeFile(place.path("start/.env"), "PUBLIC_URL=https://start.example\n");
    if ((sources & 16) != 0)
        writeFile(place.path("data/.env"), "PUBLIC_URL=https://data.example\n");
    const auto resolution = place.resolve();
    QCOMPARE(detailOf(resolution), std::string("no error"));
    QCOMPARE(resolution->dataFolder(), place.path("data"));
    QCOMPARE(Settings::from(*resolution).public_url, host.toStdString());
}

void BackendConfigTest::aliasIsMultiplied_data() {
    QTest::addColumn<QString>("alias");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("text");
    QTest::newRow("minutes") << "ACCESS_TOKEN_EXPIRE_MINUTES"
                             << "ACCESS_TOKEN_EXPIRE_SECONDS"
                             << "1800";
    QTest::newRow("days") << "REFRESH_TOKEN_EXPIRE_DAYS"
                          << "REFRESH_TOKEN_EXPIRE_SECONDS"
                          << "2592000";
}

void BackendConfigTest::aliasIsMultiplied() {
    QFETCH(QString, alias);
    QFETCH(QString, key);
    QFETCH(QString, text);
    Place place;
    writeFile(place.path("start/.env"), alias.toStdString() + "=30\n");
    const auto resolution = place.resolve();
    QCOMPARE(detailOf(resolution), std::string("no error"));
    QCOMPARE(resolution->get(key.toStdString()).text, text.toStdString());
    QCOMPARE(resolution->get(key.toStdString()).origin,
             place.path("start/.env line 1 as ") + alias.toStdString());
}

void BackendConfigTest::secondsWinOverDaysInOneSource() {
    Place place;
    place.surroundings.environment = {{"REFRESH_TOKEN_EXPIRE_DAYS", "7"},
                                      {"REFRESH_TOKEN_EXPIRE_SECONDS", "3600"}};
    const auto resolution = place.resolve();
    QCOMPARE(detailOf(resolution), std::string("no error"));
    QCOMPARE(Settings::from(*resolution).refresh_life, std::chrono::seconds(3600));
}

void BackendConfigTest::valueFromFile() {
    Place place;
    const std::string secret = "0123456789 0123456789 0123456789";
    writeFile(place.path("start/key"), secret + "\n");
    place.surroundings.environment = {{"MASTER_KEY_FILE", "key"}};
    const auto resolution = place.resolve();
    QCOMPARE(detailOf(resolution), std::string("no error"));
    QCOMPARE(Settings::from(*resolution).master_key->view(), std::string_view(secret));

    place.surroundings.environment = {{"MASTER_KEY_FILE", "absent"}};
    QVERIFY(detailOf(place.resolve()).ends_with("there is no such file"));
}

void BackendConfigTest::valueAndFileTogetherAreAMistake() {
    Place place;
    place.surroundings.environment = {{"JWT_SECRET", std::string(32, 'x')}, {"JWT_SECRET_FILE", "key"}};
    QCOMPARE(detailOf(place.resolve()),
             std::string("both JWT_SECRET and JWT_SECRET_FILE are set (environment); remove one"));
}

void BackendConfigTest::credential() {
    Place place;
    writeFile(place.path("credentials/JWT_SECRET"), "a credential of systemd, long enough\n");
    place.surroundings.environment = {{"CREDENTIALS_DIRECTORY", place.path("credentials")}};
    const auto resolution = place.resolve();
    QCOMPARE(detailOf(resolution), std::string("no error"));
    QCOMPARE(resolution->get("JWT_SECRET").text, std::string("a credential of systemd, long enough"));
    QCOMPARE(resolution->get("JWT_SECRET").origin, std::string("credential JWT_SECRET"));
}

void BackendConfigTest::dataFolder_data() {
    QTest::addColumn<QString>("flag");
    QTest::addColumn<QString>("xdg");
    QTest::addColumn<QString>("home");
    QTest::addColumn<bool>("root");
    QTest::addColumn<QString>("folder");
    QTest::newRow("absolute") << "/srv/d/"
                              << ""
                              << "/h" << false << "/srv/d";
    QTest::newRow("relative to the start folder") << "./d"
                                                  << ""
                                                  << "/h" << false << "START/d";
    QTest::newRow("XDG") << ""
                         << "/x"
                         << "/h" << false << "/x/dropseal";
    QTest::newRow("relative XDG counts as none") << ""
                                                 << "x"
                                                 << "/h" << false << "/h/.local/share/dropseal";
    QTest::newRow("home") << ""
                          << ""
                          << "/h" << false << "/h/.local/share/dropseal";
    QTest::newRow("root") << ""
                          << "/x"
                          << "/h" << true << "/var/lib/dropseal";
}

void BackendConfigTest::dataFolder() {
    QFETCH(QString, flag);
    QFETCH(QString, xdg);
    QFETCH(QString, home);
    QFETCH(bool, root);
    QFETCH(QString, folder);
    Place place;
    if (!flag.isEmpty())
        place.surroundings.flags["DATA_DIR"] = flag.toStdString();
    place.surroundings.environment = {{"XDG_DATA_HOME", xdg.toStdString()}, {"HOME", home.toStdString()}};
    place.surroundings.root = root;
    const auto resolution = place.resolve();
    QCOMPARE(detailOf(resolution), std::string("no error"));
    folder.replace(QStringLiteral("START"), QString::fromStdString(place.surroundings.start_folder));
    QCOMPARE(resolution->dataFolder(), folder.toStdString());
    QCOMPARE(Settings::from(*resolution).database_file, folder.toStdString() + "/dropseal.db");
}

void BackendConfigTest::dataFolderCannotMoveItself() {
    Place place;
    place.surroundings.flags["DATA_DIR"] = "../data";
    writeFile(place.path("data/.env"), "DATA_DIR=/elsewhere\n");
    QVERIFY(detailOf(place.resolve()).ends_with("the data folder cannot name another one; remove DATA_DIR"));
}

void BackendConfigTest::database_data() {
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("file");
    QTest::newRow("relative") << "sqlite:///./dev.db"
                              << "START/dev.db";
    QTest::newRow("absolute") << "sqlite:////srv/dev.db"
                              << "/srv/dev.db";
    QTest::newRow("with a driver") << "sqlite+aiosqlite:///../dev.db"
                                   << "dev.db";
}

void BackendConfigTest::database() {
    QFETCH(QString, url);
    QFETCH(QString, file);
    Place place;
    place.surroundings.environment = {{"DATABASE_URL", url.toStdString()}};
    const auto resolution = place.resolve();
    QCOMPARE(detailOf(resolution), std::string("no error"));
    file.replace(QStringLiteral("START"), QString::fromStdString(place.surroundings.start_folder));
    const std::string expected = file.startsWith(u'/') ? file.toStdString() : place.path(file.toStdString());
    QCOMPARE(Settings::from(*resolution).database_file, expected);
}

void BackendConfigTest::unknownNamesAreWarnedAbout() {
    Place place;
    writeFile(place.path("start/.env"), "SMTP_HOTS=x\nREGISTRATION=off\nJWT_SECRET_FILE=k\n");
    writeFile(place.path("start/k"), std::string(40, 'k'));
    const auto resolution = place.resolve();
    QCOMPARE(detailOf(resolution), std::string("no error"));
    QCOMPARE(resolution->warnings().size(), std::size_t{1});
    QVERIFY(
        resolution->warnings().front().starts_with(place.path("start/.env line 1: SMTP_HOTS is no setting")));
}

void BackendConfigTest::tableIsSound() {
    std::set<std::string_view> names;
    for (const SettingRow& row : settingsTable()) {
        QVERIFY2(names.insert(row.key).second, row.key.data());
        QVERIFY2(!row.alias || names.insert(row.alias->key).second, row.key.data());
        QVERIFY2(!row.meaning.empty() && row.meaning.ends_with('.') && !row.unit.empty(), row.key.data());
        QVERIFY2(!row.default_words.empty() || !faultOf(row, row.default_text), row.key.data());
        QCOMPARE(findSetting(row.key), &row);
    }
}

void BackendConfigTest::exampleIsUpToDate() {
    const auto committed = readSmallFile(DROPSEAL_SOURCE_FOLDER "/.env.example");
    QVERIFY(committed.ok() && committed->has_value());
    QVERIFY2(**committed == envExample(), "write it anew: dropseald config example > .env.example");
}

void BackendConfigTest::exampleIsAGoodEnvFile() {
    std::string text = envExample();
    for (std::size_t at = 0; (at = text.find("\n#", at)) != std::string::npos; at += 2)
        if (at + 2 < text.size() && text[at + 2] != ' ')
            text.erase(at + 1, 1);
    const auto lines = parseEnvFile(text, ".env.example");
    QVERIFY(lines.ok());
    QCOMPARE(lines->size(), settingsTable().size());
    for (const EnvLine& line : *lines)
        QCOMPARE(line.value, std::string(findSetting(line.key)->default_text));
}

QTEST_APPLESS_MAIN(BackendConfigTest)
#include "tst_backend_config.moc"
