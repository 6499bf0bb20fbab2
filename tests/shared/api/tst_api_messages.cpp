// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/api/auth_messages.h"
#include "shared/api/endpoints.h"
#include "shared/api/envelope.h"
#include "shared/api/file_messages.h"
#include "shared/api/problem.h"
#include "shared/api/schemas.h"
#include "shared/api/system_messages.h"
#include "shared/json/json.h"
#include "tests/support/qtest_print.h"

#include <set>

using namespace dropseal;

namespace {

const Timestamp At = *parseTimestamp("2026-11-20T10:00:00.123Z");

api::User someUser() {
    api::User user;
    user.id = UserId::make(At);
    user.email = "alice@example.com";
    user.username = "alice";
    user.role = "user";
    user.status = "active";
    user.used_bytes = 5;
    user.created_at = At;
    return user;
}

api::RegisterRequest somePerson() {
    api::RegisterRequest person;
    person.email = "alice@example.com";
    person.password = "SecurePassword123!";
    person.username = "alice";
    person.name = "Alice";
    person.first_name = "A";
    person.last_name = "L";
    person.phone = "+1";
    person.employee_id = "E1";
    person.invite_code = "i";
    return person;
}

api::File someFile() {
    return {FileId::make(At), "1-a-x.txt", "x.txt", 3, std::string(64, 'a'), "text/plain", At, std::nullopt};
}

api::PresignRequest somePresign(api::Method method) {
    api::PresignRequest request;
    request.method = method;
    if (method == api::Method::Get) {
        request.key = "1-a-x.txt";
        request.disposition = "inline";
        request.direct = true;
    } else {
        request.filename = "x.txt";
        request.size = 3;
        request.content_type = "text/plain";
    }
    request.expires_in = std::chrono::seconds(60);
    return request;
}

api::RootInfo someRoot() {
    return {"Dropseal", "0.1.0", "/docs", "/openapi.json", "open", false, true, 0};
}

/// The message again after its way over the wire; fails the test where it does not come back.
template <class Message, class Decode>
void comesBack(const Message& message, Decode decode) {
    const auto back = decode(api::encode(message));
    QVERIFY2(back.ok(), back.ok() ? "" : info(back.error().code).word.data());
    QVERIFY(*back == message);
}

std::set<std::string> membersOf(const json::Value& object) {
    std::set<std::string> out;
    for (const auto& [name, value] : object.items())
        out.insert(name);
    return out;
}

std::string faultsOf(const Error& error) {
    std::string out(info(error.code).word);
    for (const FieldError& field : error.extras.fields)
        out += ' ' + field.field + ':' + field.code;
    return out;
}

} // namespace

class ApiMessages : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void roundTrips();
    void schemasNameEveryMember_data();
    void schemasNameEveryMember();
    void uploadAnswerIsExact();
    void listTakesOddAnswers_data();
    void listTakesOddAnswers();
    void presignFaults_data();
    void presignFaults();
    void renameFaults_data();
    void renameFaults();
    void changeUserFaults_data();
    void changeUserFaults();
    void problemRoundTrip();
    void problemWithoutExtras();
    void envelopes();
    void paths();
};

void ApiMessages::roundTrips() {
    comesBack(someUser(), api::decodeUser);
    comesBack(api::UserList{{someUser(), someUser()}, "next"}, api::decodeUserList);
    comesBack(somePerson(), api::decodeRegisterRequest);
    comesBack(api::AddUserRequest{somePerson(), "admin", true}, api::decodeAddUserRequest);
    comesBack(api::ChangeUserRequest{"moderator", "suspended"}, api::decodeChangeUserRequest);
    comesBack(api::LoginRequest{"alice", " p\t", "123456", "r", "d"}, api::decodeLoginRequest);
    comesBack(api::TokenPair{"a", "r", std::chrono::seconds(900)}, api::decodeTokenPair);
    comesBack(api::RefreshRequest{"r"}, api::decodeRefreshRequest);
    comesBack(api::SetupRequest{"t", somePerson()}, api::decodeSetupRequest);
    comesBack(api::SetupAnswer{someUser(), {"a", "r", std::chrono::seconds(900)}}, api::decodeSetupAnswer);
    comesBack(someFile(), api::decodeFile);
    api::File trashed = someFile();
    trashed.deleted_at = At;
    comesBack(api::FileList{{someFile(), trashed}, std::nullopt}, api::decodeFileList);
    comesBack(api::ChangeFileRequest{"y.txt"}, api::decodeChangeFileRequest);
    comesBack(somePresign(api::Method::Get), api::decodePresignRequest);
    comesBack(somePresign(api::Method::Put), api::decodePresignRequest);
    comesBack(api::PresignAnswer{"http://x/d/k", api::Method::Put, {{"Content-Length", "3"}}, At},
              api::decodePresignAnswer);
    comesBack(api::Health{"ok", "0.1.0"}, api::decodeHealth);
    comesBack(api::Readiness{"unavailable", {{"database", "ok"}, {"storage", "failed"}}},
              api::decodeReadiness);
    comesBack(someRoot(), api::decodeRootInfo);
}

