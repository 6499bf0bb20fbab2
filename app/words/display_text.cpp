// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/words/display_text.h"

#include <QtCore/QCoreApplication>

#include <array>
#include <cmath>

namespace dropseal::app {

namespace {

constexpr std::array Units{"B", "kB", "MB", "GB", "TB", "PB"};

/// The SI unit in which a number of bytes is said; a number that would round up to 1000 is said in the next.
std::size_t unitOf(qint64 bytes) {
    double value = static_cast<double>(bytes);
    std::size_t unit = 0;
    while (unit + 1 < Units.size() && value >= (unit == 0 ? 1000.0 : 999.5)) {
        value /= 1000;
        ++unit;
    }
    return unit;
}

/// The number without its unit: three digits that count ("214", "18.4", "3.1").
QString inUnit(qint64 bytes, std::size_t unit, const QLocale& locale) {
    const double value = static_cast<double>(bytes) / std::pow(1000.0, static_cast<double>(unit));
    const bool whole = unit == 0 || value >= 99.95 || std::abs(value - std::round(value)) < 0.05;
    return locale.toString(value, 'f', whole ? 0 : 1);
}

bool isBidiControl(char32_t code) {
    return code == 0x061C || code == 0x200E || code == 0x200F || (code >= 0x202A && code <= 0x202E) ||
           (code >= 0x2066 && code <= 0x2069);
}

QString wrapped(char16_t open, const QString& text) {
    return QChar(open) + text + QChar(u'\u2069');
}

} // namespace

QString safeFileName(const QString& name) {
    QString safe;
    safe.reserve(name.size());
    for (qsizetype at = 0; at < name.size(); ++at) {
        const QChar unit = name.at(at);
        char32_t code = unit.unicode();
        if (unit.isHighSurrogate() && at + 1 < name.size() && name.at(at + 1).isLowSurrogate()) {
            code = QChar::surrogateToUcs4(unit, name.at(++at));
        } else if (unit.isSurrogate()) {
            safe += QChar(QChar::ReplacementCharacter);
            continue;
        }
        if (QChar::isPrint(code) && !isBidiControl(code)) {
            safe += QChar::fromUcs4(code);
        } else {
            safe += QStringLiteral("\\u%1")
                        .arg(static_cast<uint>(code), 4, 16, QLatin1Char('0'))
                        .toUpper()
                        .replace(QLatin1String("\\U"), QLatin1String("\\u"));
        }
    }
    return safe;
}

QString isolatedLeftToRight(const QString& text) {
    return wrapped(u'\u2066', text);
}

QString isolated(const QString& text) {
    return wrapped(u'\u2068', text);
}

QString sizeText(qint64 bytes, const QLocale& locale) {
    if (bytes < 0) {
        return {};
    }
    const std::size_t unit = unitOf(bytes);
    return inUnit(bytes, unit, locale) + QChar(QChar::Nbsp) + QLatin1String(Units.at(unit));
}

QString sizeOfText(qint64 done, qint64 total, const QLocale& locale) {
    if (total < 0) {
        return sizeText(done, locale);
    }
    const std::size_t unit = unitOf(total);
    return QCoreApplication::translate("DisplayText", "%1 of %2", "bytes done of bytes in all")
        .arg(inUnit(done, unit, locale), sizeText(total, locale));
}

QString rateText(double bytes_per_second, const QLocale& locale) {
    if (!(bytes_per_second >= 1)) {
        return {};
    }
    return sizeText(static_cast<qint64>(bytes_per_second), locale) + QStringLiteral("/s");
}

QString percentText(qint64 done, qint64 total, const QLocale& locale) {
    const bool whole = total <= 0 || done >= total;
    const int percent = whole ? 100
                              : static_cast<int>(100.0 * static_cast<double>(qMax<qint64>(0, done)) /
                                                 static_cast<double>(total));
    return locale.toString(whole ? 100 : qMin(percent, 99)) + QChar(QChar::Nbsp) + locale.percent();
}

QString shownLink(const QString& url) {
    const qsizetype scheme = url.indexOf(QLatin1String("://"));
    return scheme < 0 ? url : url.mid(scheme + 3);
}

} // namespace dropseal::app
