// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/services/person.h"

#include <thread>

using namespace dropseal;
using namespace dropseal::test;
using namespace std::chrono_literals;

class TestAccountService : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void login_data();
    void login();
    void passwordsAreUsedAsReceived();
    void oldHashesAreRenewed_data();
    void oldHashesAreRenewed();
    void suspendedWhileHashing();
    void passwordChangedWhileHashing();
    void setup();
    void twoSetupsAtOnce();
    void addUser();
    void lastAdmin();
    void twoAdminsDemoteEachOther();
    void list();
    void functionsMayRunAgain();
};

void TestAccountService::login_data() {
    QTest::addColumn<QString>("login");
    QTest::addColumn<QString>("password");
    QTest::addColumn<bool>("suspended");
    QTest::addColumn<QString>("expected");
    const QString right = QString::fromLatin1(ServiceFixture::Password);
    QTest::newRow("e-mail") << "anna@example.com" << right << false << "ok:";
    QTest::newRow("e-mail in capitals") << "ANNA@EXAMPLE.COM" << right << false << "ok:";
    QTest::newRow("user name") << "Anna.M" << right << false << "ok:";
    QTest::newRow("verified id") << "e7" << right << false << "ok:";
    QTest::newRow("claimed id") << "E8" << right << false << "invalid_credentials:";
    QTest::newRow("wrong password") << "anna@example.com"
                                    << "SecurePassword123?" << false << "invalid_credentials:";
    QTest::newRow("unknown user") << "nobody@example.com" << right << false << "invalid_credentials:";
    QTest::newRow("overlong password")
        << "anna@example.com" << QString(1025, QLatin1Char('x')) << false << "invalid_credentials:";
    QTest::newRow("no login") << "" << right << false << "validation_failed:";
    QTest::newRow("no password") << "anna@example.com"
                                 << "" << false << "validation_failed:";
    QTest::newRow("suspended") << "anna@example.com" << right << true << "account_suspended:suspended";
    QTest::newRow("suspended, wrong password") << "anna@example.com"
                                               << "SecurePassword123?" << true << "invalid_credentials:";
}

void TestAccountService::login() {
    QFETCH(QString, login);
    QFETCH(QString, password);
    QFETCH(bool, suspended);
    QFETCH(QString, expected);
    ServiceFixture f;
    services::AddUserInput anna;
    anna.person = person("anna@example.com");
    anna.person.username = "anna.m";
    anna.person.employee_id = "E7";
    anna.employee_id_verified = true;
    const auto user = must(f.accounts->addUser(anna));
    auto bert = person("bert@example.com");
    bert.employee_id = "E8";
    must(f.accounts->registerUser(bert));
    if (suspended)
        must(f.accounts->setStatus(user.id, stores::UserStatus::Suspended));
    const auto answer = f.accounts->login({login.toStdString(), password.toStdString()}, f.Client);
    QCOMPARE(wordAndReason(answer), expected.toStdString());
    if (!answer)
        return;
    const auto claims = must(f.tokens.verifyAccess(answer->access_token, f.clock.now()));
    QCOMPARE(claims.employee_id, std::optional<std::string>("E7"));
    QCOMPARE(claims.role, "user");
    QCOMPARE(answer->expires_in.count(), 900);
    QCOMPARE(must(f.accounts->user(user.id)).last_login, std::optional(f.clock.now()));
    const auto session = f.session(claims.session_id);
    QCOMPARE(session.device_info, f.Client.user_agent);
    QCOMPARE(session.ip_address, f.Client.ip_address);
}

/// ASVS V6.2.8: no trimming, no normalising, no end at a NUL, no end at 72 bytes.
void TestAccountService::passwordsAreUsedAsReceived() {
    ServiceFixture f;
    const std::vector<std::string> passwords = {
        " leading and trailing ",          "leading and trailing",        std::string("zero\0byte one", 13),
        std::string("zero\0byte two", 13), "composed \u00e9\u00e9\u00e9", "composed e\u0301e\u0301e\u0301",
        std::string(72, 'x') + "1",        std::string(72, 'x') + "2"};
    for (std::size_t i = 0; i < passwords.size(); ++i)
        must(f.accounts->registerUser(person("u" + std::to_string(i) + "@example.com", passwords[i])));
    for (std::size_t i = 0; i < passwords.size(); ++i)
        for (std::size_t j = 0; j < passwords.size(); ++j) {
            const auto answer =
                f.accounts->login({"u" + std::to_string(i) + "@example.com", passwords[j]}, f.Client);
            QCOMPARE(wordOf(answer), i == j ? "ok" : "invalid_credentials");
        }
}

