// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/failure.h"
#include "backend/server/instance.h"
#include "backend/server/secrets.h"
#include "backend/server/setup_token.h"
#include "backend/server/small_file.h"
#include "shared/core/id.h"
#include "tests/support/qtest_print.h"

#include <QtCore/QTemporaryDir>

#include <filesystem>
#include <fstream>
#include <sys/stat.h>

using namespace dropseal;
using namespace dropseal::server;

namespace {

struct Place {
    QTemporaryDir directory;
    blobs::Folder folder = blobs::Folder::open(directory.path().toStdString()).value();

    std::string path(const std::string& name) const { return directory.path().toStdString() + "/" + name; }
    void put(const std::string& name, std::string_view text, mode_t mode = 0600) const {
        std::ofstream(path(name), std::ios::binary) << text;
        ::chmod(path(name).c_str(), mode);
    }
    std::string get(const std::string& name) const {
        std::ifstream file(path(name), std::ios::binary);
        return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    }
    mode_t modeOf(const std::string& name) const {
        struct stat status {};
        return ::stat(path(name).c_str(), &status) == 0 ? status.st_mode & 07777U : 0;
    }
};

constexpr std::string_view LongSecret = "Jq3nV0pXr8sTzYw2LkMhGfDcBa7U5e1i9oRjKtNy";

} // namespace

class BackendServerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fileIsWrittenWhole();
    void privateFile_data();
    void privateFile();
    void linkIsNotFollowed();
    void secretsAreMadeOnce();
    void missingSecretIsNotMadeAnew();
    void badSecretIsRefused_data();
    void badSecretIsRefused();
    void secretOfTheSettingsWins();
    void setupTokenStays();
    void setupTokenInMemoryLiesNowhere();
    void instanceIsReadBack();
    void damagedInstance_data();
    void damagedInstance();
};

void BackendServerTest::fileIsWrittenWhole() {
    const Place place;
    place.put("name.new", "left by a crash");
    QVERIFY(writeFile(place.folder, "name", "one", Overwrite::No).ok());
    QCOMPARE(place.get("name"), std::string("one"));
    QCOMPARE(place.modeOf("name"), mode_t{0600});
    QVERIFY(!std::filesystem::exists(place.path("name.new")));
    const auto again = writeFile(place.folder, "name", "two", Overwrite::No);
    QVERIFY(!again.ok());
    QVERIFY(again.error().code == ErrorCode::already_used);
    QCOMPARE(place.get("name"), std::string("one"));
    QVERIFY(writeFile(place.folder, "name", "two", Overwrite::Yes).ok());
    QCOMPARE(place.get("name"), std::string("two"));
}

void BackendServerTest::privateFile_data() {
    QTest::addColumn<int>("mode");
    QTest::addColumn<bool>("good");
    QTest::newRow("0600") << 0600 << true;
    QTest::newRow("0400") << 0400 << true;
    QTest::newRow("group") << 0640 << false;
    QTest::newRow("world") << 0604 << false;
}

void BackendServerTest::privateFile() {
    QFETCH(int, mode);
    QFETCH(bool, good);
    const Place place;
    place.put("key", "text", static_cast<mode_t>(mode));
    const auto read = readPrivateFile(place.folder, "key");
    QCOMPARE(read.ok(), good);
    if (!good)
        QVERIFY(read.error().detail.find("chmod 600 " + place.path("key")) != std::string::npos);
    QVERIFY(readFile(place.folder, "key").ok());
}

void BackendServerTest::linkIsNotFollowed() {
    const Place place;
    place.put("target", "text");
    std::filesystem::create_symlink(place.path("target"), place.path("link"));
    QVERIFY(!readPrivateFile(place.folder, "link").ok());
}

void BackendServerTest::secretsAreMadeOnce() {
    const Place place;
    const config::Settings settings;
    const auto first = loadKeys(settings, place.folder, true);
    QVERIFY(first.ok());
    const std::string text = place.get("jwt.key");
    QCOMPARE(text.size(), std::size_t{65});
    QVERIFY(text != place.get("master.key"));
    QCOMPARE(place.modeOf("jwt.key"), mode_t{0600});
    QCOMPARE(place.modeOf("master.key"), mode_t{0600});
    // The file's text is the key itself, so that another service can verify access tokens with it.
    QCOMPARE(first->current(security::KeyRing::Use::Access).bytes.view(),
             std::string_view(text).substr(0, 64));
    const auto second = loadKeys(settings, place.folder, false);
    QVERIFY(second.ok());
    for (const auto use : {security::KeyRing::Use::Access, security::KeyRing::Use::Refresh})
        QCOMPARE(second->current(use).kid, first->current(use).kid);
}

