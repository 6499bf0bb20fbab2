// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/security/link_signer.h"
#include "shared/crypto/random.h"
#include "tests/backend/security/test_keys.h"
#include "tests/support/qtest_print.h"

#include <map>
#include <random>

using namespace dropseal;
using namespace dropseal::security;
using namespace std::chrono_literals;

namespace {

const Timestamp Now = fromUnixSeconds(1795168740);

LinkClaims claims() {
    LinkClaims link;
    link.subject = "0192f1c2-7a00-7cc3-98c4-dc0c0c07398f";
    link.expires_at = Now + 1h;
    link.disposition = "attachment";
    link.content_type = "text/plain; charset=utf-8";
    link.salt = std::string("\x00\xff\x10", 3);
    return link;
}

/// What a route does: the query says when and how, the database the rest.
Result<void> check(const LinkSigner& signer, LinkClaims stored, std::string_view query, Timestamp now) {
    const auto parsed = LinkSigner::parseQuery(query);
    if (!parsed)
        return parsed.error();
    stored.expires_at = parsed->expires_at;
    stored.disposition = parsed->disposition;
    stored.content_type = parsed->content_type;
    return signer.verify(stored, *parsed, now);
}

std::string codeOf(const Result<void>& result) {
    return result ? "ok" : std::string(info(result.error().code).word);
}

} // namespace

