// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/pages/account_shots.h"

#include "app/pages/about_dialog.h"
#include "app/pages/choose_server_page.h"
#include "app/pages/connecting_page.h"
#include "app/pages/create_account_page.h"
#include "app/pages/first_account_page.h"
#include "app/pages/quit_dialog.h"
#include "app/pages/server_log_dialog.h"
#include "app/pages/session_ended_page.h"
#include "app/pages/share_network_dialog.h"
#include "app/pages/sign_in_page.h"
#include "app/pages/welcome_page.h"

#include <QtCore/QFile>
#include <QtTest/QTest>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>

namespace dropseal::gallery {

using namespace dropseal::app;
using namespace dropseal::app::test;

namespace {

using Widget = std::unique_ptr<QWidget>;
using Answer = std::function<void(FakeCall&)>;

constexpr QSize Window{860, 566}; // of the mock, without its title bar
constexpr QSize Smallest{600, 440};

void press(const QWidget& page, const char* name) {
    if (QAbstractButton* button = shownButton(page, name))
        button->click();
}

void type(const QWidget& page, const char* field, const char* text) {
    if (QLineEdit* input = shownInput(page, field))
        input->setText(QString::fromUtf8(text));
}

bool hasError(const QWidget& page) {
    return !shownValues(page, "Error").isEmpty();
}

template <class AnyPage>
std::unique_ptr<AnyPage> open(PageFixture& fixture) {
    auto page = std::make_unique<AnyPage>(fixture.context);
    page->show();
    page->entered();
    return page;
}

std::unique_ptr<SignInPage> signInPage(PageFixture& fixture) {
    ServerProfile profile;
    profile.base = QUrl(QStringLiteral("https://files.ostwald.example"));
    profile.last_login = QStringLiteral("ada@ostwald.example");
    fixture.world.profiles.setCurrent(profile);
    fixture.connectTo(QStringLiteral("files.ostwald.example"));
    return open<SignInPage>(fixture);
}

/// After "Sign in" was pressed and the server answered so.
Widget afterSignIn(PageFixture& fixture, const Answer& answer) {
    auto page = signInPage(fixture);
    fixture.world.network.script = answer;
    type(*page, "Password", "tulip-harb");
    press(*page, "Sign in");
    (void)QTest::qWaitFor([&] { return hasError(*page); }, 1000);
    return page;
}

Widget chooseServer(PageFixture& fixture, const Answer& answer) {
    auto page = open<ChooseServerPage>(fixture);
    fixture.world.network.script = answer;
    type(*page, "Server address", "files.ostwald.example");
    press(*page, "Connect");
    (void)QTest::qWaitFor(
        [&] { return hasError(*page) || shownButton(*page, "Trust this server") != nullptr; }, 1000);
    return page;
}

Answer certificate(ApiError::Kind kind) {
    return [kind](FakeCall& call) {
        ApiError error;
        error.kind = kind;
        error.fingerprint =
            QStringLiteral("3a7f01c29be4d0885c1e66a2f70b94d3e15c8a90b2746fd1083c5e7a9d42b6f0");
        call.cancel();
        Q_EMIT call.failed(error);
    };
}

Answer problem(ErrorCode code, ErrorExtras extras = {}) {
    return [code, extras](FakeCall& call) {
        Error error(code);
        call.problem(error.with(extras));
    };
}

/// The server on this computer, played by a script.
Widget starting(PageFixture& fixture, const QByteArray& script) {
    QFile file(fixture.folder.filePath(QStringLiteral("server")));
    if (file.open(QIODevice::WriteOnly)) {
        file.write("#!/bin/sh\n" + script + "\n");
        file.close();
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    BackendProcess::Options options;
    options.program = file.fileName();
    options.data_dir = fixture.folder.path();
    options.port = 41234;
    fixture.world.session.useBundledBackend();
    fixture.backend.start(options);
    auto page = open<ConnectingPage>(fixture);
    (void)QTest::qWaitFor([&] { return hasError(*page); }, 1000);
    return page;
}

Widget offline(PageFixture& fixture) {
    ServerProfile profile;
    profile.base = QUrl(QStringLiteral("https://files.ostwald.example"));
    fixture.world.profiles.setCurrent(profile);
    fixture.world.network.script = [](FakeCall& call) { call.fail(ApiError::Kind::NoConnection); };
    fixture.world.session.start();
    auto page = open<ConnectingPage>(fixture);
    (void)QTest::qWaitFor([&] { return hasError(*page); }, 2000);
    return page;
}

Widget createAccount(PageFixture& fixture, bool closed) {
    if (closed) {
        fixture.world.network.script = [](FakeCall& call) {
            api::RootInfo info = rootInfo();
            info.registration = "off";
            call.answer(200, encoded(info));
        };
    }
    fixture.connectTo(QStringLiteral("files.ostwald.example"));
    auto page = open<CreateAccountPage>(fixture);
    if (closed)
        return page;
    fixture.world.network.script = [](FakeCall& call) {
        call.problem(Error::fields({{"password", "too_common", "x"}}));
    };
    type(*page, "E-mail", "ada@ostwald.example");
    type(*page, "Password", "password1");
    press(*page, "Create account");
    (void)QTest::qWaitFor([&] { return hasError(*page); }, 1000);
    return page;
}

Widget sessionEnded(PageFixture& fixture) {
    fixture.signIn();
    for (int i = 0; i < 3; ++i)
        fixture.queue.add();
    auto page = open<SessionEndedPage>(fixture);
    fixture.world.network.script = [](FakeCall& call) {
        ErrorExtras extras;
        extras.reason = "password_changed";
        extras.at = Timestamp(
            std::chrono::milliseconds(QDateTime(QDate(2026, 11, 20), QTime(14, 2)).toMSecsSinceEpoch()));
        Error error(ErrorCode::session_revoked);
        call.problem(error.with(extras));
    };
    fixture.world.client.me(page.get(), [](const auto&) {});
    (void)QTest::qWaitFor([&] { return fixture.world.session.state() == Session::State::Ended; }, 1000);
    page->entered();
    return page;
}

Widget withKeyring(PageFixture& fixture) {
    fixture.world.credentials.fault = KeyringFault::Locked;
    return signInPage(fixture);
}

/// The highest that this page gets: a banner and an error at each field, in the smallest window.
Widget crowded(PageFixture& fixture) {
    fixture.world.credentials.fault = KeyringFault::Locked;
    auto page = signInPage(fixture);
    type(*page, "E-mail", "");
    press(*page, "Sign in");
    return page;
}

Widget log(PageFixture& fixture) {
    const QByteArray line = "echo '2026-11-20T13:47:02Z info  request GET /api/v1/files/ 200 4 ms' >&2\n";
    starting(fixture, line.repeated(9) + "echo 'dropseald: port 41234 is taken' >&2; exit 69");
    return std::make_unique<ServerLogDialog>(fixture.backend);
}

Widget about(PageFixture& fixture) {
    fixture.signIn();
    return std::make_unique<AboutDialog>(
        fixture.context, QStringList{QStringLiteral("internal_error · HTTP 500 · request 0190f2a8c1d4")});
}

ErrorExtras wait() {
    ErrorExtras extras;
    extras.retry_after = std::chrono::seconds(24);
    return extras;
}

} // namespace

std::vector<Shot> accountShots() {
    using Fixture = PageFixture&;
    using Kind = ApiError::Kind;
    const Answer hangs = [](FakeCall&) {};
    return {
        {"welcome", Window, [](Fixture f) { return open<WelcomePage>(f); }},
        {"welcome-small", Smallest, [](Fixture f) { return open<WelcomePage>(f); }},
        {"choose-server", Window, [](Fixture f) { return open<ChooseServerPage>(f); }},
        {"choose-server-connecting", Window, [hangs](Fixture f) { return chooseServer(f, hangs); }},
        {"choose-server-other", Window,
         [](Fixture f) {
             return chooseServer(f, [](FakeCall& call) { call.answer(200, "<html>", "text/html"); });
         }},
        {"certificate-unknown", Window,
         [](Fixture f) { return chooseServer(f, certificate(Kind::CertificateUnknown)); }},
        {"certificate-changed", Window,
         [](Fixture f) { return chooseServer(f, certificate(Kind::CertificateChanged)); }},
        {"certificate-changed-small", Smallest,
         [](Fixture f) { return chooseServer(f, certificate(Kind::CertificateChanged)); }},
        {"starting", Window, [](Fixture f) { return starting(f, "exec sleep 60"); }},
        {"port-taken", Window, [](Fixture f) { return starting(f, "exit 69"); }},
        {"does-not-run", Smallest,
         [](Fixture f) {
             return starting(f, "echo 'dropseald: the data folder is of a newer version'>&2; exit 1");
         }},
        {"offline", Window, offline},
        {"first-account", Window, [](Fixture f) { return open<FirstAccountPage>(f); }},
        {"sign-in-page", Window, [](Fixture f) { return signInPage(f); }},
        {"sign-in-working", Window, [hangs](Fixture f) { return afterSignIn(f, hangs); }},
        {"sign-in-wrong", Window,
         [](Fixture f) { return afterSignIn(f, problem(ErrorCode::invalid_credentials)); }},
        {"sign-in-suspended", Window,
         [](Fixture f) { return afterSignIn(f, problem(ErrorCode::account_suspended)); }},
        {"sign-in-too-many", Window,
         [](Fixture f) { return afterSignIn(f, problem(ErrorCode::too_many_requests, wait())); }},
        {"sign-in-offline", Window,
         [](Fixture f) { return afterSignIn(f, [](FakeCall& call) { call.fail(Kind::NoConnection); }); }},
        {"sign-in-keyring", Window, withKeyring},
        {"sign-in-crowded", Smallest, crowded},
        {"create-account", Window, [](Fixture f) { return createAccount(f, false); }},
        {"create-account-closed", Window, [](Fixture f) { return createAccount(f, true); }},
        {"session-ended", Window, sessionEnded},
        {"share-network", QSize(),
         [](Fixture) {
             return std::make_unique<ShareNetworkDialog>(QStringLiteral("http://192.168.1.20:41234"));
         }},
        {"quit", QSize(), [](Fixture) { return std::make_unique<QuitDialog>(2, 3); }},
        {"server-log", QSize(), log},
        {"about", QSize(), about},
    };
}

} // namespace dropseal::gallery
