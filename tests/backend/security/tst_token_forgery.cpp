// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/crypto/hmac.h"
#include "shared/json/json.h"
#include "tests/backend/security/test_tokens.h"
#include "tests/support/qtest_print.h"
#include "tests/support/vector_file.h"

using namespace dropseal;
using namespace dropseal::security;
using namespace dropseal::test;
using namespace std::chrono_literals;

namespace {

/// JSON written with ' for its quotes: moc is led astray by some raw strings, and finds no class at all.
std::string quoted(std::string text) {
    std::replace(text.begin(), text.end(), '\'', '"');
    return text;
}

/// The JWS layer alone, with a key of the vector's own: its kids are none of ours.
bool acceptsJws(const std::string& token, std::string_view key) {
    const auto jws = splitJws(token);
    const std::span bytes(reinterpret_cast<const std::uint8_t*>(key.data()), key.size());
    return jws && readJwsHeader(jws->header) && signatureMatches(*jws, bytes) &&
           crypto::base64UrlDecode(jws->payload).has_value();
}

} // namespace

class TestTokenForgery : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void headersAreRefused_data() {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<bool>("accepted");
        const auto row = [](const char* name, const std::string& header, bool accepted = false) {
            QTest::newRow(name) << QByteArray::fromStdString(header) << accepted;
        };
        row("ours", Header, true);
        row("without kid: the current key", quoted("{'alg':'HS256','typ':'JWT'}"), true);
        row("without typ", quoted("{'alg':'HS256'}"), true);
        row("other order", quoted("{'kid':'5c1b64ac','typ':'JWT','alg':'HS256'}"), true);
        row("alg none", quoted("{'alg':'none','typ':'JWT'}"));
        row("alg None", quoted("{'alg':'None'}"));
        row("alg empty", quoted("{'alg':''}"));
        row("alg absent", quoted("{'typ':'JWT','kid':'5c1b64ac'}"));
        row("alg null", quoted("{'alg':null}"));
        row("alg number", quoted("{'alg':256}"));
        row("alg array", quoted("{'alg':['HS256']}"));
        row("alg lower case", quoted("{'alg':'hs256'}"));
        row("alg with space", quoted("{'alg':'HS256 '}"));
        row("alg with NUL", quoted("{'alg':'HS256\\u0000'}"));
        row("HS384", quoted("{'alg':'HS384','typ':'JWT','kid':'5c1b64ac'}"));
        row("HS512", quoted("{'alg':'HS512'}"));
        row("RS256", quoted("{'alg':'RS256','typ':'JWT','kid':'5c1b64ac'}"));
        row("ES256", quoted("{'alg':'ES256'}"));
        row("EdDSA", quoted("{'alg':'EdDSA'}"));
        row("alg twice", quoted("{'alg':'HS256','alg':'HS256'}"));
        row("none, then HS256", quoted("{'alg':'none','alg':'HS256'}"));
        row("kid twice", quoted("{'alg':'HS256','kid':'5c1b64ac','kid':'5c1b64ac'}"));
        row("kid unknown", quoted("{'alg':'HS256','kid':'00000000'}"));
        row("kid empty", quoted("{'alg':'HS256','kid':''}"));
        row("kid of the refresh key", quoted("{'alg':'HS256','kid':'b45aa8f2'}"));
        row("kid null", quoted("{'alg':'HS256','kid':null}"));
        row("kid number", quoted("{'alg':'HS256','kid':5}"));
        row("kid path", quoted("{'alg':'HS256','kid':'../../dev/null'}"));
        row("kid SQL", "{\"alg\":\"HS256\",\"kid\":\"' OR 1=1 --\"}");
        row("crit", quoted("{'alg':'HS256','crit':['exp'],'exp':1}"));
        row("crit empty", quoted("{'alg':'HS256','crit':[]}"));
        row("b64", quoted("{'alg':'HS256','b64':false,'crit':['b64']}"));
        row("jwk", quoted("{'alg':'HS256','jwk':{'kty':'oct','k':'AA'}}"));
        row("jku", quoted("{'alg':'HS256','jku':'https://example.com/k'}"));
        row("x5u", quoted("{'alg':'HS256','x5u':'https://example.com/k'}"));
        row("x5c", quoted("{'alg':'HS256','x5c':['AA']}"));
        row("zip", quoted("{'alg':'HS256','zip':'DEF'}"));
        row("unknown member", quoted("{'alg':'HS256','x':1}"));
        row("typ other", quoted("{'alg':'HS256','typ':'at+jwt'}"));
        row("typ number", quoted("{'alg':'HS256','typ':1}"));
        row("array", quoted("['HS256']"));
        row("string", quoted("'HS256'"));
        row("empty", "");
        row("broken", quoted("{'alg':'HS256'"));
        row("mark", "\xef\xbb\xbf{\"alg\":\"HS256\"}");
        row("text behind", quoted("{'alg':'HS256'}x"));
        row("bad UTF-8", "{\"alg\":\"HS256\",\"kid\":\"\xff\"}");
    }
    void headersAreRefused() {
        QFETCH(QByteArray, header);
        QFETCH(bool, accepted);
        QCOMPARE(verdictOn(forge(header.toStdString(), Payload)),
                 std::string(accepted ? "ok" : "token_invalid"));
    }

    void membersAreRefused_data() {
        QTest::addColumn<QByteArray>("payload");
        const json::Value value = *json::parse(Payload);
        for (const auto& member : value.items()) {
            const std::string& name = member.key();
            if (name == "employee_id")
                continue; // may be absent, and is tested below
            json::Value less = value;
            less.erase(name);
            QTest::addRow("without %s", name.c_str()) << QByteArray::fromStdString(json::dump(less));
            for (const char* const wrong : {"null", "true", "[]", "\"x\"", "-1", "1.5", "[\"dropseal\"]"}) {
                if (wrong == std::string_view("\"x\"") && (name == "role" || name == "jti"))
                    continue;
                json::Value changed = value;
                changed[name] = *json::parse(wrong);
                QTest::addRow("%s is %s", name.c_str(), wrong)
                    << QByteArray::fromStdString(json::dump(changed));
            }
        }
    }
    void membersAreRefused() {
        QFETCH(QByteArray, payload);
        QCOMPARE(verdictOn(forge(Header, payload.toStdString())), std::string("token_invalid"));
    }

    void payloadsAreRefused_data() {
        QTest::addColumn<QByteArray>("payload");
        const auto row = [](const char* name, const std::string& payload) {
            QTest::newRow(name) << QByteArray::fromStdString(payload);
        };
        row("employee_id is 7", replaced(Payload, "\"E-1001\"", "7"));
        row("jti is empty", replaced(Payload, "jti-1", ""));
        row("refresh", replaced(Payload, "access", "refresh"));
        row("foreign issuer",
            replaced(Payload, quoted("'iss':'dropseal'"), quoted("'iss':'dropseal.example'")));
        row("foreign audience", replaced(Payload, quoted("'aud':'dropseal'"), quoted("'aud':'other'")));
        row("several audiences",
            replaced(Payload, quoted("'aud':'dropseal'"), quoted("'aud':['dropseal','other']")));
        row("somebody else's user_id",
            replaced(Payload, quoted("'user_id':'0192f1c2"), quoted("'user_id':'0192f1c3")));
        row("sub in upper case", replaced(Payload, quoted("'sub':'0192f1c2"), quoted("'sub':'0192F1C2")));
        row("exp as text", replaced(Payload, "1795169640", "\"1795169640\""));
        row("exp as fraction", replaced(Payload, "1795169640", "1795169640.0"));
        row("exp in the year 10000", replaced(Payload, "1795169640", "253402300800"));
        row("exp 2^63", replaced(Payload, "1795169640", "9223372036854775808"));
        row("exp 2^64", replaced(Payload, "1795169640", "18446744073709551616"));
        row("exp with a zero", replaced(Payload, "1795169640", "01795169640"));
        row("sub twice", replaced(Payload, "{", quoted("{'sub':'0192f1c2-7a00-7cc3-98c4-dc0c0c07398f',")));
        row("role twice", replaced(Payload, "}", quoted(",'role':'admin'}")));
        row("role twice by escape", replaced(Payload, "}", quoted(",'rol\\u0065':'admin'}")));
        row("text behind", Payload + "x");
        row("NUL behind", Payload + std::string(1, '\0'));
        row("bad UTF-8", replaced(Payload, "E-1001", "\xff"));
        row("too deep",
            replaced(Payload, "}", quoted(",'x':") + std::string(40, '[') + std::string(40, ']') + "}"));
        row("array", '[' + Payload + ']');
        row("no JSON", "foo");
        row("empty", "");
    }
    void payloadsAreRefused() {
        QFETCH(QByteArray, payload);
        QCOMPARE(verdictOn(forge(Header, payload.toStdString())), std::string("token_invalid"));
    }

    void formIsStrict_data() {
        QTest::addColumn<QByteArray>("token");
        const QByteArray good = QByteArray::fromStdString(AccessToken);
        const auto row = [](const char* name, const QByteArray& token) { QTest::newRow(name) << token; };
        row("empty", "");
        row("dots", "..");
        row("one part", "abc");
        row("two parts", good.left(good.lastIndexOf('.')));
        row("no signature", good.left(good.lastIndexOf('.') + 1));
        row("four parts", good + ".x");
        row("dot behind", good + '.');
        row("dot in front", '.' + good);
        row("padded signature", good + '=');
        row("padded header", QByteArray(good).replace("In0.", "In0=."));
        row("padded payload", QByteArray(good).replace("jk2NDB9.", "jk2NDB9=."));
        row("space in front", ' ' + good);
        row("line feed behind", good + '\n');
        row("space inside", QByteArray(good).insert(20, ' '));
        row("short signature", good.chopped(1));
        row("unused bits", good.chopped(1) + 'V');
        row("Bearer", "Bearer " + good);
        row("JSON form", QByteArray::fromStdString(quoted("{'payload':'e30','signatures':[]}")));
        row("not ASCII", good + "\xc3\xa4");
        row("NUL behind", good + '\0');
        row("endless", QByteArray(100000, 'A'));
        row("endless dots", QByteArray(100000, '.'));
    }
    void formIsStrict() {
        QFETCH(QByteArray, token);
        QVERIFY(token != QByteArray::fromStdString(AccessToken));
        QCOMPARE(verdictOn(token.toStdString()), std::string("token_invalid"));
    }

    void fourKibAreTheLimit() {
        const auto tokenOf = [](std::size_t size) {
            return forge(Header, replaced(Payload, "}", ",\"x\":\"" + std::string(size, 'x') + "\"}"));
        };
        std::size_t size = 2000;
        while (tokenOf(size + 1).size() <= 4096)
            ++size;
        QCOMPARE(verdictOn(tokenOf(size)), std::string("ok"));
        QCOMPARE(verdictOn(tokenOf(size + 1)), std::string("token_invalid"));
    }

    void everyBitFlipIsRefused() {
        const KeyRing ring = testRing();
        const TokenSigner signer(ring);
        for (const std::string& token : {AccessToken, RefreshToken}) {
            for (std::size_t at = 0; at < token.size(); ++at) {
                for (int bit = 0; bit < 8; ++bit) {
                    std::string changed = token;
                    changed[at] = static_cast<char>(changed[at] ^ (1 << bit));
                    QCOMPARE(codeOf(signer.verifyAccess(changed, Now)), std::string("token_invalid"));
                    QCOMPARE(codeOf(signer.verifyRefresh(changed, Now)), std::string("token_invalid"));
                }
            }
        }
    }

    void wycheproofHs256_data() {
        QTest::addColumn<QByteArray>("token");
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<bool>("valid");
        for (const auto& row : vectorRows("jws_hs256.json")) {
            QTest::addRow("%d %s", row[0].get<int>(), row[1].get<std::string>().c_str())
                << QByteArray::fromStdString(row[2].get<std::string>())
                << QByteArray::fromStdString(*crypto::base64UrlDecode(row[3].get<std::string>()))
                << row[4].get<bool>();
        }
    }
    void wycheproofHs256() {
        QFETCH(QByteArray, token);
        QFETCH(QByteArray, key);
        QFETCH(bool, valid);
        QCOMPARE(acceptsJws(token.toStdString(), key.toStdString()), valid);
        QCOMPARE(verdictOn(token.toStdString()), std::string("token_invalid")); // none is signed by us
    }
    void wycheproofOtherAlgorithms_data() {
        QTest::addColumn<QByteArray>("token");
        for (const auto& row : vectorRows("jws_foreign.json"))
            QTest::addRow("%d %s", row[0].get<int>(), row[1].get<std::string>().c_str())
                << QByteArray::fromStdString(row[2].get<std::string>());
    }
    void wycheproofOtherAlgorithms() {
        QFETCH(QByteArray, token);
        QVERIFY(!acceptsJws(token.toStdString(), JwtSecret));
        QVERIFY(!acceptsJws(token.toStdString(), ""));
        QCOMPARE(verdictOn(token.toStdString()), std::string("token_invalid"));
    }

    /// RFC 7515 appendix A.1: rightly signed, and yet no token of ours, for it has neither sub, aud nor typ.
    void rfc7515Example() {
        const std::string token =
            "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
            "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
            "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        const auto key = crypto::base64UrlDecode(
            "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");
        QVERIFY(key.has_value());
        QVERIFY(acceptsJws(token, *key));
        const KeyRing ring = ringOf(secrets(*key, MasterKey));
        QCOMPARE(codeOf(TokenSigner(ring).verifyAccess(token, fromUnixSeconds(1300819000))),
                 std::string("token_invalid"));
    }
};

QTEST_GUILESS_MAIN(TestTokenForgery)
#include "tst_token_forgery.moc"
