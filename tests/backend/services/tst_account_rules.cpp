// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/services/person.h"

#include <map>

using namespace dropseal;
using namespace dropseal::test;

namespace {

/// "email:invalid password:too_short", in the order of the answer.
std::string fieldsOf(const Error& error) {
    std::string text;
    for (const FieldError& field : error.extras.fields)
        text += (text.empty() ? "" : " ") + field.field + ':' + field.code;
    return text;
}

/// Registers with one field set.
std::string outcomeOf(ServiceFixture& f, const QString& field, const QByteArray& value) {
    static int number = 0;
    auto input = person(std::to_string(number++) + "@rows.example");
    const std::string text = value.toStdString();
    const std::map<QString, std::optional<std::string>*> optionals = {
        {QStringLiteral("username"), &input.username},
        {QStringLiteral("name"), &input.name},
        {QStringLiteral("first_name"), &input.first_name},
        {QStringLiteral("last_name"), &input.last_name},
        {QStringLiteral("phone"), &input.phone},
        {QStringLiteral("employee_id"), &input.employee_id}};
    if (field == QStringLiteral("email"))
        input.email = text;
    else if (field == QStringLiteral("password"))
        input.password = text;
    else
        *optionals.at(field) = text;
    const auto answer = f.accounts->registerUser(input);
    if (answer)
        return "ok";
    return answer.error().code == ErrorCode::validation_failed ? fieldsOf(answer.error()) : wordOf(answer);
}

} // namespace

class TestAccountRules : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fields_data();
    void fields();
    void everyBadFieldIsNamed();
    void names_data();
    void names();
    void registrationCanBeClosed();

private:
    ServiceFixture m_fields; ///< shared by the rows of fields(), none of which is in another's way
};

void TestAccountRules::fields_data() {
    QTest::addColumn<QString>("field");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* field, const QByteArray& value, const char* expected) {
        QTest::addRow("%s %s", field, value.left(40).toPercentEncoding(" @.").constData())
            << QString::fromLatin1(field) << value << QString::fromLatin1(expected);
    };
    row("email", "anna@example.com", "ok");
    row("email", "anna+files@sub.example.co", "ok");
    row("email", "o'neil.x@example.com", "ok");
    row("email",
        "j\xc3\xbcrgen@b\xc3\xbc"
        "cher.example",
        "ok");
    row("email", "a@xn--bcher-kva.example", "ok");
    row("email", QByteArray(64, 'a') + "@example.com", "ok");
    row("email", "", "email:required");
    for (const char* bad : {"a",
                            "@",
                            "a@",
                            "@b.example",
                            "a@b",
                            "a@b@c.example",
                            "a b@c.example",
                            "a@b .example",
                            "a@b..example",
                            "a@.example",
                            "a@example.",
                            "a@-b.example",
                            "a@b-.example",
                            ".a@b.example",
                            "a.@b.example",
                            "a..b@c.example",
                            "a@127.0.0.1",
                            "a@[127.0.0.1]",
                            "\"a b\"@c.example",
                            "<a@b.example>",
                            "a@b.example,c@d.example",
                            "a@b_c.example",
                            "a@b.c\r\nBcc: x@y.example",
                            "a@b.example\n",
                            "\ta@b.example",
                            "a\xff@b.example",
                            "a\xe2\x80\xae@b.example",
                            "a\xc2\x85@b.example",
                            "a@b\xe2\x80\x8b.example"})
        row("email", bad, "email:invalid");
    row("email", QByteArray("a\0@b.example", 12), "email:invalid");
    row("email", QByteArray(65, 'a') + "@example.com", "email:invalid");
    row("email", "a@" + QByteArray(64, 'b') + ".example", "email:invalid");
    row("email", "a@" + QByteArray(250, 'b') + ".example", "email:too_long");
    row("username", "anna", "ok");
    row("username", "a1", "ok");
    row("username", "1a", "ok");
    row("username", "\xc3\x84nne", "ok");
    row("username", "", "ok"); // not given
    row("username", "12345", "username:invalid");
    row("username", "anna@example.com", "username:invalid");
    row("username", "an na", "username:invalid");
    row("username", "an\nna", "username:invalid");
    row("username", "a\xe2\x80\xae", "username:invalid");
    row("username", QByteArray(64, 'a'), "ok");
    row("username", QByteArray(65, 'a'), "username:too_long");
    row("password", "", "password:required");
    row("password", "1234567", "password:too_short");
    row("password", "\xc3\xa4\xc3\xb6\xc3\xbc\xc3\x9f", "password:too_short"); // 4 characters, 8 bytes
    row("password", "qzjxkvbw", "ok");                                         // no rules of composition
    row("password", "SecurePassword123!", "ok");
    row("password", "password", "password:too_common");
    row("password", "PassWord", "password:too_common");
    row("password", "12345678", "password:too_common");
    row("password", QByteArray(256, 'x'), "ok");
    row("password", QByteArray(257, 'x'), "password:too_long");
    row("password", QByteArray("\xf0\x9f\x98\x80").repeated(256), "ok"); // 1,024 bytes
    row("password", QByteArray("\xf0\x9f\x98\x80").repeated(257), "password:too_long");
    row("password", QByteArray("a\0bcdefg", 8), "ok");
    row("password", QByteArray("\xff\xfe\xfd\xfc\xfb\xfa\xf9\xf8"), "ok");
    row("name", "Anna M\xc3\xbcller", "ok");
    row("name", QByteArray(201, 'a'), "name:too_long");
    row("name", "a\nb", "name:invalid");
    row("first_name", "a\x1b[31m", "first_name:invalid");
    row("last_name", "a\xff", "last_name:invalid");
    row("phone", "+49 (0)30 123-456", "ok");
    row("phone", QByteArray(51, '1'), "phone:too_long");
    row("employee_id", "10001", "ok");
    row("employee_id", "E 1", "employee_id:invalid");
    row("employee_id", "anna@example.com", "employee_id:invalid");
}

