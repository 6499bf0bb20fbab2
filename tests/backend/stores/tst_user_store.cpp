// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/stores/store_test.h"

#include <thread>

using namespace dropseal;
using namespace dropseal::stores;
using dropseal::test::valueOf;
using dropseal::test::wordOf;

class TestUserStore : public test::StoreTest {
    Q_OBJECT

    std::optional<UserRecord> find(const UserId& id) {
        return valueOf(read([&](const Stores& s) { return s.users.find(id); }));
    }
    UserId addAdmin(const std::string& email) {
        UserRecord admin = user(email);
        admin.role = Role::Admin;
        valueOf(write([&](const Stores& s) { return s.users.insert(admin); }));
        return admin.id;
    }

private Q_SLOTS:
    void givesBackEveryField();
    void findsByLogin_data();
    void findsByLogin();
    void refusesTakenNames_data();
    void refusesTakenNames();
    void leavesNothingOfARefusedUser();
    void replacesThePasswordHashOnce();
    void keepsALastAdmin_data();
    void keepsALastAdmin();
    void twoAdminsWhoDemoteEachOther();
    void suspendsAndActivates();
    void countsUsedBytes_data();
    void countsUsedBytes();
    void parallelUploadsStayUnderTheQuota();
    void knowsWhetherAnAdminExists();
    void listsByEmail();
    void refusesForeignCursors_data();
    void refusesForeignCursors();
};

void TestUserStore::givesBackEveryField() {
    UserRecord full = user("Ada.Lovelace@Example.org");
    full.username = "ada";
    full.name = "Ada ✓ \"Lovelace\"";
    full.first_name = "Ada";
    full.last_name = "O'Lovelace; DROP TABLE users";
    full.phone = "+44 1";
    full.employee_id = "E-7";
    full.employee_id_verified = true;
    full.role = Role::Moderator;
    full.status = UserStatus::Suspended;
    full.is_verified = true;
    full.quota_bytes = std::int64_t{1} << 45;
    full.used_bytes = 12345678901;
    full.updated_at = at(1);
    full.last_login = at(2);
    full.suspended_at = at(3);
    valueOf(write([&](const Stores& s) { return s.users.insert(full); }));
    restart();
    const auto found = find(full.id);
    QVERIFY(found.has_value());
    QCOMPARE(found->email, full.email);
    QCOMPARE(found->username, full.username);
    QCOMPARE(found->name, full.name);
    QCOMPARE(found->first_name, full.first_name);
    QCOMPARE(found->last_name, full.last_name);
    QCOMPARE(found->phone, full.phone);
    QCOMPARE(found->employee_id, full.employee_id);
    QVERIFY(found->employee_id_verified && found->is_verified);
    QVERIFY(found->role == full.role && found->status == full.status);
    QVERIFY(found->quota_bytes == full.quota_bytes && found->used_bytes == full.used_bytes);
    QVERIFY(found->created_at == full.created_at && found->updated_at == full.updated_at);
    QVERIFY(found->last_login == full.last_login && found->suspended_at == full.suspended_at);

    const auto plain = find(addUser("plain@example.org"));
    QVERIFY(plain && !plain->username && !plain->quota_bytes && !plain->last_login && !plain->suspended_at);
    QVERIFY(!find(UserId::make(at())));
}

void TestUserStore::findsByLogin_data() {
    QTest::addColumn<std::string>("login");
    QTest::addColumn<bool>("found");
    QTest::newRow("e-mail") << std::string("ada@example.org") << true;
    QTest::newRow("e-mail in capitals") << std::string("ADA@EXAMPLE.ORG") << true;
    QTest::newRow("user name") << std::string("countess") << true;
    QTest::newRow("user name in another case") << std::string("COUNTess") << true;
    QTest::newRow("Greek final sigma") << std::string("ΟΔΟΣ") << false;
    QTest::newRow("unverified employee id") << std::string("E-7") << false;
    QTest::newRow("part") << std::string("ada") << false;
    QTest::newRow("pattern") << std::string("%") << false;
    QTest::newRow("nothing") << std::string() << false;
    QTest::newRow("injection") << std::string("' OR 1=1 --") << false;
}

