// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/core/hex.h"
#include "shared/crypto/base64url.h"
#include "shared/crypto/hmac.h"
#include "shared/crypto/random.h"
#include "shared/crypto/sha256.h"
#include "tests/support/qtest_print.h"
#include "tests/support/vector_file.h"

#include <random>
#include <set>
#include <thread>

using namespace dropseal;

namespace {

std::string bytesOf(const std::string& hex) {
    std::vector<std::uint8_t> bytes(hex.size() / 2);
    if (!fromHex(hex, bytes))
        qFatal("bad hex in a test");
    return {bytes.begin(), bytes.end()};
}

std::span<const std::uint8_t> asBytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

} // namespace

class TestSharedCrypto : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// FIPS 180-4 and NIST CAVP, SHA256ShortMsg.
    void sha256KnownAnswers_data() {
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<QString>("digest");
        QTest::newRow("empty") << QByteArray("")
                               << "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        QTest::newRow("abc") << QByteArray("abc")
                             << "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        QTest::newRow("two blocks") << QByteArray("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
                                    << "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1";
        QTest::newRow("one byte") << QByteArray("\xd3")
                                  << "28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1";
        QTest::newRow("a million") << QByteArray(1000000, 'a')
                                   << "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";
    }
    void sha256KnownAnswers() {
        QFETCH(QByteArray, message);
        QFETCH(QString, digest);
        const std::string text = message.toStdString();
        QCOMPARE(crypto::sha256Hex(text), digest.toStdString());
        // Any split into pieces gives the same, and an object can be used again.
        crypto::Sha256 hash;
        for (const std::size_t piece :
             {std::size_t{1}, std::size_t{63}, std::size_t{64}, std::size_t{4096}}) {
            if (text.size() / piece > 100000)
                continue;
            for (std::size_t at = 0; at < text.size(); at += piece)
                hash.update(std::string_view(text).substr(at, piece));
            QCOMPARE(toHex(hash.finish()), digest.toStdString());
        }
    }

    void sha256Moves() {
        crypto::Sha256 first;
        first.update("a");
        crypto::Sha256 second = std::move(first);
        second.update(asBytes("bc"));
        QCOMPARE(toHex(second.finish()), crypto::sha256Hex("abc"));
    }

    void hmacKnownAnswers_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("message");
        QTest::addColumn<QString>("tag");
        QTest::addColumn<bool>("valid");
        for (const auto& row : test::vectorRows("hmac_sha256.json")) {
            const auto text = [&row](std::size_t i) {
                return QString::fromStdString(row[i].get<std::string>());
            };
            QTest::addRow("wycheproof %d: %s", row[0].get<int>(), qPrintable(text(2)))
                << text(3) << text(4) << text(5) << row[6].get<bool>();
        }
    }
    void hmacKnownAnswers() {
        QFETCH(QString, key);
        QFETCH(QString, message);
        QFETCH(QString, tag);
        QFETCH(bool, valid);
        const std::string expected = bytesOf(tag.toStdString());
        const auto mac =
            crypto::hmacSha256(asBytes(bytesOf(key.toStdString())), bytesOf(message.toStdString()));
        const std::span cut = std::span(mac).first(expected.size()); // some rows have the first 128 bits only
        QCOMPARE(crypto::constantTimeEqual(cut, asBytes(expected)), valid);
    }

    /// RFC 4231 sections 4.2, 4.3, 4.7 (key longer than a block), and OpenSSL's meaning of no key at all.
    void hmacEdges() {
        QCOMPARE(toHex(crypto::hmacSha256(asBytes(std::string(20, '\x0b')), "Hi There")),
                 std::string("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"));
        QCOMPARE(toHex(crypto::hmacSha256(asBytes("Jefe"), "what do ya want for nothing?")),
                 std::string("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
        QCOMPARE(toHex(crypto::hmacSha256(asBytes(std::string(131, '\xaa')),
                                          "Test Using Larger Than Block-Size Key - Hash Key First")),
                 std::string("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"));
        // An empty key must not be read as "the key of the call before".
        const std::string empty = "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad";
        QCOMPARE(toHex(crypto::hmacSha256({}, "")), empty);
        static_cast<void>(crypto::hmacSha256(asBytes("another"), "x"));
        QCOMPARE(toHex(crypto::hmacSha256({}, "")), empty);
    }

    void hmacWorksInThreads() {
        const auto expected = crypto::hmacSha256(asBytes("Jefe"), "what do ya want for nothing?");
        std::atomic<int> wrong = 0;
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&wrong, &expected, i] {
                for (int round = 0; round < 500; ++round) {
                    static_cast<void>(crypto::hmacSha256(asBytes(std::to_string(i * 1000 + round)), "other"));
                    if (crypto::hmacSha256(asBytes("Jefe"), "what do ya want for nothing?") != expected ||
                        crypto::sha256Hex("abc").front() != 'b')
                        ++wrong;
                }
            });
        }
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(wrong.load(), 0);
    }

    void hkdf() {
        // RFC 5869 appendix A.3: neither salt nor info.
        const std::string key(22, '\x0b');
        QCOMPARE(toHex(crypto::hkdfSha256(asBytes(key), {}, 42).bytes()),
                 std::string(
                     "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"));
        // By RFC 5869 section 2 with the HMAC above: PRK under a zero salt, then the first block.
        const auto extract = crypto::hmacSha256(asBytes(std::string(32, '\0')), key);
        const auto expand = crypto::hmacSha256(extract, "presign\x01");
        QCOMPARE(toHex(crypto::hkdfSha256(asBytes(key), "presign", 32).bytes()), toHex(expand));
        QVERIFY(toHex(crypto::hkdfSha256(asBytes(key), "share", 32).bytes()) != toHex(expand));
        QCOMPARE(crypto::hkdfSha256(asBytes(key), "long", 8160).size(), std::size_t{8160});
    }

    void constantTimeCompares() {
        using crypto::constantTimeEqual;
        QVERIFY(constantTimeEqual(std::string_view("same"), std::string_view("same")));
        QVERIFY(!constantTimeEqual(std::string_view("same"), std::string_view("sama")));
        QVERIFY(!constantTimeEqual(std::string_view("same"), std::string_view("samesame")));
        QVERIFY(!constantTimeEqual(std::string_view(""), std::string_view("x")));
        QVERIFY(constantTimeEqual(std::string_view(), std::string_view("")));
        QVERIFY(constantTimeEqual(std::span<const std::uint8_t>(), std::span<const std::uint8_t>()));
    }

    void randomIsRandom() {
        std::set<std::string> seen;
        for (int i = 0; i < 100000; ++i)
            QVERIFY2(seen.insert(crypto::randomToken(20)).second, "a token came twice");
        QCOMPARE(seen.begin()->size(), std::size_t{27}); // 160 bit
        QCOMPARE(crypto::randomBytes(0).size(), std::size_t{0});
        QCOMPARE(crypto::randomBytes(33).size(), std::size_t{33});
    }

    /// RFC 4648 section 10.
    void base64KnownAnswers_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("plain");
        QTest::newRow("0") << QByteArray("") << ""
                           << "";
        QTest::newRow("1") << QByteArray("f") << "Zg"
                           << "Zg==";
        QTest::newRow("2") << QByteArray("fo") << "Zm8"
                           << "Zm8=";
        QTest::newRow("3") << QByteArray("foo") << "Zm9v"
                           << "Zm9v";
        QTest::newRow("4") << QByteArray("foob") << "Zm9vYg"
                           << "Zm9vYg==";
        QTest::newRow("5") << QByteArray("fooba") << "Zm9vYmE"
                           << "Zm9vYmE=";
        QTest::newRow("6") << QByteArray("foobar") << "Zm9vYmFy"
                           << "Zm9vYmFy";
        QTest::newRow("last digits") << QByteArray("\xfb\xff\xbf") << "-_-_"
                                     << "+/+/";
    }
    void base64KnownAnswers() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, url);
        QFETCH(QString, plain);
        const std::string text = bytes.toStdString();
        QCOMPARE(crypto::base64UrlEncode(text), url.toStdString());
        QCOMPARE(crypto::base64UrlEncode(asBytes(text)), url.toStdString());
        QCOMPARE(crypto::base64Encode(asBytes(text)), plain.toStdString());
        QVERIFY(crypto::base64UrlDecode(url.toStdString()) == text);
        QVERIFY(crypto::base64Decode(plain.toStdString()) == text);
    }

    void base64UrlIsStrict_data() {
        QTest::addColumn<QByteArray>("text");
        for (const char* const text : {"Z", "Zm9vY", "Zg=", "Zg==", "Zm9v=", "=", "Zm 9", "Zm9v\n", " Zm9v",
                                       "Zm9+", "Zm9/", "Zh", "Zm!v", "Zm9vZ\xc3", "Zm9v.Zm9v", "-_9", "//"})
            QTest::newRow(qPrintable(QString::fromLatin1(QByteArray(text).toPercentEncoding("+/="))))
                << QByteArray(text);
        QTest::newRow("NUL") << QByteArray("Zm\0v", 4);
    }
    void base64UrlIsStrict() {
        QFETCH(QByteArray, text);
        QVERIFY(!crypto::base64UrlDecode(text.toStdString()));
    }

    void base64IsStrict_data() {
        QTest::addColumn<QByteArray>("text");
        for (const char* const text : {"Zg", "Zg=", "Zg===", "Zm8==", "Z===", "====", "Zg==Zg==", "Zh==",
                                       "Zm9=", "Zm-v", "Zm9v\n", "Zg= ="})
            QTest::newRow(qPrintable(QString::fromLatin1(QByteArray(text).toPercentEncoding("+/="))))
                << QByteArray(text);
    }
    void base64IsStrict() {
        QFETCH(QByteArray, text);
        QVERIFY(!crypto::base64Decode(text.toStdString()));
    }

    /// Each value has one spelling: whatever decodes, encodes to the same text again.
    void base64RoundTrips() {
        std::mt19937 random(7515);
        const std::string alphabet = "ABCXYZabcxyz0189-_+/= \n";
        for (int round = 0; round < 20000; ++round) {
            std::string bytes;
            for (auto length = random() % 40; length > 0; --length)
                bytes += static_cast<char>(random());
            QVERIFY(crypto::base64UrlDecode(crypto::base64UrlEncode(bytes)) == bytes);
            QVERIFY(crypto::base64Decode(crypto::base64Encode(asBytes(bytes))) == bytes);
            std::string text;
            for (auto length = random() % 12; length > 0; --length)
                text += alphabet[random() % alphabet.size()];
            if (const auto decoded = crypto::base64UrlDecode(text))
                QCOMPARE(crypto::base64UrlEncode(*decoded), text);
            if (const auto decoded = crypto::base64Decode(text))
                QCOMPARE(crypto::base64Encode(asBytes(*decoded)), text);
        }
    }
};

QTEST_GUILESS_MAIN(TestSharedCrypto)
#include "tst_shared_crypto.moc"
