// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/credential_store.h"

#include <QtCore/QDirIterator>
#include <QtCore/QFile>
#include <QtTest/QtTest>

using namespace dropseal::app;

/// Runs with the keyring that the environment variable KEYRING names; with_keyring.bash makes it.
class TestKeychainStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_store = makeKeychainStore(); }
    void aTokenIsKept();
    void whatIsNotThereIsNotFound();
    void whoWentIsNotCalled();
    void nothingIsOnTheDisk();

private:
    bool isUnlocked() const { return qgetenv("KEYRING") == "unlocked"; }
    CredentialStore::ReadResult read(const QString& account);
    std::optional<KeyringFault> write(const QString& account, const QByteArray& token);

    std::unique_ptr<CredentialStore> m_store;
};

CredentialStore::ReadResult TestKeychainStore::read(const QString& account) {
    std::optional<CredentialStore::ReadResult> result;
    m_store->read(account, this, [&](const CredentialStore::ReadResult& kept) { result = kept; });
    if (result || !QTest::qWaitFor([&] { return result.has_value(); }, 30000))
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
    if (is_written || !QTest::qWaitFor([&] { return is_written; }, 30000))
        qFatal("the keyring answered at once, or never");
    return fault;
}

void TestKeychainStore::aTokenIsKept() {
    const QString account = QStringLiteral("https://files.example.org");
    const QByteArray token("refresh\0token", 13);
    const auto fault = write(account, token);
    QCOMPARE(!fault.has_value(), isUnlocked());
    const auto kept = read(account);
    QCOMPARE(kept.fault.has_value(), !isUnlocked());
    QCOMPARE(kept.token.has_value(), isUnlocked());
    if (!isUnlocked())
        return;
    QCOMPARE(*kept.token, token);
    QVERIFY(!write(account, "the next"));
    m_store = makeKeychainStore(); // another run of the program
    QCOMPARE(*read(account).token, QByteArray("the next"));
    m_store->remove(account);
    QVERIFY(!read(account).token);
}

void TestKeychainStore::whatIsNotThereIsNotFound() {
    const auto kept = read(QStringLiteral("https://nobody.example.org"));
    QVERIFY(!kept.token);
    QCOMPARE(kept.fault.has_value(),
             !isUnlocked()); // a keyring that cannot be used is not taken for an empty one
    if (!isUnlocked() && qgetenv("KEYRING") != "none")
        QVERIFY(*kept.fault == KeyringFault::Missing);
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
    if (qgetenv("KEYRING") == "no bus")
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