void ApiMessages::schemasNameEveryMember_data() {
    QTest::addColumn<std::string>("schema");
    QTest::addColumn<std::string>("text");
    const auto row = [](const char* schema, std::string text) {
        QTest::newRow(schema) << std::string(schema) << std::move(text);
    };
    row("User", api::encode(someUser()));
    row("UserList", api::encode(api::UserList{}));
    row("RegisterRequest", api::encode(somePerson()));
    row("AddUserRequest", api::encode(api::AddUserRequest{somePerson(), "user", false}));
    row("ChangeUserRequest", api::encode(api::ChangeUserRequest{"user", "active"}));
    row("TokenPair", api::encode(api::TokenPair{}));
    row("RefreshRequest", api::encode(api::RefreshRequest{"r"}));
    row("SetupRequest", api::encode(api::SetupRequest{"t", somePerson()}));
    row("SetupAnswer", api::encode(api::SetupAnswer{someUser(), {}}));
    row("File", api::encode(someFile()));
    row("FileList", api::encode(api::FileList{}));
    row("ChangeFileRequest", api::encode(api::ChangeFileRequest{"x"}));
    row("UploadAnswer", api::encode(api::UploadAnswer{}));
    row("PresignAnswer", api::encode(api::PresignAnswer{}));
    row("Health", api::encode(api::Health{}));
    row("Readiness", api::encode(api::Readiness{}));
    row("RootInfo", api::encode(someRoot()));
    row("TokenEnvelope", api::envelopeSuccess("null", "x"));
    row("UserEnvelope", api::envelopeError(ErrorCode::not_found, "r"));
}

void ApiMessages::schemasNameEveryMember() {
    QFETCH(std::string, schema);
    QFETCH(std::string, text);
    const auto schemas = json::parse(api::schemasJson());
    QVERIFY(schemas.ok());
    QVERIFY(schemas->contains(schema));
    QVERIFY(membersOf(schemas->at(schema).at("properties")) == membersOf(*json::parse(text)));
}

void ApiMessages::uploadAnswerIsExact() {
    api::UploadAnswer answer{"x.txt", "1-a-x.txt",          "http://h",  FileId(),
                             3,       std::string(64, 'a'), "text/plain"};
    const std::string expected =
        R"({"filename":"x.txt","key":"1-a-x.txt","url":"http:\u002f\u002fh",)"
        R"("status":"uploaded","id":"00000000-0000-0000-0000-000000000000","size":3,)"
        R"("sha256":")" +
        std::string(64, 'a') + R"(","content_type":"text/plain"})";
    QCOMPARE(api::encode(answer), json::dump(*json::parse(expected)));
    comesBack(answer, api::decodeUploadAnswer);
}

void ApiMessages::listTakesOddAnswers_data() {
    QTest::addColumn<std::string>("text");
    QTest::newRow("no items") << std::string(R"({"next_cursor":null})");
    QTest::newRow("items no array") << std::string(R"({"items":{}})");
    QTest::newRow("an item no object") << std::string(R"({"items":[1]})");
    QTest::newRow("an item without id") << std::string(R"({"items":[{"key":"x"}]})");
    QTest::newRow("not JSON") << std::string("<html>");
    QTest::newRow("nothing") << std::string();
}

void ApiMessages::listTakesOddAnswers() {
    QFETCH(std::string, text);
    QVERIFY(!api::decodeFileList(text).ok());
    QVERIFY(!api::decodeUserList(text).ok());
}

void ApiMessages::presignFaults_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("faults");
    const auto row = [](const char* name, const char* text, const char* faults) {
        QTest::newRow(name) << std::string(text) << std::string(faults);
    };
    row("empty", "{}", "validation_failed key:required");
    row("array", "[]", "validation_failed body:wrong_type");
    row("both", R"({"key":"k","file_id":"01890000-0000-7000-8000-000000000000"})",
        "validation_failed key:conflict");
    row("no id", R"({"file_id":"../x"})", "validation_failed file_id:invalid");
    row("method", R"({"key":"k","method":"DELETE"})", "validation_failed method:unknown_value");
    row("no time", R"({"key":"k","expires_in":0})", "validation_failed expires_in:out_of_range");
    row("too long", R"({"key":"k","expires_in":604801})", "validation_failed expires_in:out_of_range");
    row("beyond 64 bits", R"({"key":"k","expires_in":18446744073709551615})",
        "validation_failed expires_in:out_of_range");
    row("fraction", R"({"key":"k","expires_in":1.5})", "validation_failed expires_in:wrong_type");
    row("disposition", R"({"key":"k","disposition":"x"})", "validation_failed disposition:unknown_value");
    row("put of a file", R"({"key":"k","method":"PUT"})",
        "validation_failed key:conflict filename:required size:required");
    row("direct put", R"({"filename":"x","size":1,"method":"PUT","direct":true})",
        "validation_failed direct:conflict");
    row("negative size", R"({"filename":"x","size":-1,"method":"PUT"})",
        "validation_failed size:out_of_range");
}

