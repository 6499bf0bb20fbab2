// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/command_line.h"
#include "backend/server/control_client.h"
#include "backend/server/process.h"
#include "tests/support/qtest_print.h"

#include <QtCore/QTemporaryDir>

#include <filesystem>
#include <sys/socket.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>

using namespace dropseal;
using namespace dropseal::server;

namespace {

struct Place {
    QTemporaryDir directory;
    std::string path() const { return directory.path().toStdString(); }
};

/// Takes one connection on a control socket, keeps the request, gives one answer.
class OneAnswer {
public:
    OneAnswer(const std::string& data_folder, std::string answer) : m_answer(std::move(answer)) {
        std::filesystem::create_directories(data_folder + "/run");
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        (data_folder + "/run/control.sock").copy(address.sun_path, sizeof address.sun_path - 1);
        m_listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        m_good = ::bind(m_listener, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&
                 ::listen(m_listener, 1) == 0;
        m_thread = std::thread([this] { serve(); });
    }
    ~OneAnswer() { finish(); }
    std::string finish() {
        if (m_thread.joinable()) {
            m_thread.join();
            ::close(m_listener);
        }
        return m_request;
    }
    bool isGood() const { return m_good; }

private:
    void serve() {
        const int client = ::accept(m_listener, nullptr, nullptr);
        char piece[4096];
        while (m_request.find("\r\n\r\n") == std::string::npos || m_request.ends_with("\r\n\r\n")) {
            const ssize_t count = ::recv(client, piece, sizeof piece, 0);
            if (count <= 0)
                break;
            m_request.append(piece, static_cast<std::size_t>(count));
            if (m_request.starts_with("GET") && m_request.ends_with("\r\n\r\n"))
                break;
        }
        ::send(client, m_answer.data(), m_answer.size(), MSG_NOSIGNAL);
        ::close(client);
    }

    std::string m_answer;
    std::string m_request;
    int m_listener = -1;
    bool m_good = false;
    std::thread m_thread;
};

std::vector<std::string> words(const QString& text) {
    std::vector<std::string> list;
    for (const QString& word : text.split(u' ', Qt::SkipEmptyParts))
        list.push_back(word.toStdString());
    return list;
}

} // namespace

class CommandLineTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void goodCommandLine_data();
    void goodCommandLine();
    void badCommandLine_data();
    void badCommandLine();
    void exitCode_data();
    void exitCode();
    void controlRequest();
    void controlProblem();
    void controlNobody();
    void connectionsFitTheDescriptors();
};

void CommandLineTest::goodCommandLine_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<int>("verb");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    const auto row = [](const char* line, Verb verb, const char* key = "", const char* value = "") {
        QTest::newRow(line) << QString::fromUtf8(line) << static_cast<int>(verb) << QString::fromUtf8(key)
                            << QString::fromUtf8(value);
    };
    row("serve", Verb::Serve);
    row("serve --listen 127.0.0.1:0", Verb::Serve, "LISTEN", "127.0.0.1:0");
    row("serve --data-dir=/a=b --listen=[::1]:1", Verb::Serve, "DATA_DIR", "/a=b");
    row("serve --public-url https://a.example", Verb::Serve, "PUBLIC_URL", "https://a.example");
    row("user add --email a@b.example --password-stdin", Verb::UserAdd);
    row("user add --password-stdin --role admin --email a@b.example", Verb::UserAdd);
    row("user list --data-dir d", Verb::UserList, "DATA_DIR", "d");
    row("user set-role --email a@b.example --role user", Verb::UserSetRole);
    row("user suspend --email a@b.example", Verb::UserSuspend);
    row("user activate --email a@b.example", Verb::UserActivate);
    row("migrate", Verb::Migrate);
    row("config show", Verb::ConfigShow);
    row("config check", Verb::ConfigCheck);
    row("config example", Verb::ConfigExample);
    row("version", Verb::Version);
    row("--version", Verb::Version);
    row("--help", Verb::Help);
    row("serve --help", Verb::Help);
}

void CommandLineTest::goodCommandLine() {
    QFETCH(QString, line);
    QFETCH(int, verb);
    QFETCH(QString, key);
    QFETCH(QString, value);
    const auto parsed = parseCommandLine(words(line));
    QVERIFY(std::holds_alternative<Command>(parsed));
    const auto& command = std::get<Command>(parsed);
    QCOMPARE(static_cast<int>(command.verb), verb);
    if (!key.isEmpty())
        QCOMPARE(command.settings.at(key.toStdString()), value.toStdString());
}