void TestAccountService::oldHashesAreRenewed_data() {
    QTest::addColumn<QString>("scheme");
    QTest::addColumn<bool>("renewed");
    QTest::newRow("today's") << "today" << false;
    QTest::newRow("another cost") << "cost" << true;
    QTest::newRow("plain bcrypt") << "plain" << true;
}

void TestAccountService::oldHashesAreRenewed() {
    QFETCH(QString, scheme);
    QFETCH(bool, renewed);
    // "SecurePassword123!" by Python's crypt.crypt().
    const std::string plain = "$2b$04$XuP90xHWJ2iKySC0GbGFu.SWTis5rZ5jI1Bumra3rKAo1QsEyBgFa";
    ServiceFixture f;
    const auto user = f.addUser("anna");
    const std::string old = scheme == QStringLiteral("plain") ? plain
                            : scheme == QStringLiteral("cost")
                                ? must(security::PasswordHasher(5).hash(ServiceFixture::Password))
                                : user.password_hash;
    f.write([&](const stores::Stores& s) -> Result<void> {
        must(s.users.replacePasswordHash(user.id, user.password_hash, old, f.clock.now()));
        return {};
    });
    f.login("anna");
    const std::string now = must(f.accounts->user(user.id)).password_hash;
    QCOMPARE(now != old, renewed);
    QVERIFY(now.starts_with("$bcrypt-sha256$v=2,t=2b,r=4$"));
    f.login("anna");
    QCOMPARE(must(f.accounts->user(user.id)).password_hash, now);
}

/// The account changes while its password is hashed: the transaction looks again.
void TestAccountService::suspendedWhileHashing() {
    ServiceFixture f;
    const auto user = f.addUser("anna");
    f.work.afterNextRead([&] { must(f.accounts->setStatus(user.id, stores::UserStatus::Suspended)); });
    QCOMPARE(wordOf(f.accounts->login({"anna@example.com", ServiceFixture::Password}, f.Client)),
             "account_suspended");
}

void TestAccountService::passwordChangedWhileHashing() {
    ServiceFixture f;
    const auto user = f.addUser("anna");
    f.work.afterNextRead([&] {
        const std::string hash = must(f.hasher.hash("another password"));
        f.write([&](const stores::Stores& s) -> Result<void> {
            DROPSEAL_TRY(s.users.replacePasswordHash(user.id, user.password_hash, hash, f.clock.now()));
            return {};
        });
    });
    QCOMPARE(wordOf(f.accounts->login({"anna@example.com", ServiceFixture::Password}, f.Client)),
             "invalid_credentials");
}

void TestAccountService::setup() {
    ServiceFixture f;
    const std::string token = "the-right-setup-token";
    QCOMPARE(must(f.accounts->anyAdmin()), false);
    QCOMPARE(wordOf(f.accounts->setup("wrong", token, person("a@example.com"), f.Client)),
             "setup_token_invalid");
    QCOMPARE(wordOf(f.accounts->setup("", "", person("a@example.com"), f.Client)), "setup_token_invalid");
    QCOMPARE(wordOf(f.accounts->setup(token, token, person("a"), f.Client)), "validation_failed");
    f.addUser("anna");
    QCOMPARE(wordOf(f.accounts->setup(token, token, person("anna@example.com"), f.Client)), "email_taken");
    const auto done = f.accounts->setup(token, token, person("a@example.com"), f.Client);
    QCOMPARE(wordOf(done), "ok");
    QCOMPARE(done->user.role, stores::Role::Admin);
    QVERIFY(must(f.sessions->authenticate(done->tokens.access_token)).isAdmin());
    QCOMPARE(wordOf(f.accounts->setup(token, token, person("b@example.com"), f.Client)), "not_found");
    QCOMPARE(wordOf(f.accounts->setup("wrong", token, person("b@example.com"), f.Client)), "not_found");
}

