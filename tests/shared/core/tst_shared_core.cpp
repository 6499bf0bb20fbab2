// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/core/clock.h"
#include "shared/core/error_code.h"
#include "shared/core/hex.h"
#include "shared/core/id.h"
#include "shared/core/result.h"
#include "shared/core/secret.h"
#include "tests/support/qtest_print.h"

#include <set>
#include <sstream>

using namespace dropseal;
using namespace std::chrono;

namespace {

/// The closed list of the wire contract ("Error codes"), copied from there by hand: a code that is added or
/// lost on one side only fails here.
constexpr const char* ContractCodes =
    "bad_request bad_json unsupported_media_type not_acceptable validation_failed privileged_field "
    "payload_too_large file_too_large headers_too_large uri_too_long length_required method_not_allowed "
    "not_implemented http_version_not_supported not_found gone conflict email_taken name_taken already_used "
    "precondition_failed range_not_satisfiable expectation_failed misdirected_request locked "
    "upgrade_required too_many_requests invalid_credentials mfa_required mfa_invalid account_suspended "
    "token_missing token_invalid token_expired session_revoked refresh_reused forbidden setup_token_invalid "
    "registration_closed invite_invalid pow_required last_admin share_password_required "
    "share_password_wrong share_expired share_revoked share_spent share_busy link_invalid link_expired "
    "upload_offset_mismatch upload_expired checksum_mismatch upload_busy insufficient_storage "
    "quota_exceeded scan_pending scan_infected origin_refused service_unavailable dependency_unavailable "
    "timeout internal_error";

QString qt(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

Result<int> half(int number) {
    if (number % 2 != 0)
        return Error(ErrorCode::bad_request, "odd", "cause");
    return number / 2;
}

Result<void> halves(int number) {
    DROPSEAL_TRY(half(number));
    DROPSEAL_TRY(half(number / 2));
    return {};
}

} // namespace

class TestSharedCore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void timestampIsWritten_data() {
        QTest::addColumn<qint64>("millis");
        QTest::addColumn<QString>("text");
        QTest::newRow("zero") << qint64{0} << "1970-01-01T00:00:00.000Z";
        QTest::newRow("contract") << qint64{1795168740000} << "2026-11-20T09:59:00.000Z";
        QTest::newRow("millis") << qint64{1795168740007} << "2026-11-20T09:59:00.007Z";
        QTest::newRow("leap day") << qint64{1709251199999} << "2024-02-29T23:59:59.999Z";
        QTest::newRow("2038") << qint64{2147483648000} << "2038-01-19T03:14:08.000Z";
        QTest::newRow("last") << qint64{253402300799999} << "9999-12-31T23:59:59.999Z";
        QTest::newRow("too late") << qint64{253402300800000} << "9999-12-31T23:59:59.999Z";
        QTest::newRow("too early") << qint64{-1} << "1970-01-01T00:00:00.000Z";
    }
    void timestampIsWritten() {
        QFETCH(qint64, millis);
        QFETCH(QString, text);
        QCOMPARE(qt(formatTimestamp(Timestamp(milliseconds(millis)))), text);
        if (millis >= 0 && millis < 253402300800000) {
            const auto back = parseTimestamp(text.toStdString());
            QVERIFY(back.has_value());
            QCOMPARE(qint64{back->time_since_epoch().count()}, millis);
        }
    }

    void timestampOrderIsTextOrder() {
        std::string previous;
        for (qint64 millis = 0; millis < 253402300799999; millis += 999'983'777'001) {
            const std::string text = formatTimestamp(Timestamp(milliseconds(millis)));
            QCOMPARE(text.size(), std::size_t{24});
            QVERIFY(previous < text);
            previous = text;
        }
    }