void TestUserStore::findsByLogin() {
    QFETCH(std::string, login);
    QFETCH(bool, found);
    UserRecord ada = user("Ada@Example.org");
    ada.username = "Countess";
    ada.employee_id = "E-7";
    valueOf(write([&](const Stores& s) { return s.users.insert(ada); }));
    const auto user = valueOf(read([&](const Stores& s) { return s.users.findByLogin(login); }));
    QCOMPARE(user.has_value(), found);
    if (user)
        QVERIFY(user->id == ada.id);
}

void TestUserStore::refusesTakenNames_data() {
    QTest::addColumn<std::string>("email");
    QTest::addColumn<std::string>("username");
    QTest::addColumn<std::string>("employee_id");
    QTest::addColumn<bool>("verified");
    QTest::addColumn<std::string>("word");
    const auto row = [](const char* name, std::string email, std::string username, std::string employee,
                        bool verified, std::string word) {
        QTest::newRow(name) << email << username << employee << verified << word;
    };
    row("all free", "b@example.org", "bob", "E-2", true, "ok");
    row("e-mail in use", "ada@example.org", "", "", false, "email_taken");
    row("e-mail in use, other case", "ADA@example.ORG", "", "", false, "email_taken");
    row("e-mail is somebody's user name", "countess", "", "", false, "email_taken");
    row("user name in use", "b@example.org", "COUNTESS", "", false, "name_taken");
    row("user name is somebody's e-mail", "b@example.org", "ada@example.org", "", false, "name_taken");
    row("user name is somebody's employee id", "b@example.org", "e-1", "", false, "name_taken");
    row("employee id in use", "b@example.org", "", "E-1", true, "name_taken");
    row("employee id claimed only", "b@example.org", "", "E-1", false, "ok");
    row("employee id equals own user name", "b@example.org", "E-9", "e-9", true, "ok");
}

void TestUserStore::refusesTakenNames() {
    QFETCH(std::string, email);
    QFETCH(std::string, username);
    QFETCH(std::string, employee_id);
    QFETCH(bool, verified);
    QFETCH(std::string, word);
    UserRecord ada = user("Ada@Example.org");
    ada.username = "Countess";
    ada.employee_id = "E-1";
    ada.employee_id_verified = true;
    valueOf(write([&](const Stores& s) { return s.users.insert(ada); }));
    UserRecord bob = user(email);
    if (!username.empty())
        bob.username = username;
    if (!employee_id.empty())
        bob.employee_id = employee_id;
    bob.employee_id_verified = verified;
    QCOMPARE(wordOf(write([&](const Stores& s) { return s.users.insert(bob); })), word);
    QCOMPARE(find(bob.id).has_value(), word == "ok");
}

void TestUserStore::leavesNothingOfARefusedUser() {
    addUser("ada@example.org");
    UserRecord bob = user("bob@example.org");
    bob.username = "ada@example.org";
    // Even where the caller goes on after the error.
    valueOf(write([&](const Stores& s) -> Result<void> {
        static_cast<void>(s.users.insert(bob));
        return {};
    }));
    QVERIFY(!find(bob.id));
    addUser("bob@example.org"); // the e-mail was not kept
}

void TestUserStore::replacesThePasswordHashOnce() {
    const UserId id = addUser("ada@example.org");
    const auto replace = [&](const char* from, const char* to) {
        return valueOf(
            write([&](const Stores& s) { return s.users.replacePasswordHash(id, from, to, at(9)); }));
    };
    QVERIFY(!replace("other", "new"));
    QVERIFY(replace("hash", "new"));
    QVERIFY(!replace("hash", "newer"));
    QCOMPARE(find(id)->password_hash, std::string("new"));
    QVERIFY(find(id)->updated_at == at(9));
    valueOf(write([&](const Stores& s) { return s.users.setLastLogin(id, at(10)); }));
    QVERIFY(find(id)->last_login == at(10));
}

void TestUserStore::keepsALastAdmin_data() {
    QTest::addColumn<bool>("other_active");
    QTest::addColumn<bool>("suspend");
    QTest::addColumn<std::string>("word");
    QTest::newRow("suspend the last") << false << true << std::string("last_admin");
    QTest::newRow("demote the last") << false << false << std::string("last_admin");
    QTest::newRow("suspend one of two") << true << true << std::string("ok");
    QTest::newRow("demote one of two") << true << false << std::string("ok");
}

