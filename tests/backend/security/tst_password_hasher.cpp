// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/security/password_hasher.h"
#include "tests/support/qtest_print.h"

#include <regex>
#include <thread>

using namespace dropseal;
using namespace dropseal::security;

namespace {

const QByteArray EightyDigits =
    "01234567890123456789012345678901234567890123456789012345678901234567890123456789";
const std::string OwnHash =
    "$bcrypt-sha256$v=2,t=2b,r=4$n79VH.0Q2TMWmt3Oqt9uku$sdU2s51xApBVBMVw4RZiJY.7FC1fevu";

std::string changed(std::string text, std::size_t at, char to) {
    text.at(at) = to;
    return text;
}

} // namespace

class TestPasswordHasher : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// pyca/bcrypt tests/test_bcrypt.py and crypt_blowfish (Apache-2.0, public domain); the rows of cost 12
    /// by libxcrypt; "passlib" rows by Passlib 1.7.4, the first of cost 12 from its manual.
    void knownAnswers_data() {
        QTest::addColumn<QByteArray>("password");
        QTest::addColumn<QString>("hash");
        const auto row = [](const char* name, const QByteArray& password, const char* hash) {
            QTest::newRow(name) << password << hash;
        };
        row("pyca 1", "Kk4DQuMMfZL9o", "$2b$04$cVWp4XaNU8a4v1uMRum2SO026BWLIoQMD/TXg5uZV.0P.uO8m3YEm");
        row("pyca 2", "9IeRXmnGxMYbs", "$2b$04$pQ7gRO7e6wx/936oXhNjrOUNOHL1D0h1N2IDbJZYs.1ppzSof6SPy");
        row("pyca 3", "xVQVbwa1S0M8r", "$2b$04$SQe9knOzepOVKoYXo9xTteNYr6MBwVz4tpriJVe3PNgYufGIsgKcW");
        row("pyca 4", "Zfgr26LWd22Za", "$2b$04$eH8zX.q5Q.j2hO1NkVYJQOM6KxntS/ow3.YzVmFrE4t//CoF4fvne");
        row("pyca 5", "Tg4daC27epFBE", "$2b$04$ahiTdwRXpUG2JLRcIznxc.s1.ydaPGD372bsGs8NqyYjLY1inG5n2");
        row("pyca 6", "xhQPMmwh5ALzW", "$2b$04$nQn78dV0hGHf5wUBe0zOFu8n07ZbWWOKoGasZKRspZxtt.vBRNMIy");
        row("pyca 7", "59je8h5Gj71tg", "$2b$04$cvXudZ5ugTg95W.rOjMITuM1jC0piCl3zF5cmGhzCibHZrNHkmckG");
        row("pyca 8", "wT4fHJa2N9WSW", "$2b$04$YYjtiq4Uh88yUsExO0RNTuEJ.tZlsONac16A8OcLHleWFjVawfGvO");
        row("pyca 9", "uSgFRnQdOgm4S", "$2b$04$WLTjgY/pZSyqX/fbMbJzf.qxCeTMQOzgL.CimRjMHtMxd/VGKojMu");
        row("pyca 10", "tEPtJZXur16Vg", "$2b$04$2moPs/x/wnCfeQ5pCheMcuSJQ/KYjOZG780UjA/SiR.KsYWNrC7SG");
        row("pyca 11", "vvho8C6nlVf9K", "$2b$04$HrEYC/AQ2HS77G78cQDZQ.r44WGcruKw03KHlnp71yVQEwpsi3xl2");
        row("pyca 12", "5auCCY9by0Ruf", "$2b$04$vVYgSTfB8KVbmhbZE/k3R.ux9A0lJUM4CZwCkHI9fifke2.rTF7MG");
        row("pyca 13", "GtTkR6qn2QOZW", "$2b$04$JfoNrR8.doieoI8..F.C1OQgwE3uTeuardy6lw0AjALUzOARoyf2m");
        row("pyca 14", "J8eHUDuxBB520", "$2b$04$VvlCUKbTMjaxaYJ.k5juoecpG/7IzcH1AkmqKi.lIZMVIOLClWAk.");
        row("2a 1", "U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW");
        row("2a 2", "U*U*", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK");
        row("2a 3", "U*U*U", "$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a");
        row("2a, eighth bit", "\xa3", "$2a$05$/OK.fbVrR/bpIqNJ5ianF.Sa7shbm4.OzKpvFnX1pQLmQW96oUlCq");
        row("2y, eighth bit", "\xa3", "$2y$05$/OK.fbVrR/bpIqNJ5ianF.Sa7shbm4.OzKpvFnX1pQLmQW96oUlCq");
        row("2y, three bytes", "\xff\xff\xa3",
            "$2y$05$/OK.fbVrR/bpIqNJ5ianF.CE5elHaaO4EbggVDjb8P19RukzXSM3e");
        row("cost 12", "SecurePassword123!", "$2b$12$abcdefghijklmnopqrstuujmIJWKOrzI942HYogGz/rIoEPerxc2G");
        row("cost 12, cut at 72", QByteArray(72, 'a') + 'X',
            "$2b$12$abcdefghijklmnopqrstuu54EclbqC8XduEGLYgonKPRJ3bZnTXsi");
        row("cost 12, 80 bytes", EightyDigits,
            "$2b$12$abcdefghijklmnopqrstuuL/fmgJOLY..LMZ.f/dg2xG0RDLKf2Ky");
        row("passlib's manual", "password",
            "$bcrypt-sha256$v=2,t=2b,r=12$n79VH.0Q2TMWmt3Oqt9uku$Kq4Noyk3094Y2QlB8NdRT8SvGiI4ft2");
        row("passlib v2", "password", OwnHash.c_str());
        row("passlib v2, NUL", QByteArray("p\0w", 3),
            "$bcrypt-sha256$v=2,t=2b,r=4$UMlqQXpDiZFPQb7i.wAOxe$A1TcgFys6hepJSea/tIGXm0Npi54X4.");
        row("passlib v2, 80 bytes", QByteArray("\xc3\xa4").repeated(40),
            "$bcrypt-sha256$v=2,t=2b,r=5$rXIyf1vaTOy/13./bndM5e$.S4PQ9ftPhgFFWgGNjadDpLHY3x/b/K");
        row("passlib v2, empty", "",
            "$bcrypt-sha256$v=2,t=2b,r=4$IgBdRuR5NiwJqkAufPzJO.$2Iumhs0Om3XP/.EAgrdfjOChmX5G3mS");
        row("passlib v1", "password",
            "$bcrypt-sha256$2b,4$e8p7IDsE9wKxP2QUOak4ye$RmVpFqDwahUzlDzRHphJExsSn7JHiW.");
        row("passlib v1, NUL", QByteArray("p\0w", 3),
            "$bcrypt-sha256$2b,5$h7x2KZ/MQDrSuPXIg.9/RO$XEcQ37.97cXA/.djOwIK.apCrRGZuxa");
        row("passlib v1, 200 bytes", QByteArray(200, 'x'),
            "$bcrypt-sha256$2b,4$FnS4CHtRFLIOAOSTfPKE.O$Rw6vwr/zTgu8jN9ZFhR2mETWEDtb54C");
        row("yescrypt", "password", "$y$j8T$abcdefghijkl$w01dArWrkFqKun11J1YL6Qiern9RvIQNaHB33CLS151");
    }
    void knownAnswers() {
        QFETCH(QByteArray, password);
        QFETCH(QString, hash);
        const PasswordHasher hasher(4);
        const std::string stored = hash.toStdString();
        QVERIFY(hasher.verify(password.toStdString(), stored).matches);
        QVERIFY(!hasher.verify('x' + password.toStdString(), stored).matches);
        QVERIFY(!hasher.verify(password.toStdString(), changed(stored, stored.size() - 5, '/')).matches);
    }

    void hashIsPasslibsForm() {
        const PasswordHasher hasher(5);
        const auto first = hasher.hash("a password");
        const auto second = hasher.hash("a password");
        QVERIFY(first.ok() && second.ok());
        const std::regex form(R"(\$bcrypt-sha256\$v=2,t=2b,r=5\$[./A-Za-z0-9]{21}[.Oeu]\$[./A-Za-z0-9]{31})");
        QVERIFY2(std::regex_match(*first, form), first->c_str());
        QVERIFY2(*first != *second, "the salt is new each time");
        const auto verdict = hasher.verify("a password", *first);
        QVERIFY(verdict.matches && !verdict.needs_rehash);
        QVERIFY(!hasher.verify("a passwore", *first).matches);
    }

    void passwordsAreBytes_data() {
        QTest::addColumn<QByteArray>("password");
        QTest::addColumn<QByteArray>("other");
        QTest::newRow("leading space") << QByteArray(" password") << QByteArray("password");
        QTest::newRow("trailing line feed") << QByteArray("password\n") << QByteArray("password");
        QTest::newRow("NUL inside") << QByteArray("pass\0word", 9) << QByteArray("pass");
        QTest::newRow("NUL at the end") << QByteArray("pass\0", 5) << QByteArray("pass");
        QTest::newRow("NFC and NFD") << QByteArray("\xc3\xa4pfelbaum") << QByteArray("a\xcc\x88pfelbaum");
        QTest::newRow("73rd byte") << QByteArray(72, 'a') + 'X' << QByteArray(72, 'a') + 'Y';
        QTest::newRow("1,024 bytes") << QByteArray(1024, 'a') << QByteArray(1023, 'a');
        QTest::newRow("emoji") << QByteArray("\xf0\x9f\x98\x80").repeated(65)
                               << QByteArray("\xf0\x9f\x98\x80").repeated(64);
        QTest::newRow("not UTF-8") << QByteArray("\xff\xfe\xfd") << QByteArray("\xff\xfe");
        QTest::newRow("case") << QByteArray("Password") << QByteArray("password");
    }
    void passwordsAreBytes() {
        QFETCH(QByteArray, password);
        QFETCH(QByteArray, other);
        const PasswordHasher hasher(4);
        const auto hash = hasher.hash(password.toStdString());
        QVERIFY(hash.ok());
        QVERIFY(hasher.verify(password.toStdString(), *hash).matches);
        QVERIFY(!hasher.verify(other.toStdString(), *hash).matches);
    }

    void rehashIsAskedFor_data() {
        QTest::addColumn<int>("rounds");
        QTest::addColumn<QString>("hash");
        QTest::addColumn<bool>("needed");
        const QString own = QString::fromStdString(OwnHash);
        QTest::newRow("same") << 4 << own << false;
        QTest::newRow("cost has risen") << 5 << own << true;
        QTest::newRow("version 1")
            << 4 << "$bcrypt-sha256$2b,4$e8p7IDsE9wKxP2QUOak4ye$RmVpFqDwahUzlDzRHphJExsSn7JHiW." << true;
        QTest::newRow("plain") << 4 << "$2b$04$n79VH.0Q2TMWmt3Oqt9ukuMtd1JXeM0BuVg72u1AjlHVi6ZSGhR/6" << true;
        QTest::newRow("yescrypt") << 4 << "$y$j8T$abcdefghijkl$w01dArWrkFqKun11J1YL6Qiern9RvIQNaHB33CLS151"
                                  << true;
    }
    void rehashIsAskedFor() {
        QFETCH(int, rounds);
        QFETCH(QString, hash);
        QFETCH(bool, needed);
        const PasswordHasher hasher(rounds);
        QCOMPARE(hasher.verify("password", hash.toStdString()).matches, true);
        QCOMPARE(hasher.verify("password", hash.toStdString()).needs_rehash, needed);
        QVERIFY2(!hasher.verify("wrong", hash.toStdString()).needs_rehash,
                 "only a right password is re-hashed");
    }

    void foreignTextMatchesNothing_data() {
        QTest::addColumn<QByteArray>("stored");
        const auto row = [](const char* name, const QByteArray& stored) { QTest::newRow(name) << stored; };
        const QByteArray own = QByteArray::fromStdString(OwnHash);
        row("empty", "");
        row("star", "*");
        row("bang", "!");
        row("plain text", "password");
        row("DES", "abiQ6Ep3EYTHc");
        row("MD5", "$1$ab$e2KlfqG5YBMTjSz7XF.Eu1");
        row("SHA-512 crypt", "$6$saltstring$nk7Qohr7tOmwY2mX639VRP.Lyvj3uhcgpatqHuLC867qfSHKq1LDuKa/"
                             "h7Es9Nv0aL08pbF.cnQlRqhaoKT/D.");
        row("2x", "$2x$04$abcdefghijklmnopqrstuuPp7HPfoAs8I2dCQCQ/fW7zEJv8I8C8e");
        row("cut", own.chopped(1));
        row("longer", own + 'x');
        row("line feed behind", own + '\n');
        row("NUL behind", own + '\0');
        row("space in front", ' ' + own);
        row("version 3", QByteArray(own).replace("v=2", "v=3"));
        row("version 1 in the new form", QByteArray(own).replace("v=2", "v=1"));
        row("type 2a in version 2", QByteArray(own).replace("t=2b", "t=2a"));
        row("cost with a zero", QByteArray(own).replace("r=4", "r=04"));
        row("cost 3", QByteArray(own).replace("r=4", "r=3"));
        row("cost 32", QByteArray(own).replace("r=4", "r=32"));
        row("cost 99", QByteArray(own).replace("r=4", "r=99"));
        row("cost of three digits", QByteArray(own).replace("r=4", "r=004"));
        row("cost -4", QByteArray(own).replace("r=4", "r=-4"));
        row("no cost", QByteArray(own).replace("r=4", "r="));
        row("unused salt bits", QByteArray(own).replace("uku$", "ukv$"));
        row("bad salt", QByteArray(own).replace("n79", "n!9"));
        row("bad checksum", QByteArray(own).replace("sdU", "sd!"));
        row("plain without leading zero", "$2b$4$cVWp4XaNU8a4v1uMRum2SO026BWLIoQMD/TXg5uZV.0P.uO8m3YEm");
        row("plain, cut", "$2b$04$cVWp4XaNU8a4v1uMRum2SO026BWLIoQMD/TXg5uZV.0P.uO8m3YE");
        row("setting only", "$2b$04$cVWp4XaNU8a4v1uMRum2SO");
        row("prefix only", "$bcrypt-sha256$");
        row("yescrypt, cut", "$y$j8T$abcdefghijkl$");
        row("yescrypt prefix", "$y$");
        row("argon2id, unknown to this libxcrypt",
            "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub+b1dWRWJTmaaJObG");
        row("hash of nothing as prefix", "$bcrypt-sha256$v=2,t=2b,r=4$n79VH.0Q2TMWmt3Oqt9uku$");
    }
    void foreignTextMatchesNothing() {
        QFETCH(QByteArray, stored);
        const PasswordHasher hasher(4);
        for (const std::string_view password : {"password", "", "x"}) {
            const auto verdict = hasher.verify(password, stored.toStdString());
            QVERIFY(!verdict.matches && !verdict.needs_rehash);
        }
    }

    void plainBcryptRefusesNul() {
        const PasswordHasher hasher(4);
        const std::string stored = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"; // "U*U"
        QVERIFY(hasher.verify("U*U", stored).matches);
        QVERIFY(!hasher.verify(std::string_view("U*U\0x", 5), stored).matches);
        const std::string yescrypt = "$y$j8T$abcdefghijkl$w01dArWrkFqKun11J1YL6Qiern9RvIQNaHB33CLS151";
        QVERIFY(!hasher.verify(std::string_view("password\0x", 10), yescrypt).matches);
        QVERIFY(!hasher.verify(std::string(2000, 'x'), yescrypt).matches);
    }

    void roundsAreBounded() {
        QCOMPARE(PasswordHasher(0).rounds(), 4);
        QCOMPARE(PasswordHasher(12).rounds(), 12);
        QCOMPARE(PasswordHasher(99).rounds(), 31);
    }

    /// Not a measurement: an unknown user must cost a hash at all. One of cost 10 takes 40 ms; less than 4 ms
    /// means that none was made, and a busy machine only takes longer.
    void nobodyCostsAHashToo() {
        const PasswordHasher hasher(10);
        const auto takesAHash = [](const auto& work) {
            const auto start = std::chrono::steady_clock::now();
            work();
            return std::chrono::steady_clock::now() - start > std::chrono::milliseconds(4);
        };
        QVERIFY(takesAHash([&] { hasher.verifyNobody("x"); }));
        QVERIFY(takesAHash([&] { static_cast<void>(hasher.verify("x", "!")); }));
        QVERIFY(takesAHash([&] { static_cast<void>(hasher.verify(std::string(1, '\0'), "$2b$04$")); }));
    }

    void hashesInThreads() {
        const PasswordHasher hasher(4);
        std::atomic<int> wrong = 0;
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&hasher, &wrong, i] {
                const std::string password = "password " + std::to_string(i);
                for (int round = 0; round < 10; ++round) {
                    const auto hash = hasher.hash(password);
                    if (!hash || !hasher.verify(password, *hash).matches ||
                        hasher.verify("other", *hash).matches)
                        ++wrong;
                }
            });
        }
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(wrong.load(), 0);
    }
};

QTEST_GUILESS_MAIN(TestPasswordHasher)
#include "tst_password_hasher.moc"
