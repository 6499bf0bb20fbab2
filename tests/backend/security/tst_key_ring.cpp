// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/security/self_test.h"
#include "shared/core/hex.h"
#include "shared/crypto/hmac.h"
#include "shared/crypto/random.h"
#include "shared/crypto/sha256.h"
#include "tests/backend/security/test_keys.h"
#include "tests/support/qtest_print.h"

#include <set>

using namespace dropseal;
using namespace dropseal::security;
using Use = KeyRing::Use;

namespace {

constexpr Use AllUses[] = {Use::Access, Use::Refresh, Use::Presign, Use::Share,         Use::Unlock,
                           Use::Lease,  Use::Device,  Use::Audit,   Use::TotpEncryption};

} // namespace

class TestKeyRing : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keysAreDerived_data() {
        QTest::addColumn<int>("use");
        QTest::addColumn<QString>("label");
        const auto row = [](Use use, const char* label) {
            QTest::newRow(label) << static_cast<int>(use) << label;
        };
        row(Use::Refresh, "jwt-refresh");
        row(Use::Presign, "presign");
        row(Use::Share, "share");
        row(Use::Unlock, "unlock");
        row(Use::Lease, "lease");
        row(Use::Device, "device");
        row(Use::Audit, "audit");
        row(Use::TotpEncryption, "totp-enc");
    }
    void keysAreDerived() {
        QFETCH(int, use);
        QFETCH(QString, label);
        const KeyRing ring = test::testRing();
        const SigningKey& key = ring.current(static_cast<Use>(use));
        // RFC 5869 section 2 by hand: PRK under a zero salt, then the first block.
        const std::array<std::uint8_t, 32> zeroSalt{};
        const auto extract = crypto::hmacSha256(zeroSalt, test::MasterKey);
        QCOMPARE(toHex(key.bytes.bytes()), toHex(crypto::hmacSha256(extract, label.toStdString() + '\x01')));
    }

    void kidNamesTheKey() {
        const KeyRing ring = test::testRing();
        QCOMPARE(ring.current(Use::Access).bytes.view(), test::JwtSecret);
        // Computed with Python's hashlib and hmac.
        QCOMPARE(ring.current(Use::Access).kid, std::string("5c1b64ac"));
        QCOMPARE(ring.current(Use::Refresh).kid, std::string("b45aa8f2"));
        QCOMPARE(ring.current(Use::Presign).kid, std::string("8c5526a2"));
        for (const Use use : AllUses) {
            const SigningKey& key = ring.current(use);
            QCOMPARE(key.kid, crypto::sha256Hex(key.bytes.view()).substr(0, 8));
            QCOMPARE(ring.find(use, key.kid), &key);
            QVERIFY(ring.find(use, "") == nullptr);
            QVERIFY(ring.find(use, "00000000") == nullptr);
        }
        QVERIFY2(ring.find(Use::Refresh, ring.current(Use::Access).kid) == nullptr, "keys are not shared");
    }

    void noTwoUsesShareAKey() {
        const KeyRing ring = test::testRing();
        std::set<std::string> keys;
        for (const Use use : AllUses)
            QVERIFY(keys.insert(toHex(ring.current(use).bytes.bytes())).second);
    }

    void oldKeysAreFound() {
        const KeyRing before = test::testRing();
        const KeyRing after = test::rotatedRing();
        for (const Use use : AllUses) {
            QVERIFY(after.current(use).kid != before.current(use).kid);
            const SigningKey* const old = after.find(use, before.current(use).kid);
            QVERIFY(old != nullptr);
            QCOMPARE(old->bytes.view(), before.current(use).bytes.view());
        }
    }

    void ringSurvivesAMove() {
        KeyRing first = test::testRing();
        const std::string kid = first.current(Use::Share).kid;
        const KeyRing second = std::move(first);
        QVERIFY(second.find(Use::Share, kid) != nullptr);
    }

    void badSecretsAreRefused_data() {
        QTest::addColumn<QByteArray>("secret");
        const auto row = [](const char* name, const QByteArray& secret) { QTest::newRow(name) << secret; };
        row("empty", "");
        row("short", "e9f0a7c15d2b48e6");
        row("31 bytes", "e9f0a7c15d2b48e6b3c1a2f4d596877");
        row("the specification's", "your-super-secret-key-here");
        row("the specification's, longer", "your-super-secret-key-here-your-super-secret");
        row("changeme, padded", "changeme-changeme-changeme-changeme");
        row("other case", "CHANGE_ME_in_production_4f1aa8712cc0");
        row("jwt.io", "a-string-secret-at-least-256-bits-long");
        row("Django", "django-insecure-8f2k1l0qpz7x4m5n3b6v9c");
        row("FastAPI's manual", "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7");
        row("Flask's manual", "192b9bdd22ab9ed4d12e236c78afcb9a393ec15f71bbf5dc987d54727823bcbf");
        row("one letter", QByteArray(64, 'a'));
        row("zeros", QByteArray(32, '\0'));
        row("pattern", "xyzxyzxyzxyzxyzxyzxyzxyzxyzxyzxyzxyz");
    }
    void badSecretsAreRefused() {
        QFETCH(QByteArray, secret);
        const std::string bad = secret.toStdString();
        QVERIFY(!KeyRing::make(test::secrets(bad, test::MasterKey)).ok());
        QVERIFY(!KeyRing::make(test::secrets(test::JwtSecret, bad)).ok());
        auto oldJwt = test::secrets(test::JwtSecret, test::MasterKey);
        oldJwt.old_jwt_secrets.push_back(SecretBytes(std::string_view(bad)));
        QVERIFY(!KeyRing::make(std::move(oldJwt)).ok());
        auto oldMaster = test::secrets(test::JwtSecret, test::MasterKey);
        oldMaster.old_master_keys.push_back(SecretBytes(std::string_view(bad)));
        const auto refused = KeyRing::make(std::move(oldMaster));
        QVERIFY(!refused.ok());
        QCOMPARE(refused.error().code, ErrorCode::internal_error);
        QVERIFY2(refused.error().cause.find("MASTER_KEY") != std::string::npos, "says which one");
        QVERIFY2(bad.empty() || refused.error().cause.find(bad) == std::string::npos, "never shows it");
    }

    void samplesAreKnownAtAnyLength() {
        for (const char* const sample :
             {"secret", "changeme", "your-super-secret-key-here", "password", "aaaaaaaa"})
            QVERIFY2(isSampleSecret(sample), sample);
    }

    void ownSecretsAreTaken() {
        for (const char* const own :
             {"0123456789abcdef0123456789abcdef", "team-secret-4f1aa8712cc09e3bd4115a77",
              "a default nobody else has: 81f0c2d7"})
            QVERIFY2(!isSampleSecret(own), own);
    }

    void oneSecretForBothIsRefused() {
        QVERIFY(!KeyRing::make(test::secrets(test::JwtSecret, test::JwtSecret)).ok());
    }

    void randomSecretsAreTaken() {
        for (int round = 0; round < 2000; ++round) {
            QVERIFY(!isSampleSecret(crypto::randomBytes(32).view()));
            QVERIFY(!isSampleSecret(toHex(crypto::randomBytes(32).bytes())));
            QVERIFY(!isSampleSecret(crypto::randomToken(32)));
        }
    }

    void selfTestPasses() {
        const auto result = selfTest();
        QVERIFY2(result.ok(), result ? "" : result.error().cause.c_str());
    }
};

QTEST_GUILESS_MAIN(TestKeyRing)
#include "tst_key_ring.moc"
