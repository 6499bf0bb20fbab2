// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/api_client/error_words.h"

#include "app/api_client/error_table.h"

#include <QtCore/QDateTime>
#include <QtCore/QLocale>

#include <array>

namespace dropseal::app {

namespace {

struct Blank {
    QLatin1String name;
    QString value; ///< empty: not known
};

QString sizeText(qint64 bytes) {
    return bytes < 0 ? QString() : QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

QString sizeText(const std::optional<std::int64_t>& bytes) {
    return sizeText(bytes.value_or(-1));
}

QString waitText(const std::optional<std::chrono::seconds>& wait) {
    if (!wait)
        return {};
    const auto seconds = wait->count();
    if (seconds <= 1)
        return QStringLiteral("1 second");
    if (seconds < 120)
        return QStringLiteral("%1 seconds").arg(seconds);
    return QStringLiteral("%1 minutes").arg((seconds + 59) / 60);
}

QString timeText(const std::optional<Timestamp>& at) {
    if (!at)
        return {};
    const QDateTime local = QDateTime::fromMSecsSinceEpoch(at->time_since_epoch().count());
    return QStringLiteral("on %1 at %2")
        .arg(QLocale().toString(local.date(), QStringLiteral("d MMMM")),
             QLocale().toString(local.time(), QStringLiteral("HH:mm")));
}

/// What a LocalFile error says after "name: ".
QString causeText(const ApiError& error) {
    const QString detail = QString::fromStdString(error.problem.detail);
    return detail.section(QStringLiteral(": "), 1);
}

std::array<Blank, 9> blanksOf(const ApiError& error, const ErrorContext& context) {
    const ErrorExtras& extras = error.problem.extras;
    return {{{QLatin1String("{server}"), context.server},
             {QLatin1String("{file}"), context.file},
             {QLatin1String("{size}"), sizeText(context.size)},
             {QLatin1String("{quota}"), sizeText(context.quota)},
             {QLatin1String("{free}"), sizeText(extras.bytes_free)},
             {QLatin1String("{limit}"), sizeText(extras.limit)},
             {QLatin1String("{wait}"), waitText(extras.retry_after)},
             {QLatin1String("{when}"), timeText(extras.at)},
             {QLatin1String("{cause}"), causeText(error)}}};
}

/// Nothing where the text asks for what is not known.
std::optional<QString> filled(std::string_view text, const std::array<Blank, 9>& blanks) {
    const QString pattern = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    QString out;
    qsizetype at = 0;
    while (at < pattern.size()) {
        const qsizetype open = pattern.indexOf(u'{', at);
        if (open < 0)
            return out + pattern.mid(at);
        const qsizetype close = pattern.indexOf(u'}', open);
        const QString name = pattern.mid(open, close - open + 1);
        const auto blank =
            std::find_if(blanks.begin(), blanks.end(), [&](const Blank& b) { return b.name == name; });
        if (blank == blanks.end() || blank->value.isEmpty())
            return std::nullopt;
        out += pattern.mid(at, open - at) + blank->value; // a value is not searched for blanks
        at = close + 1;
    }
    return out;
}

bool matches(const ErrorRow& row, const ApiError& error, const ErrorContext& context) {
    return row.kind == error.kind && (!row.code || *row.code == error.problem.code) &&
           (row.place == ErrorContext::Place::Other || row.place == context.place) &&
           (row.reason.empty() || row.reason == error.problem.extras.reason.value_or(std::string()));
}

QString detailsOf(const ApiError& error) {
    QStringList parts;
    const std::string_view word = info(error.problem.code).word;
    if (error.kind == ApiError::Kind::Server || error.kind == ApiError::Kind::SignedOut)
        parts += QString::fromUtf8(word.data(), static_cast<qsizetype>(word.size()));
    if (error.status != 0)
        parts += QStringLiteral("HTTP %1").arg(error.status);
    if (!error.request_id.isEmpty())
        parts += QStringLiteral("request %1").arg(error.request_id);
    if (!error.problem.detail.empty())
        parts += QString::fromStdString(error.problem.detail);
    return parts.join(QStringLiteral(" · "));
}

QString prefixOf(const ErrorContext& context) {
    if (context.place == ErrorContext::Place::Upload)
        return QStringLiteral("Not sent: ");
    if (context.place == ErrorContext::Place::Download)
        return QStringLiteral("Not downloaded: ");
    return {};
}

QString withPrefix(const QString& prefix, QString text) {
    if (prefix.isEmpty() || text.isEmpty())
        return text;
    text[0] = text[0].toLower();
    return prefix + text;
}

} // namespace

ErrorWords errorWords(const ApiError& error, const ErrorContext& context) {
    const auto blanks = blanksOf(error, context);
    ErrorWords words;
    words.details = detailsOf(error);
    for (const ErrorRow& row : errorTable()) {
        if (!matches(row, error, context))
            continue;
        if (const auto text = filled(row.text, blanks)) {
            words.text = *text;
            words.act = row.act;
            return words;
        }
    }
    // A code without a row of its own: the server says it in a sentence.
    const std::string& detail = error.problem.detail;
    const std::string_view text = detail.empty() ? info(error.problem.code).text : std::string_view(detail);
    words.text =
        withPrefix(prefixOf(context), QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())));
    words.act = ErrorAct::Retry;
    return words;
}

QString fieldWords(const FieldError& field) {
    struct Row {
        std::string_view field;
        std::string_view code;
        const char* text;
    };
    static constexpr auto Rows = std::to_array<Row>({
        {"password", "too_common", "Too easy to guess: it is a common word with a number. Add another word."},
        {"password", "too_short", "Use at least 8 characters."},
        {"password", "too_long", "Use at most 256 characters."},
        {"email", "invalid", "This is no e-mail address. It looks like ada@example.org."},
        {"email", "required", "Type your e-mail."},
        {"password", "required", "Type a password."},
    });
    for (const Row& row : Rows) {
        if (row.field == field.field && row.code == field.code)
            return QString::fromUtf8(row.text);
    }
    return QString::fromStdString(field.message);
}

} // namespace dropseal::app