class TestLinkSigner : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// Computed with Python's hmac over SECURITY.md 4.17.
    void knownAnswer() {
        const auto canonical = LinkSigner::canonical(claims());
        QVERIFY(canonical.ok());
        QCOMPARE(*canonical,
                 std::string("DSP1\nGET\n0192f1c2-7a00-7cc3-98c4-dc0c0c07398f\n1795172340\nattachment\n"
                             "text/plain; charset=utf-8\n0\n00ff10"));
        const KeyRing ring = test::testRing();
        const auto query = LinkSigner(ring).signQuery(claims());
        QVERIFY(query.ok());
        QCOMPARE(*query, std::string("e=1795172340&d=attachment&t=text/plain%3B%20charset%3Dutf-8&k=8c5526a2"
                                     "&s=y9ECAVPb3_0ryCkW7X2R3YitnyfxRju7MLyuCc5izRQ"));
    }

    void whatIsSignedIsTaken_data() {
        QTest::addColumn<QByteArray>("disposition");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<bool>("put");
        QTest::newRow("neither") << QByteArray() << QByteArray() << false;
        QTest::newRow("attachment") << QByteArray("attachment") << QByteArray() << false;
        QTest::newRow("inline with type") << QByteArray("inline") << QByteArray("image/png") << false;
        QTest::newRow("odd type") << QByteArray() << QByteArray("a/b; x=\"&=%+#?\xc3\xa4 \"") << false;
        QTest::newRow("put") << QByteArray() << QByteArray("application/zip") << true;
    }
    void whatIsSignedIsTaken() {
        QFETCH(QByteArray, disposition);
        QFETCH(QByteArray, type);
        QFETCH(bool, put);
        const KeyRing ring = test::testRing();
        const LinkSigner signer(ring);
        LinkClaims link = claims();
        link.method = put ? LinkMethod::Put : LinkMethod::Get;
        link.max_bytes = put ? 20'000'000'000 : 0;
        link.disposition = disposition.toStdString();
        link.content_type = type.toStdString();
        const auto query = signer.signQuery(link);
        QVERIFY(query.ok());
        QCOMPARE(codeOf(check(signer, link, *query, Now)), std::string("ok"));
        const auto parsed = LinkSigner::parseQuery(*query);
        QVERIFY(parsed.ok());
        QCOMPARE(parsed->disposition, link.disposition);
        QCOMPARE(parsed->content_type, link.content_type);
        QVERIFY(parsed->expires_at == link.expires_at);
    }

    void fractionsOfASecondAreDropped() {
        const KeyRing ring = test::testRing();
        const LinkSigner signer(ring);
        LinkClaims link = claims();
        link.expires_at += 999ms;
        QCOMPARE(*signer.signQuery(link), *signer.signQuery(claims()));
    }

    /// Every bit of the query, one after another: no change may be taken. (Letters of a percent code may
    /// change their case; that is the same value, and so the same link.)
    void everyBitFlipIsRefused() {
        const KeyRing ring = test::testRing();
        const LinkSigner signer(ring);
        const std::string query = *signer.signQuery(claims());
        for (std::size_t at = 0; at < query.size(); ++at) {
            for (int bit = 0; bit < 8; ++bit) {
                std::string changed = query;
                changed[at] = static_cast<char>(changed[at] ^ (1 << bit));
                const bool isPercentCase =
                    bit == 5 && ((at > 0 && query[at - 1] == '%') || (at > 1 && query[at - 2] == '%'));
                const auto result = check(signer, claims(), changed, Now);
                if (!isPercentCase)
                    QVERIFY2(!result.ok(), changed.c_str());
                if (!result.ok())
                    QCOMPARE(result.error().code, ErrorCode::link_invalid);
            }
        }
    }

    void changedClaimsAreRefused_data() {
        QTest::addColumn<int>("which");
        int which = 0;
        for (const char* const name :
             {"nothing", "method", "subject", "salt", "longer salt", "no salt", "size"})
            QTest::newRow(name) << which++;
    }
    void changedClaimsAreRefused() {
        QFETCH(int, which);
        const KeyRing ring = test::testRing();
        const LinkSigner signer(ring);
        const std::string query = *signer.signQuery(claims());
        LinkClaims stored = claims();
        switch (which) {
        case 1:
            stored.method = LinkMethod::Put;
            break;
        case 2:
            stored.subject.back() = 'e';
            break;
        case 3:
            stored.salt[0] = 1;
            break;
        case 4:
            stored.salt += '\0';
            break;
        case 5:
            stored.salt.clear();
            break;
        case 6:
            stored.max_bytes = 1;
            break;
        default:
            break;
        }
        QCOMPARE(codeOf(check(signer, stored, query, Now)), std::string(which == 0 ? "ok" : "link_invalid"));
    }

    void timeIsChecked_data() {
        QTest::addColumn<qint64>("life");
        QTest::addColumn<qint64>("later_ms");
        QTest::addColumn<QString>("code");
        QTest::newRow("fresh") << qint64{3600} << qint64{0} << "ok";
        QTest::newRow("last millisecond") << qint64{3600} << qint64{3599999} << "ok";
        QTest::newRow("on the second") << qint64{3600} << qint64{3600000} << "link_expired";
        QTest::newRow("long gone") << qint64{3600} << qint64{864000000} << "link_expired";
        QTest::newRow("seven days") << qint64{604800} << qint64{0} << "ok";
        QTest::newRow("longer") << qint64{604801} << qint64{0} << "link_expired";
        QTest::newRow("longer, in time") << qint64{604801} << qint64{1000} << "ok";
        QTest::newRow("clock ten years back") << qint64{3600} << qint64{-315360000000} << "link_expired";
    }
    void timeIsChecked() {
        QFETCH(qint64, life);
        QFETCH(qint64, later_ms);
        QFETCH(QString, code);
        const KeyRing ring = test::testRing();
        const LinkSigner signer(ring);
        LinkClaims link = claims();
        link.expires_at = Now + std::chrono::seconds(life);
        const std::string query = *signer.signQuery(link);
        const Timestamp later = Now + std::chrono::milliseconds(later_ms);
        QCOMPARE(codeOf(check(signer, link, query, later)), code.toStdString());
        // A changed link is invalid whatever its age, so that the answer tells a forger nothing.
        link.salt = "other";
        QCOMPARE(codeOf(check(signer, link, query, later)), std::string("link_invalid"));
    }

    void keysAreFoundById() {
        const KeyRing before = test::testRing();
        const KeyRing after = test::rotatedRing();
        const std::string old = *LinkSigner(before).signQuery(claims());
        const std::string fresh = *LinkSigner(after).signQuery(claims());
        QCOMPARE(codeOf(check(LinkSigner(after), claims(), old, Now)), std::string("ok"));
        QCOMPARE(codeOf(check(LinkSigner(after), claims(), fresh, Now)), std::string("ok"));
        QCOMPARE(codeOf(check(LinkSigner(before), claims(), fresh, Now)), std::string("link_invalid"));
    }

    void badQueriesAreRefused_data() {
        QTest::addColumn<QByteArray>("query");
        const QByteArray s = "s=y9ECAVPb3_0ryCkW7X2R3YitnyfxRju7MLyuCc5izRQ";
        const QByteArray good = "e=1795172340&d=attachment&t=text/plain&k=8c5526a2&" + s;
        const auto row = [](const char* name, const QByteArray& query) { QTest::newRow(name) << query; };
        row("empty", "");
        row("only ampersand", "&");
        row("ampersand in front", '&' + good);
        row("ampersand behind", good + '&');
        row("two ampersands", QByteArray(good).replace("&k", "&&k"));
        row("unknown parameter", good + "&x=1");
        row("unknown long parameter", good + "&utm_source=mail");
        row("AWS parameter", good + "&X-Amz-Date=1");
        row("upper case name", QByteArray(good).replace("e=", "E="));
        row("encoded name", QByteArray(good).replace("e=", "%65="));
        row("name without value", good + "&d");
        row("empty name", good + "&=1");
        row("e twice", good + "&e=1795172340");
        row("s twice", good + '&' + s);
        row("d twice", good + "&d=inline");
        row("no e", QByteArray(good).replace("e=1795172340&", ""));
        row("no k", QByteArray(good).replace("k=8c5526a2&", ""));
        row("no s", QByteArray(good).replace('&' + s, ""));
        row("semicolon", QByteArray(good).replace('&', ';'));
        for (const char* const e :
             {"", "-1", "+1", "1e9", "0x10", " 1795172340", "1795172340 ", "01795172340", "1795172340.0",
              "9223372036854775807", "18446744073709551616", "%31"})
            row(QByteArray("e ").append(e).constData(), QByteArray(good).replace("1795172340", e));
        for (const char* const d :
             {"", "Inline", "none", "inline%00", "attachment;filename=x", "inline%0d%0ax:1"})
            row(QByteArray("d ").append(d).constData(),
                QByteArray(good).replace("=attachment", QByteArray("=") + d));
        for (const char* const t : {"", "%", "%4", "%zz", "a%0d%0ab", "a%00", "a%7f", "a\nb"})
            row(QByteArray("t ").append(t).replace('\n', 'n').constData(),
                QByteArray(good).replace("text/plain", t));
        for (const char* const k : {"", "8c5526a", "8c5526a2d", "8C5526A2", "../../..", "8c5526a%64"})
            row(QByteArray("k ").append(k).constData(), QByteArray(good).replace("8c5526a2", k));
        row("s short", QByteArray(good).chopped(1));
        row("s long", good + 'A');
        row("s padded", good + '=');
        row("s with unused bits", QByteArray(good).replace("izRQ", "izRR"));
        row("s in plain base64", QByteArray(good).replace("3_0r", "3/0r"));
        row("s empty", QByteArray(good).replace(s, "s="));
        row("endless", good + QByteArray(2000, 'A'));
    }
    void badQueriesAreRefused() {
        QFETCH(QByteArray, query);
        const auto parsed = LinkSigner::parseQuery(query.toStdString());
        QVERIFY(!parsed.ok());
        QCOMPARE(parsed.error().code, ErrorCode::link_invalid);
    }

    void theGoodQueryOfThatTableIsTaken() {
        QVERIFY(LinkSigner::parseQuery("e=1795172340&d=attachment&t=text/plain&k=8c5526a2&"
                                       "s=y9ECAVPb3_0ryCkW7X2R3YitnyfxRju7MLyuCc5izRQ")
                    .ok());
        QVERIFY(LinkSigner::parseQuery("s=y9ECAVPb3_0ryCkW7X2R3YitnyfxRju7MLyuCc5izRQ&k=8c5526a2&e=0").ok());
    }

    void controlsAreNotSigned_data() {
        QTest::addColumn<QByteArray>("text");
        for (const char* const text : {"a\nb", "a\rb", "\t", "\x1f", "\x7f", "attachment\n"})
            QTest::newRow(QByteArray(text).toHex().constData()) << QByteArray(text);
        QTest::newRow("NUL") << QByteArray("a\0b", 3);
    }
    void controlsAreNotSigned() {
        QFETCH(QByteArray, text);
        const KeyRing ring = test::testRing();
        for (std::string LinkClaims::*field :
             {&LinkClaims::subject, &LinkClaims::disposition, &LinkClaims::content_type}) {
            LinkClaims link = claims();
            link.*field = text.toStdString();
            const auto query = LinkSigner(ring).signQuery(link);
            QVERIFY(!query.ok());
            QCOMPARE(query.error().code, ErrorCode::bad_request);
        }
    }

    /// AWS's first signature version joined its fields without separators, so that two requests shared one
    /// signature. Fields of few letters make collisions likely, if there are any.
    void canonicalFormIsInjective() {
        std::mt19937 random(417);
        const auto pick = [&random](const std::string& alphabet) {
            std::string text;
            for (auto length = random() % 4; length > 0; --length)
                text += alphabet[random() % alphabet.size()];
            return text;
        };
        using Tuple =
            std::tuple<int, std::string, std::int64_t, std::string, std::string, std::int64_t, std::string>;
        std::map<std::string, Tuple> seen;
        std::size_t distinct = 0;
        for (int round = 0; round < 50000; ++round) {
            LinkClaims link;
            link.method = random() % 2 == 0 ? LinkMethod::Get : LinkMethod::Put;
            link.subject = pick("01G");
            link.expires_at = fromUnixSeconds(static_cast<std::int64_t>(random() % 20));
            link.disposition = pick("01a");
            link.content_type = pick("01/");
            link.max_bytes = static_cast<std::int64_t>(random() % 20);
            link.salt = pick(std::string("\x00\x01\n0", 4));
            const Tuple tuple{static_cast<int>(link.method),
                              link.subject,
                              toUnixSeconds(link.expires_at),
                              link.disposition,
                              link.content_type,
                              link.max_bytes,
                              link.salt};
            const auto canonical = LinkSigner::canonical(link);
            QVERIFY(canonical.ok());
            const auto [place, isNew] = seen.emplace(*canonical, tuple);
            QVERIFY2(place->second == tuple, canonical->c_str());
            distinct += isNew ? 1 : 0;
        }
        QVERIFY2(distinct > 40000, "the tuples must differ for this to mean anything");
    }
};

QTEST_GUILESS_MAIN(TestLinkSigner)
#include "tst_link_signer.moc"