void TestUserStore::keepsALastAdmin() {
    QFETCH(bool, other_active);
    QFETCH(bool, suspend);
    QFETCH(std::string, word);
    const UserId admin = addAdmin("admin@example.org");
    const UserId other = addAdmin("other@example.org");
    if (!other_active)
        QVERIFY(valueOf(
            write([&](const Stores& s) { return s.users.setStatus(other, UserStatus::Suspended, at()); })));
    const auto changed = write([&](const Stores& s) {
        return suspend ? s.users.setStatus(admin, UserStatus::Suspended, at())
                       : s.users.setRole(admin, Role::Moderator, at());
    });
    QCOMPARE(wordOf(changed), word);
    // What is no admin is never the last one, and nobody is nobody.
    const UserId plain = addUser("plain@example.org");
    QVERIFY(valueOf(
        write([&](const Stores& s) { return s.users.setStatus(plain, UserStatus::Suspended, at()); })));
    QVERIFY(!valueOf(
        write([&](const Stores& s) { return s.users.setRole(UserId::make(at()), Role::User, at()); })));
}

void TestUserStore::twoAdminsWhoDemoteEachOther() {
    const std::array<UserId, 2> admins{addAdmin("a@example.org"), addAdmin("b@example.org")};
    for (int round = 0; round < 20; ++round) {
        std::atomic<int> refused{0};
        std::vector<std::thread> threads;
        for (const UserId& id : admins) {
            threads.emplace_back([&, id] {
                const auto demoted =
                    write([&](const Stores& s) { return s.users.setRole(id, Role::User, at()); });
                refused += wordOf(demoted) == "last_admin" ? 1 : 0;
            });
        }
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(refused.load(), 1);
        for (const UserId& id : admins)
            valueOf(write([&](const Stores& s) { return s.users.setRole(id, Role::Admin, at()); }));
    }
}

void TestUserStore::suspendsAndActivates() {
    const UserId id = addUser("ada@example.org");
    const auto set = [&](UserStatus status, std::int64_t second) {
        return valueOf(write([&](const Stores& s) { return s.users.setStatus(id, status, at(second)); }));
    };
    QVERIFY(set(UserStatus::Suspended, 5));
    QVERIFY(set(UserStatus::Suspended, 6));
    QVERIFY(find(id)->status == UserStatus::Suspended);
    QVERIFY(find(id)->suspended_at == at(5)); // the first time counts
    QVERIFY(set(UserStatus::Active, 7));
    QVERIFY(find(id)->status == UserStatus::Active && !find(id)->suspended_at);
    QVERIFY(valueOf(write([&](const Stores& s) { return s.users.setRole(id, Role::Moderator, at(8)); })));
    QVERIFY(find(id)->role == Role::Moderator && find(id)->updated_at == at(8));
}

void TestUserStore::countsUsedBytes_data() {
    QTest::addColumn<qint64>("quota"); // -1: none
    QTest::addColumn<qint64>("used");
    QTest::addColumn<qint64>("delta");
    QTest::addColumn<qint64>("reserved");
    QTest::addColumn<std::string>("word");
    QTest::addColumn<qint64>("after"); // with an error: bytes_free
    const auto row = [](const char* name, qint64 quota, qint64 used, qint64 delta, qint64 reserved,
                        std::string word, qint64 after) {
        QTest::newRow(name) << quota << used << delta << reserved << word << after;
    };
    constexpr qint64 Tib = qint64{1} << 40;
    row("no quota", -1, 5, 100 * Tib, 100 * Tib, "ok", 5 + 100 * Tib);
    row("fits exactly", 100, 40, 60, 0, "ok", 100);
    row("one too many", 100, 40, 61, 0, "quota_exceeded", 60);
    row("reservations count", 100, 40, 50, 20, "quota_exceeded", 40);
    row("reservations beyond the quota", 100, 40, 1, 900, "quota_exceeded", 0);
    row("over it already", 100, 400, 1, 0, "quota_exceeded", 0);
    row("nothing where it is full", 100, 400, 0, 0, "ok", 400);
    row("less where it is full", 100, 400, -10, 50, "ok", 390);
    row("never below zero", 100, 40, -41, 0, "ok", 0);
    row("large", 90 * Tib, 80 * Tib, 11 * Tib, 0, "quota_exceeded", 10 * Tib);
}

