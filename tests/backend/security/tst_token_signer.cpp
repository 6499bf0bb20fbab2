// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/json/json.h"
#include "tests/backend/security/test_tokens.h"
#include "tests/support/qtest_print.h"

using namespace dropseal;
using namespace dropseal::security;
using namespace dropseal::test;
using namespace std::chrono_literals;

namespace {

bool isSame(const AccessClaims& a, const AccessClaims& b) {
    return a.user_id == b.user_id && a.session_id == b.session_id && a.jti == b.jti && a.role == b.role &&
           a.employee_id == b.employee_id && a.issued_at == b.issued_at && a.expires_at == b.expires_at;
}

} // namespace

class TestTokenSigner : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tokensAreKnown() {
        const KeyRing ring = testRing();
        const TokenSigner signer(ring);
        QCOMPARE(signer.signAccess(accessClaims()), AccessToken);
        const auto refresh = signer.signRefresh(refreshClaims());
        QVERIFY(refresh.ok());
        QCOMPARE(*refresh, RefreshToken);
        QCOMPARE(signer.currentRefreshKid(), std::string("b45aa8f2"));
        QCOMPARE(forge(Header, Payload), AccessToken);
    }

    void claimsComeBack() {
        const KeyRing ring = testRing();
        const TokenSigner signer(ring);
        for (const std::optional<std::string>& employee :
             {std::optional<std::string>(), std::optional<std::string>("E-\"1\\\n\xc3\xa4")}) {
            AccessClaims claims = accessClaims();
            claims.employee_id = employee;
            const auto back = signer.verifyAccess(signer.signAccess(claims), Now);
            QCOMPARE(codeOf(back), std::string("ok"));
            QVERIFY(isSame(*back, claims));
        }
        const auto refresh = signer.verifyRefresh(RefreshToken, Now);
        QCOMPARE(codeOf(refresh), std::string("ok"));
        QCOMPARE(refresh->jti, std::string("jti-2"));
        QCOMPARE(refresh->kid, std::string("b45aa8f2"));
        QVERIFY(refresh->user_id == refreshClaims().user_id &&
                refresh->session_id == refreshClaims().session_id);
        QVERIFY(refresh->issued_at == Now && refresh->expires_at == refreshClaims().expires_at);
        QCOMPARE(*signer.signRefresh(*refresh),
                 RefreshToken); // a successor that was lost comes back the same
    }

    void everySpellingMeansTheSame_data() {
        QTest::addColumn<QByteArray>("payload");
        json::Value value = *json::parse(Payload);
        json::Value reversed;
        for (auto member = value.rbegin(); member != value.rend(); ++member)
            reversed[member.key()] = member.value();
        QTest::newRow("as we write it") << QByteArray::fromStdString(Payload);
        QTest::newRow("other order") << QByteArray::fromStdString(json::dump(reversed));
        QTest::newRow("white space") << QByteArray::fromStdString(value.dump(4));
        QTest::newRow("space at the end") << QByteArray::fromStdString(Payload + ' ');
        QTest::newRow("escape") << QByteArray::fromStdString(replaced(Payload, "\"user\"", "\"\\u0075ser\""));
        QTest::newRow("another member")
            << QByteArray::fromStdString(replaced(Payload, "{", R"({"scope":"x",)"));
        QTest::newRow("another at the end")
            << QByteArray::fromStdString(replaced(Payload, "}", R"(,"x":[{}]})"));
    }
    void everySpellingMeansTheSame() {
        QFETCH(QByteArray, payload);
        const KeyRing ring = testRing();
        const auto claims = TokenSigner(ring).verifyAccess(forge(Header, payload.toStdString()), Now);
        QCOMPARE(codeOf(claims), std::string("ok"));
        QVERIFY(isSame(*claims, accessClaims()));
    }

    void timeHasALeeway_data() {
        QTest::addColumn<qint64>("later_ms");
        QTest::addColumn<QString>("code");
        QTest::newRow("fresh") << qint64{0} << "ok";
        QTest::newRow("at the end") << qint64{900000} << "ok";
        QTest::newRow("end of the leeway") << qint64{959999} << "ok";
        QTest::newRow("expired") << qint64{960000} << "token_expired";
        QTest::newRow("ten years later") << qint64{315360000000} << "token_expired";
        QTest::newRow("clock a minute back") << qint64{-60000} << "ok";
        QTest::newRow("not valid yet") << qint64{-60001} << "token_invalid";
        QTest::newRow("clock ten years back") << qint64{-315360000000} << "token_invalid";
    }
    void timeHasALeeway() {
        QFETCH(qint64, later_ms);
        QFETCH(QString, code);
        QCOMPARE(verdictOn(AccessToken, Now + std::chrono::milliseconds(later_ms)), code.toStdString());
        // One that is old and wrong is wrong: only who holds a right one learns that it is old.
        std::string changed = AccessToken;
        changed.back() = changed.back() == 'A' ? 'E' : 'A';
        QCOMPARE(verdictOn(changed, Now + std::chrono::milliseconds(later_ms)), std::string("token_invalid"));
    }

    void refreshHasALeewayToo() {
        const KeyRing ring = testRing();
        const TokenSigner signer(ring);
        const Timestamp end = refreshClaims().expires_at;
        QCOMPARE(codeOf(signer.verifyRefresh(RefreshToken, end + 59s)), std::string("ok"));
        QCOMPARE(codeOf(signer.verifyRefresh(RefreshToken, end + 60s)), std::string("token_expired"));
        QCOMPARE(codeOf(signer.verifyRefresh(RefreshToken, Now - 61s)), std::string("token_invalid"));
    }

    void kindsAreNotMixed() {
        const KeyRing ring = testRing();
        const TokenSigner signer(ring);
        QCOMPARE(codeOf(signer.verifyAccess(RefreshToken, Now)), std::string("token_invalid"));
        QCOMPARE(codeOf(signer.verifyRefresh(AccessToken, Now)), std::string("token_invalid"));
        // Even under the right key, the kind must be right.
        const SigningKey& key = ring.current(KeyRing::Use::Refresh);
        const std::string header = encodedJwsHeader(key.kid);
        QCOMPARE(codeOf(signer.verifyRefresh(signJws(header, Payload, key.bytes.bytes()), Now)),
                 std::string("token_invalid"));
        QCOMPARE(codeOf(signer.verifyRefresh(
                     signJws(header, replaced(Payload, "access", "refresh"), key.bytes.bytes()), Now)),
                 std::string("ok"));
    }

    void rotatedKeysVerifyAndDoNotSign() {
        const KeyRing before = testRing();
        const KeyRing after = rotatedRing();
        const TokenSigner oldSigner(before);
        const TokenSigner newSigner(after);
        QCOMPARE(codeOf(newSigner.verifyAccess(AccessToken, Now)), std::string("ok"));
        QCOMPARE(codeOf(newSigner.verifyRefresh(RefreshToken, Now)), std::string("ok"));
        const std::string fresh = newSigner.signAccess(accessClaims());
        QVERIFY(fresh != AccessToken);
        QCOMPARE(codeOf(newSigner.verifyAccess(fresh, Now)), std::string("ok"));
        QCOMPARE(codeOf(oldSigner.verifyAccess(fresh, Now)), std::string("token_invalid"));
        // Without a kid only the current key counts.
        const std::string noKid = forge(R"({"alg":"HS256","typ":"JWT"})", Payload);
        QCOMPARE(codeOf(oldSigner.verifyAccess(noKid, Now)), std::string("ok"));
        QCOMPARE(codeOf(newSigner.verifyAccess(noKid, Now)), std::string("token_invalid"));
        // A lost successor of before the rotation is still the same, byte for byte.
        QVERIFY(newSigner.currentRefreshKid() != "b45aa8f2");
        QCOMPARE(*newSigner.signRefresh(refreshClaims()), RefreshToken);
        RefreshClaims unknown = refreshClaims();
        unknown.kid = "00000000";
        QCOMPARE(codeOf(newSigner.signRefresh(unknown)), std::string("internal_error"));
    }
};

QTEST_GUILESS_MAIN(TestTokenSigner)
#include "tst_token_signer.moc"