    void timestampIsRead_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("millis"); // -1: refused
        QTest::newRow("no fraction") << "2026-11-20T09:59:00Z" << qint64{1795168740000};
        QTest::newRow("one digit") << "2026-11-20T09:59:00.5Z" << qint64{1795168740500};
        QTest::newRow("two digits") << "2026-11-20T09:59:00.05Z" << qint64{1795168740050};
        QTest::newRow("four digits") << "2026-11-20T09:59:00.0005Z" << qint64{-1};
        QTest::newRow("empty fraction") << "2026-11-20T09:59:00.Z" << qint64{-1};
        QTest::newRow("empty") << "" << qint64{-1};
        QTest::newRow("no Z") << "2026-11-20T09:59:00" << qint64{-1};
        QTest::newRow("offset") << "2026-11-20T09:59:00+00:00" << qint64{-1};
        QTest::newRow("lower case") << "2026-11-20t09:59:00z" << qint64{-1};
        QTest::newRow("space") << "2026-11-20 09:59:00Z" << qint64{-1};
        QTest::newRow("trailing") << "2026-11-20T09:59:00ZZ" << qint64{-1};
        QTest::newRow("30 February") << "2026-02-30T09:59:00Z" << qint64{-1};
        QTest::newRow("no leap day") << "2026-02-29T09:59:00Z" << qint64{-1};
        QTest::newRow("month 13") << "2026-13-01T09:59:00Z" << qint64{-1};
        QTest::newRow("month 0") << "2026-00-01T09:59:00Z" << qint64{-1};
        QTest::newRow("hour 24") << "2026-11-20T24:00:00Z" << qint64{-1};
        QTest::newRow("minute 60") << "2026-11-20T09:60:00Z" << qint64{-1};
        QTest::newRow("leap second") << "2016-12-31T23:59:60Z" << qint64{-1};
        QTest::newRow("minus") << "2026-11--1T09:59:00Z" << qint64{-1};
        QTest::newRow("short year") << "26-11-20T09:59:00Z" << qint64{-1};
    }
    void timestampIsRead() {
        QFETCH(QString, text);
        QFETCH(qint64, millis);
        const auto at = parseTimestamp(text.toStdString());
        QCOMPARE(at ? qint64{at->time_since_epoch().count()} : qint64{-1}, millis);
    }

    void secondsRoundDown() {
        QCOMPARE(toUnixSeconds(Timestamp(milliseconds(1999))), std::int64_t{1});
        QCOMPARE(toUnixSeconds(Timestamp(milliseconds(-1))), std::int64_t{-1});
        QCOMPARE(fromUnixSeconds(7), Timestamp(milliseconds(7000)));
    }

    void systemClockRuns() {
        const SystemClock clock;
        const Timestamp before = clock.now();
        const SteadyTime steady = clock.steadyNow();
        QVERIFY(before > Timestamp(sys_days(year(2024) / 1 / 1)));
        QVERIFY(clock.steadyNow() >= steady);
    }

    void hexGoesBothWays() {
        const std::vector<std::uint8_t> bytes{0x00, 0x01, 0x7f, 0x80, 0xab, 0xff};
        QCOMPARE(toHex(bytes), std::string("00017f80abff"));
        std::vector<std::uint8_t> back(bytes.size());
        QVERIFY(fromHex("00017f80abff", back));
        QCOMPARE(back, bytes);
        QVERIFY(fromHex("", std::span<std::uint8_t>()));
    }

    void hexIsStrict_data() {
        QTest::addColumn<QString>("text");
        QTest::newRow("upper case") << "00AB";
        QTest::newRow("short") << "00a";
        QTest::newRow("long") << "00ab1";
        QTest::newRow("longer") << "00ab12";
        QTest::newRow("no digit") << "00ag";
        QTest::newRow("space") << "00 a";
        QTest::newRow("sign") << "+0ab";
        QTest::newRow("prefix") << "0x0a";
    }
    void hexIsStrict() {
        QFETCH(QString, text);
        std::array<std::uint8_t, 2> bytes{};
        QVERIFY(!fromHex(text.toStdString(), bytes));
    }

    void uuidHasVersionAndTime() {
        const Timestamp now(milliseconds(0x0123456789ab));
        std::set<std::string> seen;
        for (int i = 0; i < 1000; ++i) {
            const std::string text = UserId::make(now).toString();
            QCOMPARE(text.size(), std::size_t{36});
            QCOMPARE(text.substr(0, 14), std::string("01234567-89ab-"));
            QCOMPARE(text[14], '7');
            QVERIFY(std::string("89ab").find(text[19]) != std::string::npos);
            QVERIFY2(seen.insert(text).second, "the same id twice");
            const auto back = UserId::parse(text);
            QVERIFY(back.has_value());
            QCOMPARE(back->toString(), text);
        }
        QVERIFY(FileId::make(now) < FileId::make(now + milliseconds(1)));
    }

    void uuidIsStrict_data() {
        QTest::addColumn<QString>("text");
        QTest::newRow("empty") << "";
        QTest::newRow("upper case") << "0192F1C2-7A00-7CC3-98C4-DC0C0C07398F";
        QTest::newRow("no hyphens") << "0192f1c27a007cc398c4dc0c0c07398f";
        QTest::newRow("braces") << "{0192f1c2-7a00-7cc3-98c4-dc0c0c07398f}";
        QTest::newRow("shifted") << "0192f1c-27a00-7cc3-98c4-dc0c0c07398f";
        QTest::newRow("short") << "0192f1c2-7a00-7cc3-98c4-dc0c0c07398";
        QTest::newRow("long") << "0192f1c2-7a00-7cc3-98c4-dc0c0c07398ff";
        QTest::newRow("traversal") << "../../../../../../../../etc/passwd00";
        QTest::newRow("no digit") << "0192f1c2-7a00-7cc3-98c4-dc0c0c07398g";
    }
    void uuidIsStrict() {
        QFETCH(QString, text);
        QVERIFY(!UserId::parse(text.toStdString()).has_value());
    }

    void nilIdIsNil() {
        QVERIFY(UserId().isNil());
        QVERIFY(!UserId::make(Timestamp()).isNil());
        QCOMPARE(UserId().toString(), std::string("00000000-0000-0000-0000-000000000000"));
        QVERIFY(BlobId().isNil());
    }

    void blobIdsAreRandomHex() {
        std::set<std::string> seen;
        for (int i = 0; i < 1000; ++i) {
            const BlobId id = BlobId::make();
            QCOMPARE(id.toString().size(), std::size_t{32});
            QVERIFY(BlobId::parse(id.toString()) == id);
            QVERIFY(seen.insert(id.toString()).second);
        }
        for (const char* const bad :
             {"", "00", "../etc", "0123456789ABCDEF0123456789abcdef", "0123456789abcdef0123456789abcdef0"})
            QVERIFY2(!BlobId::parse(bad), bad);
    }

    void errorCodesAreTheContract() {
        std::istringstream words(ContractCodes);
        std::size_t count = 0;
        for (std::string word; words >> word; ++count) {
            QVERIFY2(count < allErrorCodes().size(), word.c_str());
            QCOMPARE(std::string(allErrorCodes()[count].word), word);
            const auto code = errorCodeFromWord(word);
            QVERIFY2(code.has_value(), word.c_str());
            QCOMPARE(std::string(info(*code).word), word);
        }
        QCOMPARE(count, allErrorCodes().size());
        QVERIFY(!errorCodeFromWord("no_such_code"));
        QVERIFY(!errorCodeFromWord(""));
    }

    void errorTableIsWhole() {
        std::size_t place = 0;
        for (const ErrorCodeInfo& row : allErrorCodes()) {
            QCOMPARE(static_cast<std::size_t>(row.code), place++);
            QVERIFY2(row.status >= 400 && row.status < 600, row.word.data());
            QVERIFY2(!row.title.empty() && !row.text.empty(), row.word.data());
            QVERIFY2(row.text.back() == '.' || row.text.back() == '?', row.word.data());
        }
    }

    void statusesAreTheContract_data() {
        QTest::addColumn<int>("code");
        QTest::addColumn<int>("status");
        const auto row = [](const char* name, ErrorCode code, int status) {
            QTest::newRow(name) << static_cast<int>(code) << status;
        };
        row("bad JSON", ErrorCode::bad_json, 400);
        row("validation", ErrorCode::validation_failed, 422);
        row("privileged", ErrorCode::privileged_field, 422);
        row("unknown route", ErrorCode::not_found, 404);
        row("wrong method", ErrorCode::method_not_allowed, 405);
        row("media type", ErrorCode::unsupported_media_type, 415);
        row("too large", ErrorCode::file_too_large, 413);
        row("head", ErrorCode::headers_too_large, 431);
        row("rate", ErrorCode::too_many_requests, 429);
        row("disk full", ErrorCode::insufficient_storage, 507);
        row("quota", ErrorCode::quota_exceeded, 507);
        row("not ready", ErrorCode::service_unavailable, 503);
        row("mail in use", ErrorCode::email_taken, 409);
        row("credentials", ErrorCode::invalid_credentials, 401);
        row("suspended", ErrorCode::account_suspended, 401);
        row("reused", ErrorCode::refresh_reused, 401);
        row("changed link", ErrorCode::link_invalid, 403);
        row("expired link", ErrorCode::link_expired, 403);
        row("trashed", ErrorCode::gone, 410);
        row("setup", ErrorCode::setup_token_invalid, 403);
        row("host", ErrorCode::misdirected_request, 421);
        row("tus checksum", ErrorCode::checksum_mismatch, 460);
    }
    void statusesAreTheContract() {
        QFETCH(int, code);
        QFETCH(int, status);
        QCOMPARE(info(static_cast<ErrorCode>(code)).status, status);
    }

    void errorsCarryFields() {
        const Error one = Error::field("email", "required", "Give an address.");
        QCOMPARE(one.code, ErrorCode::validation_failed);
        QCOMPARE(one.extras.fields.size(), std::size_t{1});
        QCOMPARE(one.extras.fields[0], (FieldError{"email", "required", "Give an address."}));
        const Error inner = Error::internal("disk on fire");
        QCOMPARE(inner.cause, std::string("disk on fire"));
        QVERIFY(inner.detail.empty());
    }

    void resultHoldsValueOrError() {
        auto right = half(4);
        QVERIFY(right.ok());
        QCOMPARE(*right, 2);
        const auto wrong = half(3);
        QVERIFY(!wrong);
        QCOMPARE(wrong.error().code, ErrorCode::bad_request);
        QCOMPARE(wrong.error().detail, std::string("odd"));
        Result<std::unique_ptr<int>> moved(std::make_unique<int>(7));
        const std::unique_ptr<int> taken = std::move(moved).value();
        QCOMPARE(*taken, 7);
    }

    void tryLeavesWithTheError() {
        QVERIFY(halves(4).ok());
        QVERIFY(!halves(3).ok());
        const auto second = halves(6);
        QVERIFY(!second.ok());
        QCOMPARE(second.error().cause, std::string("cause"));
    }

    void secretsAreWiped() {
        std::array<char, 24> memory{};
        memory.fill('x');
        wipeMemory(memory.data(), memory.size() - 1);
        QVERIFY(std::all_of(memory.begin(), memory.end() - 1, [](char c) { return c == 0; }));
        QCOMPARE(memory.back(), 'x');
        wipeMemory(nullptr, 0);
        std::string text = "a password of more than fifteen letters";
        wipeString(text);
        QVERIFY(text.empty());
    }

    void secretsMoveAndClone() {
        SecretBytes first(std::string_view("key"));
        const SecretBytes copy = first.clone();
        const SecretBytes second = std::move(first);
        QCOMPARE(second.view(), copy.view());
        QCOMPARE(second.size(), std::size_t{3});
        QVERIFY(SecretBytes().empty());
        SecretBytes third(std::string_view("other"));
        third = copy.clone();
        QCOMPARE(third.view(), std::string_view("key"));
    }
};

QTEST_GUILESS_MAIN(TestSharedCore)
#include "tst_shared_core.moc"
