// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/api_client/error_words.h"
#include "shared/core/error_code.h"

#include <QtCore/QLocale>
#include <QtCore/QRegularExpression>
#include <QtTest/QtTest>

using namespace dropseal;
using namespace dropseal::app;

namespace {

using Kind = ApiError::Kind;
using Place = ErrorContext::Place;

ApiError make(Kind kind, ErrorCode code, ErrorExtras extras = {}) {
    ApiError error;
    error.kind = kind;
    error.problem = Error(code);
    error.problem.with(std::move(extras));
    error.status = info(code).status;
    return error;
}

ErrorContext at(Place place) {
    ErrorContext context;
    context.place = place;
    context.server = QStringLiteral("files.example.org");
    context.file = QStringLiteral("Tender {size}.pdf"); // a name is never searched for blanks
    context.size = 1900000000;
    return context;
}

ErrorExtras reason(const char* why) {
    ErrorExtras extras;
    extras.reason = why;
    const QDateTime when(QDate(2026, 11, 20), QTime(14, 2));
    extras.at = Timestamp(std::chrono::milliseconds(when.toMSecsSinceEpoch()));
    return extras;
}

} // namespace

class TestErrorWords : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }
    void sentences_data();
    void sentences();
    void everyCodeHasWordsEverywhere();
    void detailsNameTheRequest();
    void fields();
};

void TestErrorWords::sentences_data() {
    QTest::addColumn<ApiError>("error");
    QTest::addColumn<ErrorContext>("context");
    QTest::addColumn<QString>("text");
    ErrorExtras bytes;
    bytes.bytes_free = 1200000000;
    bytes.limit = 10000000000;
    ErrorExtras wait;
    wait.retry_after = std::chrono::seconds(24);
    const auto row = [](const char* name, const ApiError& error, const ErrorContext& context,
                        const char* text) {
        QTest::newRow(name) << error << context << QString::fromUtf8(text);
    };
    row("wrong sign-in", make(Kind::Server, ErrorCode::invalid_credentials), at(Place::SignIn),
        "That e-mail and password do not belong together. Check both.");
    row("suspended", make(Kind::Server, ErrorCode::account_suspended), at(Place::SignIn),
        "This account is suspended. Only an administrator of files.example.org can change that.");
    row("too many", make(Kind::Server, ErrorCode::too_many_requests, wait), at(Place::SignIn),
        "Too many tries. You can try again in 24 seconds.");
    row("password changed", make(Kind::SignedOut, ErrorCode::session_revoked, reason("password_changed")),
        at(Place::Session),
        "You were signed out: your password was changed on 20 November at 14:02. Sign in to go on; your "
        "transfers are waiting.");
    row("reused", make(Kind::SignedOut, ErrorCode::refresh_reused, reason("reused")), at(Place::Session),
        "You were signed out for safety: this session was also used from somewhere else. Sign in, then look "
        "at your sessions.");
    row("a reason nobody knows", make(Kind::SignedOut, ErrorCode::session_revoked, reason("moon")),
        at(Place::Session), "You are signed out. Sign in to go on; your transfers are waiting.");
    row("offline", make(Kind::NoConnection, ErrorCode::service_unavailable), at(Place::Upload),
        "No connection to files.example.org. Transfers continue by themselves when it is back.");
    row("507", make(Kind::Server, ErrorCode::insufficient_storage, bytes), at(Place::Upload),
        "Not sent: the server has 1.2 GB free and this file needs 1.9 GB. Delete files there, then retry.");
    row("507 without figures", make(Kind::Server, ErrorCode::insufficient_storage), at(Place::Upload),
        "Not sent: the server's disk is full. Delete files there, then retry.");
    row("413", make(Kind::Server, ErrorCode::file_too_large, bytes), at(Place::Upload),
        "Not sent: this server takes files up to 10.0 GB. This one has 1.9 GB.");
    row("unreadable", make(Kind::LocalFile, ErrorCode::forbidden), at(Place::Upload),
        "Not sent: Tender {size}.pdf cannot be read. Check its permissions, then retry.");
    row("hash differs", make(Kind::Server, ErrorCode::checksum_mismatch), at(Place::Upload),
        "Not sealed: what arrived is not what was sent. It is being sent again.");
    row("no row of its own", make(Kind::Server, ErrorCode::locked), at(Place::Upload),
        "Not sent: this is in use by another request.");
    row("e-mail taken", make(Kind::Server, ErrorCode::email_taken), at(Place::CreateAccount),
        "This e-mail already has an account. Sign in instead?");
}

void TestErrorWords::sentences() {
    QFETCH(ApiError, error);
    QFETCH(ErrorContext, context);
    QFETCH(QString, text);
    QCOMPARE(errorWords(error, context).text, text);
}

void TestErrorWords::everyCodeHasWordsEverywhere() {
    static const QRegularExpression Forbidden(
        QStringLiteral("\\b(token|login|abort|invalid|oops|please|successfully)\\b|!"),
        QRegularExpression::CaseInsensitiveOption);
    const std::initializer_list<Kind> kinds = {
        Kind::Server,      Kind::NoConnection,       Kind::Timeout,
        Kind::NotDropseal, Kind::CertificateUnknown, Kind::CertificateChanged,
        Kind::Cancelled,   Kind::SignedOut,          Kind::LocalFile};
    const std::initializer_list<Place> places = {Place::Other,         Place::Connect,      Place::SignIn,
                                                 Place::CreateAccount, Place::FirstAccount, Place::Upload,
                                                 Place::Download,      Place::Files,        Place::Session};
    for (const ErrorCodeInfo& row : allErrorCodes()) {
        for (const Kind kind : kinds) {
            for (const Place place : places) {
                ErrorContext bare;
                bare.place = place;
                const QString known = errorWords(make(kind, row.code), at(place)).text;
                const QString unknown = errorWords(make(kind, row.code), bare).text;
                QVERIFY2(known.endsWith(u'.') || known.endsWith(u'?'), qPrintable(known));
                QVERIFY2(!unknown.isEmpty() && !unknown.contains(u'{'), qPrintable(unknown));
                if (kind != Kind::Server)
                    QVERIFY2(!Forbidden.match(known).hasMatch(), qPrintable(known));
            }
        }
    }
}

void TestErrorWords::detailsNameTheRequest() {
    ApiError error = make(Kind::Server, ErrorCode::internal_error);
    error.request_id = QStringLiteral("req-7");
    error.problem.detail = "It broke.";
    QCOMPARE(errorWords(error, {}).details,
             QStringLiteral("internal_error · HTTP 500 · request req-7 · It broke."));
}

void TestErrorWords::fields() {
    QCOMPARE(fieldWords({"password", "too_common", "Everybody."}),
             QStringLiteral("Too easy to guess: it is a common word with a number. Add another word."));
    QCOMPARE(fieldWords({"phone", "invalid", "Use printable characters only."}),
             QStringLiteral("Use printable characters only."));
}

Q_DECLARE_METATYPE(ApiError)
Q_DECLARE_METATYPE(ErrorContext)

QTEST_GUILESS_MAIN(TestErrorWords)
#include "tst_error_words.moc"