void TestUserStore::countsUsedBytes() {
    QFETCH(qint64, quota);
    QFETCH(qint64, used);
    QFETCH(qint64, delta);
    QFETCH(qint64, reserved);
    QFETCH(std::string, word);
    QFETCH(qint64, after);
    UserRecord ada = user("ada@example.org");
    if (quota >= 0)
        ada.quota_bytes = quota;
    ada.used_bytes = used;
    valueOf(write([&](const Stores& s) { return s.users.insert(ada); }));
    const auto added = write([&](const Stores& s) { return s.users.addUsedBytes(ada.id, delta, reserved); });
    QCOMPARE(wordOf(added), word);
    if (!added)
        QCOMPARE(qint64(added.error().extras.bytes_free.value_or(-1)), after);
    QCOMPARE(qint64(find(ada.id)->used_bytes), added ? after : used);
    QCOMPARE(wordOf(write([&](const Stores& s) { return s.users.addUsedBytes(UserId::make(at()), 1, 0); })),
             std::string("not_found"));
}

void TestUserStore::parallelUploadsStayUnderTheQuota() {
    UserRecord ada = user("ada@example.org");
    ada.quota_bytes = 1000;
    ada.used_bytes = 900;
    valueOf(write([&](const Stores& s) { return s.users.insert(ada); }));
    std::atomic<int> fitted{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 16; ++i) {
        threads.emplace_back([&] {
            for (int k = 0; k < 5; ++k)
                fitted += write([&](const Stores& s) { return s.users.addUsedBytes(ada.id, 10, 0); }) ? 1 : 0;
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    QCOMPARE(fitted.load(), 10);
    QCOMPARE(qint64(find(ada.id)->used_bytes), qint64(1000));
}

void TestUserStore::knowsWhetherAnAdminExists() {
    const auto any = [&] { return valueOf(read([](const Stores& s) { return s.users.anyAdmin(); })); };
    QVERIFY(!any());
    addUser("plain@example.org");
    QVERIFY(!any());
    UserRecord admin = user("admin@example.org");
    admin.role = Role::Admin;
    admin.status = UserStatus::Suspended;
    valueOf(write([&](const Stores& s) { return s.users.insert(admin); }));
    QVERIFY(any());
}

void TestUserStore::listsByEmail() {
    for (const char* email : {"d@x", "B@x", "e@x", "a@x", "C@x"})
        addUser(email);
    std::vector<std::string> emails;
    std::vector<std::size_t> sizes;
    Page page{2, {}};
    for (;;) {
        const auto users = valueOf(read([&](const Stores& s) { return s.users.list(page); }));
        sizes.push_back(users.items.size());
        for (const UserRecord& user : users.items)
            emails.push_back(user.email);
        if (!users.next || sizes.size() > 5)
            break;
        page.after = users.next;
    }
    QVERIFY((emails == std::vector<std::string>{"a@x", "B@x", "C@x", "d@x", "e@x"}));
    QVERIFY((sizes == std::vector<std::size_t>{2, 2, 1}));
}

void TestUserStore::refusesForeignCursors_data() {
    QTest::addColumn<std::string>("cursor");
    QTest::newRow("empty") << std::string();
    QTest::newRow("no hex") << std::string("xyz!");
    QTest::newRow("odd") << std::string("abc");
    QTest::newRow("capitals") << std::string("AB");
    QTest::newRow("hex of nonsense") << std::string("616263");
    QTest::newRow("injection") << std::string("' OR 1=1 --");
    QTest::newRow("huge") << std::string(1 << 20, 'a');
}

void TestUserStore::refusesForeignCursors() {
    QFETCH(std::string, cursor);
    const auto users = read([&](const Stores& s) { return s.users.list({10, cursor}); });
    QCOMPARE(wordOf(users), std::string("validation_failed"));
    QCOMPARE(users.error().extras.fields.at(0).field, std::string("cursor"));
}

QTEST_GUILESS_MAIN(TestUserStore)
#include "tst_user_store.moc"