void TestAccountService::twoSetupsAtOnce() {
    ServiceFixture f;
    std::vector<std::string> answers(8);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < answers.size(); ++i)
        threads.emplace_back([&f, &answers, i] {
            answers[i] = wordOf(
                f.accounts->setup("token", "token", person(std::to_string(i) + "x@example.com"), f.Client));
        });
    for (auto& thread : threads)
        thread.join();
    QCOMPARE(std::count(answers.begin(), answers.end(), "ok"), 1);
    QCOMPARE(std::count(answers.begin(), answers.end(), "not_found"), 7);
}

void TestAccountService::addUser() {
    ServiceFixture f;
    services::AddUserInput input;
    input.person = person("a@example.com");
    input.role = stores::Role::Moderator;
    input.employee_id_verified = true; // without an id there is nothing to verify
    const auto user = must(f.accounts->addUser(input));
    QCOMPARE(user.role, stores::Role::Moderator);
    QCOMPARE(user.employee_id_verified, false);
    QCOMPARE(must(f.accounts->user(user.id)).email, "a@example.com");
    QCOMPARE(wordOf(f.accounts->addUser(input)), "email_taken");
    QCOMPARE(wordOf(f.accounts->user(UserId::make(f.clock.now()))), "not_found");
}

void TestAccountService::lastAdmin() {
    ServiceFixture f;
    const auto root = f.addUser("root", stores::Role::Admin);
    const auto anna = f.addUser("anna");
    QCOMPARE(wordOf(f.accounts->setRole(root.id, stores::Role::User)), "last_admin");
    QCOMPARE(wordOf(f.accounts->setStatus(root.id, stores::UserStatus::Suspended)), "last_admin");
    const auto tokens = f.login("root");
    QCOMPARE(wordOf(f.accounts->setStatus(root.id, stores::UserStatus::Suspended)), "last_admin");
    QCOMPARE(wordOf(f.sessions->authenticate(tokens.access_token)), "ok"); // its sessions did not end either
    must(f.accounts->setRole(anna.id, stores::Role::Admin));
    must(f.accounts->setStatus(anna.id, stores::UserStatus::Suspended));
    QCOMPARE(wordOf(f.accounts->setRole(root.id, stores::Role::User)),
             "last_admin"); // the other is suspended
    QCOMPARE(wordOf(f.accounts->setRole(UserId::make(f.clock.now()), stores::Role::User)), "not_found");
    QCOMPARE(wordOf(f.accounts->setStatus(UserId::make(f.clock.now()), stores::UserStatus::Active)),
             "not_found");
}

/// No advisory is known for this race; every product seems to have it.
void TestAccountService::twoAdminsDemoteEachOther() {
    ServiceFixture f;
    const auto a = f.addUser("a", stores::Role::Admin);
    const auto b = f.addUser("b", stores::Role::Admin);
    for (int round = 0; round < 100; ++round) {
        std::string first;
        std::string second;
        std::thread other([&] { first = wordOf(f.accounts->setRole(a.id, stores::Role::User)); });
        second = wordOf(round % 2 == 0 ? f.accounts->setRole(b.id, stores::Role::User)
                                       : f.accounts->setStatus(b.id, stores::UserStatus::Suspended));
        other.join();
        QCOMPARE((first == "ok") + (second == "ok"), 1);
        QCOMPARE((first == "last_admin") + (second == "last_admin"), 1);
        for (const auto& id : {a.id, b.id}) {
            must(f.accounts->setStatus(id, stores::UserStatus::Active));
            must(f.accounts->setRole(id, stores::Role::Admin));
        }
    }
}

void TestAccountService::list() {
    ServiceFixture f;
    for (const char* name : {"c", "a", "b"})
        f.addUser(name);
    const auto first = must(f.accounts->list({2, std::nullopt}));
    QCOMPARE(first.items.size(), std::size_t{2});
    QCOMPARE(first.items[0].email, "a@example.com");
    const auto second = must(f.accounts->list({2, first.next}));
    QCOMPARE(second.items.size(), std::size_t{1});
    QVERIFY(!second.next);
}

void TestAccountService::functionsMayRunAgain() {
    ServiceFixture f;
    f.work.runTwice(true);
    must(f.accounts->setup("token", "token", person("root@example.com"), f.Client));
    must(f.accounts->registerUser(person("anna@example.com")));
    const auto tokens = f.login("anna");
    QCOMPARE(wordOf(f.sessions->authenticate(tokens.access_token)), "ok");
}

QTEST_GUILESS_MAIN(TestAccountService)
#include "tst_account_service.moc"
