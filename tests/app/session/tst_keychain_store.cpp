// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/keychain_store.h"

#include <QtCore/QDirIterator>
#include <QtCore/QFile>
#include <QtTest/QtTest>

using namespace dropseal::app;

namespace {

const QString KeptAccount = QStringLiteral("https://kept.example.org");
const QByteArray KeptToken = "kept before the keyring was locked";

} // namespace

/// Runs with the keyring that the environment variable KEYRING names; with_keyring.bash makes it: unlocked,
/// locked (nobody can be asked), prompted (locked, and the prompt stands unanswered), none, no_service,
/// no_glib, no_bus.
class TestKeychainStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aTokenIsKept();
    void whatIsNotThereIsNotFound();
    void whatIsLockedIsNotLost();
    void whoWentIsNotCalled();
    void nothingIsOnTheDisk();

private:
    bool isUnlocked() const { return m_keyring == "unlocked"; }
    std::optional<KeyringFault> expectedFault() const;
    CredentialStore::ReadResult read(const QString& account);
    std::optional<KeyringFault> write(const QString& account, const QByteArray& token);

    const QByteArray m_keyring = qgetenv("KEYRING");
    std::unique_ptr<CredentialStore> m_store;
};

void TestKeychainStore::init() {
    // A prompt that nobody answers is waited for; everything else says at once how it is.
    const std::chrono::seconds patience(m_keyring == "prompted" ? 2 : 30);
    m_store = std::make_unique<KeychainStore>(QStringLiteral("dropseal"), patience);
}

std::optional<KeyringFault> TestKeychainStore::expectedFault() const {
    if (isUnlocked())
        return std::nullopt;
    return m_keyring == "locked" || m_keyring == "prompted" ? KeyringFault::Locked : KeyringFault::Missing;
}

CredentialStore::ReadResult TestKeychainStore::read(const QString& account) {
    std::optional<CredentialStore::ReadResult> result;
    m_store->read(account, this, [&](const CredentialStore::ReadResult& kept) { result = kept; });
    if (result || !QTest::qWaitFor([&] { return result.has_value(); }, 25000))
        qFatal("the keyring answered at once, or never");
    return *result;
}

std::optional<KeyringFault> TestKeychainStore::write(const QString& account, const QByteArray& token) {
    bool is_written = false;
    std::optional<KeyringFault> fault;
    m_store->write(account, token, this, [&](std::optional<KeyringFault> said) {
        fault = said;
        is_written = true;
    });
    if (is_written || !QTest::qWaitFor([&] { return is_written; }, 25000))
        qFatal("the keyring answered at once, or never");
    return fault;
}

void TestKeychainStore::aTokenIsKept() {
    const QString account = QStringLiteral("https://files.example.org");
    const QByteArray token("refresh\0token", 13);
    QVERIFY(write(account, token) == expectedFault());
    const auto kept = read(account);
    QVERIFY(kept.fault == expectedFault());
    QCOMPARE(kept.token.has_value(), isUnlocked());
    if (!isUnlocked())
        return;
    QCOMPARE(*kept.token, token);
    QVERIFY(!write(account, "the next"));
    init(); // another run of the program
    QCOMPARE(*read(account).token, QByteArray("the next"));
    m_store->remove(account);
    QVERIFY(!read(account).token);
}

void TestKeychainStore::whatIsNotThereIsNotFound() {
    const auto kept = read(QStringLiteral("https://nobody.example.org"));
    QVERIFY(!kept.token);
    QVERIFY(kept.fault == expectedFault()); // a keyring that cannot be used is not taken for an empty one
}

/// with_keyring.bash runs this once before the keyring is locked, and once when it is open again.
void TestKeychainStore::whatIsLockedIsNotLost() {
    const QByteArray step = qgetenv("KEYRING_STEP");
    if (step == "before") {
        QVERIFY(!write(KeptAccount, KeptToken));
        return;
    }
    const auto kept = read(KeptAccount);
    QVERIFY(kept.fault == expectedFault());
    QCOMPARE(kept.token.value_or(QByteArray()), step == "after" ? KeptToken : QByteArray());
}

void TestKeychainStore::whoWentIsNotCalled() {
    int calls = 0;
    {
        QObject context;
        m_store->read(QStringLiteral("x"), &context, [&](const CredentialStore::ReadResult&) { ++calls; });
        m_store->write(QStringLiteral("x"), "y", &context, [&](std::optional<KeyringFault>) { ++calls; });
    }
    read(QStringLiteral("x"));
    QCOMPARE(calls, 0);
}

void TestKeychainStore::nothingIsOnTheDisk() {
    const QByteArray secret = "a-secret-that-is-nowhere-in-the-clear";
    write(QStringLiteral("https://files.example.org"), secret);
    if (m_keyring == "no_bus")
        return; // here the home folder is the person's own
    QDirIterator files(QString::fromLocal8Bit(qgetenv("HOME")), QDir::Files | QDir::Hidden,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly))
            QVERIFY2(!file.readAll().contains(secret), qPrintable(file.fileName()));
    }
}

QTEST_GUILESS_MAIN(TestKeychainStore)
#include "tst_keychain_store.moc"