void TestAccountRules::fields() {
    QFETCH(QString, field);
    QFETCH(QByteArray, value);
    QFETCH(QString, expected);
    QCOMPARE(outcomeOf(m_fields, field, value), expected.toStdString());
}

void TestAccountRules::everyBadFieldIsNamed() {
    ServiceFixture f;
    auto input = person("bad", "short");
    input.username = "12";
    input.name = "a\nb";
    const auto answer = f.accounts->registerUser(input);
    QCOMPARE(wordOf(answer), "validation_failed");
    QCOMPARE(fieldsOf(answer.error()), "email:invalid password:too_short username:invalid name:invalid");
}

/// SECURITY.md 1.3: one space of names, so that nobody blocks or impersonates another.
void TestAccountRules::names_data() {
    QTest::addColumn<QString>("email");
    QTest::addColumn<QString>("username");
    QTest::addColumn<QString>("employee_id");
    QTest::addColumn<QString>("expected");
    QTest::newRow("new") << "b@example.com"
                         << "bert"
                         << "2"
                         << "ok";
    QTest::newRow("same e-mail") << "anna@example.com"
                                 << ""
                                 << ""
                                 << "email_taken";
    QTest::newRow("same e-mail, other case") << "ANNA@Example.COM"
                                             << ""
                                             << ""
                                             << "email_taken";
    QTest::newRow("same user name") << "b@example.com"
                                    << "ANNA.M"
                                    << ""
                                    << "name_taken";
    QTest::newRow("claimed id is no name") << "b@example.com"
                                           << ""
                                           << "E7"
                                           << "ok";
    QTest::newRow("user name like an id") << "b@example.com"
                                          << "E7"
                                          << ""
                                          << "name_taken";
}

void TestAccountRules::names() {
    QFETCH(QString, email);
    QFETCH(QString, username);
    QFETCH(QString, employee_id);
    QFETCH(QString, expected);
    ServiceFixture f;
    services::AddUserInput anna;
    anna.person = person("anna@example.com");
    anna.person.username = "anna.m";
    anna.person.employee_id = "E7";
    anna.employee_id_verified = true;
    must(f.accounts->addUser(anna));
    auto input = person(email.toStdString());
    input.username = username.toStdString();
    input.employee_id = employee_id.toStdString();
    const auto answer = f.accounts->registerUser(input);
    QCOMPARE(wordOf(answer), expected.toStdString());
    if (!answer)
        return;
    // What was claimed is stored, opens nothing and stays out of the token.
    QCOMPARE(answer->employee_id, std::optional(employee_id.toStdString()));
    QCOMPARE(answer->employee_id_verified, false);
    const auto tokens = must(f.accounts->login({email.toStdString(), ServiceFixture::Password}, f.Client));
    QVERIFY(!must(f.tokens.verifyAccess(tokens.access_token, f.clock.now())).employee_id);
}

void TestAccountRules::registrationCanBeClosed() {
    for (const auto mode : {services::Registration::Off, services::Registration::Invite}) {
        ServiceFixture::Options options;
        options.registration = mode;
        ServiceFixture f(options);
        QCOMPARE(wordOf(f.accounts->registerUser(person("a@example.com"))), "registration_closed");
        f.addUser("anna"); // by an admin all the same
    }
}

QTEST_GUILESS_MAIN(TestAccountRules)
#include "tst_account_rules.moc"