void CommandLineTest::badCommandLine_data() {
    QTest::addColumn<QString>("line");
    for (const char* line : {"",
                             "sevre",
                             "user",
                             "user remove",
                             "config",
                             "serve 8000",
                             "serve --port 8000",
                             "serve --listen",
                             "serve --listen a:1 --listen b:2",
                             "serve --email a@b.example",
                             "serve --setup-token-fd x",
                             "serve --setup-token-fd 1",
                             "user add --email a@b.example",
                             "user add --password-stdin",
                             "user add --email a@b.example --password secret --password-stdin",
                             "user add --email a@b.example --password-stdin --role root",
                             "user add --email a@b.example --password-stdin=secret",
                             "user set-role --email a@b.example",
                             "user suspend",
                             "migrate --listen a:1",
                             "version --data-dir"})
        QTest::newRow(line) << QString::fromUtf8(line);
}

void CommandLineTest::badCommandLine() {
    QFETCH(QString, line);
    const auto parsed = parseCommandLine(words(line));
    QVERIFY(std::holds_alternative<Failure>(parsed));
    const auto& failure = std::get<Failure>(parsed);
    QCOMPARE(static_cast<int>(failure.code), 64);
    QVERIFY2(failure.words.ends_with("; see: dropseald help"), failure.words.c_str());
}

void CommandLineTest::exitCode_data() {
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("stage");
    QTest::addColumn<int>("exit");
    const auto row = [](const char* name, ErrorCode code, Stage stage, int exit) {
        QTest::newRow(name) << static_cast<int>(code) << static_cast<int>(stage) << exit;
    };
    row("locked folder", ErrorCode::locked, Stage::DataFolder, 75);
    row("forbidden folder", ErrorCode::forbidden, Stage::DataFolder, 77);
    row("folder cannot be made", ErrorCode::internal_error, Stage::DataFolder, 73);
    row("damaged instance", ErrorCode::bad_json, Stage::DataFolder, 65);
    row("newer database", ErrorCode::conflict, Stage::Database, 65);
    row("missing database", ErrorCode::not_found, Stage::Database, 74);
    row("failing database", ErrorCode::dependency_unavailable, Stage::Database, 74);
    row("sample secret", ErrorCode::internal_error, Stage::Secrets, 78);
    row("open secret file", ErrorCode::forbidden, Stage::Secrets, 77);
    row("port taken", ErrorCode::dependency_unavailable, Stage::Listening, 69);
    row("e-mail in use", ErrorCode::email_taken, Stage::Account, 65);
    row("no such user", ErrorCode::not_found, Stage::Account, 65);
}

void CommandLineTest::exitCode() {
    QFETCH(int, code);
    QFETCH(int, stage);
    QFETCH(int, exit);
    const Failure failure = failureOf(Error(static_cast<ErrorCode>(code)), static_cast<Stage>(stage));
    QCOMPARE(static_cast<int>(failure.code), exit);
    QVERIFY(!failure.words.empty());
}

void CommandLineTest::controlRequest() {
    const Place place;
    OneAnswer server(place.path(), "HTTP/1.1 201 Created\r\nContent-Length: 10\r\n\r\n{\"id\":\"7\"}");
    QVERIFY(server.isGood());
    json::Value body = json::Value::object();
    body["role"] = "admin";
    const auto answer = ControlClient(place.path()).send("POST", "/api/v1/users", body);
    const std::string request = server.finish();
    QVERIFY(answer.ok());
    QCOMPARE((*answer)["id"].get<std::string>(), std::string("7"));
    QCOMPARE(request, std::string("POST /api/v1/users HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                                  "Content-Type: application/json\r\nContent-Length: 16\r\n\r\n"
                                  "{\"role\":\"admin\"}"));
}

void CommandLineTest::controlProblem() {
    const Place place;
    OneAnswer server(place.path(), "HTTP/1.1 409 Conflict\r\nContent-Length: 60\r\n\r\n"
                                   "{\"code\":\"last_admin\",\"detail\":\"The last admin.\",\"status\":409}");
    const auto answer = ControlClient(place.path()).send("GET", "/api/v1/users");
    QVERIFY(!answer.ok());
    QVERIFY(answer.error().code == ErrorCode::last_admin);
    QCOMPARE(answer.error().detail, std::string("The last admin."));
}

void CommandLineTest::controlNobody() {
    const Place place;
    const auto answer = ControlClient(place.path()).send("GET", "/health");
    QVERIFY(!answer.ok());
    QVERIFY(answer.error().code == ErrorCode::dependency_unavailable);
}

void CommandLineTest::connectionsFitTheDescriptors() {
    QCOMPARE(possibleConnections(8), std::size_t{8});
    QVERIFY(possibleConnections(1'000'000'000'000) < 1'000'000'000'000);
}

QTEST_APPLESS_MAIN(CommandLineTest)
#include "tst_command_line.moc"