void BackendServerTest::missingSecretIsNotMadeAnew() {
    const Place place;
    const auto keys = loadKeys({}, place.folder, false);
    QVERIFY(!keys.ok());
    QVERIFY2(keys.error().detail.find("jwt.key is missing") != std::string::npos,
             keys.error().detail.c_str());
    QVERIFY(!std::filesystem::exists(place.path("jwt.key")));
}

void BackendServerTest::badSecretIsRefused_data() {
    QTest::addColumn<QByteArray>("secret");
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("short") << QByteArray("8f2b6c1d9e4a7053");
    QTest::newRow("sample") << QByteArray("your-super-secret-key-here-0000000000000");
    QTest::newRow("pattern") << QByteArray("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
}

void BackendServerTest::badSecretIsRefused() {
    QFETCH(QByteArray, secret);
    const Place place;
    place.put("jwt.key", secret.toStdString() + "\n");
    QVERIFY(!loadKeys({}, place.folder, true).ok());
    config::Settings settings;
    settings.jwt_secret.emplace(std::string_view(secret.data(), static_cast<std::size_t>(secret.size())));
    QVERIFY(!checkSecrets(settings).ok());
}

void BackendServerTest::secretOfTheSettingsWins() {
    const Place place;
    config::Settings settings;
    settings.jwt_secret.emplace(LongSecret);
    QVERIFY(checkSecrets(settings).ok());
    const auto keys = loadKeys(settings, place.folder, true);
    QVERIFY(keys.ok());
    QCOMPARE(keys->current(security::KeyRing::Use::Access).bytes.view(), LongSecret);
    QVERIFY(!std::filesystem::exists(place.path("jwt.key")));
}

void BackendServerTest::setupTokenStays() {
    const Place place;
    SetupToken first(place.folder);
    QVERIFY(first.keepInFile().ok());
    QVERIFY(first.text().size() >= 32);
    QCOMPARE(place.get("setup-token"), first.text() + "\n");
    QCOMPARE(place.modeOf("setup-token"), mode_t{0600});
    SetupToken second(place.folder);
    QVERIFY(second.keepInFile().ok());
    QCOMPARE(second.text(), first.text());
    second.end();
    QVERIFY(second.text().empty());
    QVERIFY(!std::filesystem::exists(place.path("setup-token")));
    second.end();
}

void BackendServerTest::setupTokenInMemoryLiesNowhere() {
    const Place place;
    SetupToken in_file(place.folder);
    QVERIFY(in_file.keepInFile().ok());
    SetupToken token(place.folder);
    token.keepInMemory();
    QVERIFY(!token.text().empty() && token.text() != in_file.text());
    QVERIFY(std::filesystem::is_empty(place.directory.path().toStdString()));
}

void BackendServerTest::instanceIsReadBack() {
    const Place place;
    const auto nothing = readInstance(place.folder);
    QVERIFY(nothing.ok() && !nothing->has_value());
    const Instance instance{formatUuid(makeUuid7(fromUnixSeconds(1700000000))), fromUnixSeconds(1700000000),
                            "0a1b2c3d", "4e5f6a7b"};
    QVERIFY(writeInstance(place.folder, instance).ok());
    const auto read = readInstance(place.folder);
    QVERIFY(read.ok() && read->has_value());
    QVERIFY(**read == instance);
}

void BackendServerTest::damagedInstance_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("cut") << QByteArray("{\"id\":\"0189");
    QTest::newRow("other") << QByteArray(
        "{\"id\":\"x\",\"created_at\":\"y\",\"access_kid\":\"a\",\"master_kid\":\"b\"}");
}

void BackendServerTest::damagedInstance() {
    QFETCH(QByteArray, text);
    const Place place;
    place.put("instance.json", text.toStdString());
    const auto read = readInstance(place.folder);
    QVERIFY(!read.ok());
    QCOMPARE(static_cast<int>(failureOf(read.error(), Stage::DataFolder).code), 65);
}

QTEST_APPLESS_MAIN(BackendServerTest)
#include "tst_backend_server.moc"