void ApiMessages::presignFaults() {
    QFETCH(std::string, text);
    const auto request = api::decodePresignRequest(text);
    QVERIFY(!request.ok());
    QTEST(faultsOf(request.error()), "faults");
}

void ApiMessages::renameFaults_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("faults");
    QTest::newRow("nothing") << std::string("{}") << std::string("validation_failed filename:required");
    QTest::newRow("size") << std::string(R"({"filename":"x","size":1})")
                          << std::string("privileged_field size:privileged");
    QTest::newRow("broken") << std::string("{") << std::string("bad_json");
}

void ApiMessages::renameFaults() {
    QFETCH(std::string, text);
    const auto request = api::decodeChangeFileRequest(text);
    QVERIFY(!request.ok());
    QTEST(faultsOf(request.error()), "faults");
}

void ApiMessages::changeUserFaults_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("faults");
    QTest::newRow("nothing") << std::string("{}") << std::string("validation_failed body:required");
    QTest::newRow("role") << std::string(R"({"role":"king"})")
                          << std::string("validation_failed role:unknown_value");
    QTest::newRow("both") << std::string(R"({"role":1,"status":"gone"})")
                          << std::string("validation_failed role:wrong_type status:unknown_value");
}

void ApiMessages::changeUserFaults() {
    QFETCH(std::string, text);
    const auto request = api::decodeChangeUserRequest(text);
    QVERIFY(!request.ok());
    QTEST(faultsOf(request.error()), "faults");
}

void ApiMessages::problemRoundTrip() {
    Error error(ErrorCode::quota_exceeded, "Full.", "secret cause");
    ErrorExtras extras;
    extras.retry_after = std::chrono::seconds(3);
    extras.reason = "logout";
    extras.at = At;
    extras.bytes_free = 7;
    extras.limit = 9;
    extras.fields = {{"a", "b", "c"}};
    error.with(extras);
    const std::string text = api::encodeProblem(error, "rid");
    QVERIFY(text.find("secret") == std::string::npos);
    const auto problem = api::decodeProblem(text);
    QVERIFY(problem.ok());
    QCOMPARE(problem->request_id, std::string("rid"));
    QVERIFY(problem->error.code == ErrorCode::quota_exceeded);
    QCOMPARE(problem->error.detail, std::string("Full."));
    QVERIFY(problem->error.extras.retry_after == extras.retry_after);
    QVERIFY(problem->error.extras.reason == extras.reason);
    QVERIFY(problem->error.extras.at == extras.at);
    QVERIFY(problem->error.extras.bytes_free == extras.bytes_free);
    QVERIFY(problem->error.extras.limit == extras.limit);
    QVERIFY(problem->error.extras.fields == extras.fields);
    const auto members = membersOf(*json::parse(text));
    QVERIFY(members == membersOf(json::parse(api::schemasJson())->at("Problem").at("properties")));
}

void ApiMessages::problemWithoutExtras() {
    for (const ErrorCodeInfo& row : allErrorCodes()) {
        const auto value = json::parse(api::encodeProblem(row.code, "rid"));
        QVERIFY(value.ok());
        QVERIFY((membersOf(*value) ==
                 std::set<std::string>{"type", "title", "status", "detail", "code", "request_id"}));
        QCOMPARE(value->at("status").get<int>(), row.status);
        QVERIFY(!value->at("detail").get<std::string>().empty());
    }
    const auto strange = api::decodeProblem(R"({"status":418,"code":"teapot","detail":"x"})");
    QVERIFY(strange.ok() && strange->error.code == ErrorCode::bad_request);
}

void ApiMessages::envelopes() {
    const std::string done = api::envelopeSuccess(R"({"a":1})", "Done 'so'.");
    const std::string expected = R"({"success":true,"data":{"a":1},"message":"Done 'so'.","error":null})";
    QCOMPARE(done, expected);
    QVERIFY(json::parse(api::envelopeSuccess("1", "a \"b\" \\ \n")).ok());
    const auto error = json::parse(api::envelopeError(ErrorCode::token_missing, "rid"));
    QCOMPARE(error->at("success").get<bool>(), false);
    QVERIFY(error->at("data").is_null());
    QCOMPARE(error->at("error").at("request_id").get<std::string>(), std::string("rid"));
}

void ApiMessages::paths() {
    QCOMPARE(api::fillPath(api::endpoints::Content.path, {"a b/../%"}),
             std::string("/api/v1/files/a%20b%2F..%2F%25/content"));
    QCOMPARE(api::fillPath("/x", {}), std::string("/x"));
    QCOMPARE(api::percentEncode("\xc3\xa4~-._Z9"), std::string("%C3%A4~-._Z9"));
    QVERIFY(api::methodFromText("GET") == api::Method::Get);
    QVERIFY(!api::methodFromText("get"));
    QVERIFY(!api::methodFromText("PROPFIND"));
}

QTEST_GUILESS_MAIN(ApiMessages)
#include "tst_api_messages.moc"
