// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/app/session_world.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

using namespace dropseal;
using namespace dropseal::app;
using namespace dropseal::app::test;

namespace {

using State = Session::State;

const QString Remote = QStringLiteral("https://files.example.org");

} // namespace

/// What a session does with a keyring that does not do its part.
class TestSessionKeyring : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aFaultyKeyringIsSaid();
    void aLockedKeyringIsAskedOnce();
    void anOldTokenIsNotUsed_data();
    void anOldTokenIsNotUsed();

private:
    void signIn();
    /// The program ends and starts again, with the same settings and the same keyring.
    void restart();
    void rotate();

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<SessionWorld> m_world;
};

void TestSessionKeyring::init() {
    m_world.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    restart();
}

void TestSessionKeyring::restart() {
    auto next = std::make_unique<SessionWorld>(m_folder->filePath(QStringLiteral("settings")));
    if (m_world)
        next->credentials.kept = m_world->credentials.kept;
    m_world = std::move(next);
    m_world->network.script = honest;
}

void TestSessionKeyring::signIn() {
    bool is_connected = false;
    m_world->session.connectTo(Remote, this, [&](const auto&) { is_connected = true; });
    QTRY_VERIFY(is_connected && m_world->session.state() == State::SignedOut);
    m_world->session.signIn(QStringLiteral("ada@example.org"), QStringLiteral("secret"), true, this,
                            [](const auto&) {});
    QTRY_COMPARE(m_world->session.state(), State::SignedIn);
}

void TestSessionKeyring::rotate() {
    m_world->tokens.accessTokenRefused("access-1");
    bool is_asked = false;
    m_world->client.me(this, [&](const auto&) { is_asked = true; });
    QTRY_VERIFY(is_asked);
    QCOMPARE(m_world->tokens.refreshToken(), QByteArray("refresh-2"));
}

void TestSessionKeyring::aFaultyKeyringIsSaid() {
    m_world->credentials.fault = KeyringFault::Locked;
    int changes = 0;
    connect(&m_world->session, &Session::keyringFaultChanged, this, [&] { ++changes; });
    signIn();
    QTRY_VERIFY(m_world->session.keyringFault() == KeyringFault::Locked);
    QCOMPARE(m_world->session.state(), State::SignedIn); // for this session only
    QCOMPARE(changes, 1);
    m_world->credentials.fault.reset();
    m_world->session.retryKeyring();
    QTRY_VERIFY(!m_world->session.keyringFault());
    QCOMPARE(m_world->credentials.kept[Remote], QByteArray("refresh-1"));
    QCOMPARE(m_world->credentials.removed, 0);
}

/// Each try could open a prompt.
void TestSessionKeyring::aLockedKeyringIsAskedOnce() {
    m_world->credentials.fault = KeyringFault::Locked;
    signIn();
    QTRY_VERIFY(m_world->session.keyringFault());
    const int written = m_world->credentials.written;
    rotate();
    QCOMPARE(m_world->credentials.written, written);
    m_world->credentials.fault.reset();
    m_world->session.retryKeyring();
    QTRY_COMPARE(m_world->credentials.kept[Remote], QByteArray("refresh-2"));
}

void TestSessionKeyring::anOldTokenIsNotUsed_data() {
    QTest::addColumn<bool>("is_signed_out");
    QTest::addColumn<bool>("is_mended");
    QTest::newRow("renewed while locked") << false << false;
    QTest::newRow("signed out while locked") << true << false;
    QTest::newRow("renewed while locked, then kept") << false << true;
}

/// To the server an old token that comes again looks like a stolen one.
void TestSessionKeyring::anOldTokenIsNotUsed() {
    QFETCH(bool, is_signed_out);
    QFETCH(bool, is_mended);
    signIn();
    QTRY_COMPARE(m_world->credentials.kept[Remote], QByteArray("refresh-1"));
    m_world->credentials.fault = KeyringFault::Locked;
    rotate();
    QTRY_VERIFY(m_world->session.keyringFault());
    if (is_signed_out)
        m_world->session.signOut();
    QCOMPARE(m_world->credentials.kept[Remote], QByteArray("refresh-1"));
    if (is_mended) {
        m_world->credentials.fault.reset();
        m_world->session.retryKeyring();
        QTRY_VERIFY(!m_world->session.keyringFault());
    }
    restart();
    m_world->session.start();
    QTRY_COMPARE(m_world->session.state(), is_mended ? State::SignedIn : State::SignedOut);
    QCOMPARE(m_world->network.count("POST /api/v1/auth/refresh"), is_mended ? 1 : 0);
    QCOMPARE(m_world->credentials.kept.count(Remote), is_mended ? std::size_t{1} : std::size_t{0});
    if (is_mended)
        return;
    signIn();
    QTRY_COMPARE(m_world->credentials.kept[Remote], QByteArray("refresh-1"));
    restart();
    m_world->session.start();
    QTRY_COMPARE(m_world->session.state(), State::SignedIn);
}

QTEST_GUILESS_MAIN(TestSessionKeyring)
#include "tst_session_keyring.moc"
