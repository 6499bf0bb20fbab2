// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/words/display_text.h"

#include <QtCore/QCoreApplication>

namespace dropseal::app {

namespace {

constexpr qint64 Minute = 60;
constexpr qint64 Hour = 60 * Minute;
constexpr qint64 Day = 24 * Hour;

/// A whole number of steps, at least one.
qint64 steps(qint64 seconds, qint64 step) {
    return qMax<qint64>(1, (seconds + step / 2) / step);
}

QString seconds(qint64 count) {
    return count == 1
               ? QCoreApplication::translate("DisplayText", "1 second")
               : QCoreApplication::translate("DisplayText", "%1 seconds").arg(QLocale().toString(count));
}

QString minutes(qint64 count) {
    return count == 1
               ? QCoreApplication::translate("DisplayText", "1 minute")
               : QCoreApplication::translate("DisplayText", "%1 minutes").arg(QLocale().toString(count));
}

QString hours(qint64 count) {
    return count == 1 ? QCoreApplication::translate("DisplayText", "1 hour")
                      : QCoreApplication::translate("DisplayText", "%1 hours").arg(QLocale().toString(count));
}

QString days(qint64 count) {
    return count == 1 ? QCoreApplication::translate("DisplayText", "1 day")
                      : QCoreApplication::translate("DisplayText", "%1 days").arg(QLocale().toString(count));
}

/// "1 hour 25 minutes", or "1 hour".
QString hoursAndMinutes(qint64 in_minutes) {
    const QString whole = hours(in_minutes / 60);
    return in_minutes % 60 == 0 ? whole
                                : QCoreApplication::translate("DisplayText", "%1 %2", "hours, minutes")
                                      .arg(whole, minutes(in_minutes % 60));
}

/// The C locale's short time has seconds.
QString shortTime(const QLocale& locale) {
    return locale.timeFormat(QLocale::ShortFormat).remove(QStringLiteral(":ss"));
}

} // namespace

QString timeLeftText(std::chrono::seconds left) {
    const qint64 count = qMax<qint64>(0, left.count());
    QString text;
    if (count >= Hour) {
        text = hoursAndMinutes(steps(count, 5 * Minute) * 5);
    } else if (count > Minute) {
        text = minutes(steps(count, Minute));
    } else {
        text = seconds(steps(count, 5) * 5);
    }
    return QCoreApplication::translate("DisplayText", "%1 left", "time left").arg(text);
}

QString durationText(std::chrono::seconds taken) {
    const qint64 count = qMax<qint64>(1, taken.count());
    if (count >= Hour) {
        return hoursAndMinutes(steps(count, Minute));
    }
    return count >= 2 * Minute ? minutes(steps(count, Minute)) : seconds(count);
}

QString expiryText(const QDateTime& expires, const QDateTime& now) {
    const qint64 left = now.secsTo(expires);
    if (left <= 0) {
        return QCoreApplication::translate("DisplayText", "Expired");
    }
    QString text;
    if (left < Hour) {
        text = minutes(steps(left, Minute));
    } else if (left < 2 * Day) {
        text = hours(steps(left, Hour));
    } else {
        text = days(steps(left, Day));
    }
    return QCoreApplication::translate("DisplayText", "Expires in %1").arg(text);
}

bool expiresSoon(const QDateTime& expires, const QDateTime& now) {
    return now.secsTo(expires) < 2 * Day;
}

QString clockText(const QDateTime& when, const QLocale& locale) {
    return locale.toString(when.toLocalTime().time(), shortTime(locale));
}

QString instantText(const QDateTime& instant, const QLocale& locale) {
    const QDateTime here = instant.toLocalTime();
    const QString day = locale.toString(here.date(), QStringLiteral("dddd d MMMM"));
    const QString clock = clockText(instant, locale);
    const QString utc = locale.toString(instant.toUTC().time(), shortTime(locale));
    return QCoreApplication::translate("DisplayText", "%1, %2 here · %3 UTC").arg(day, clock, utc);
}

QString dayText(const QDateTime& when, const QDateTime& now, const QLocale& locale) {
    const QDateTime here = when.toLocalTime();
    const qint64 days_ago = here.date().daysTo(now.toLocalTime().date());
    if (days_ago == 0) {
        return QCoreApplication::translate("DisplayText", "Today, %1").arg(clockText(when, locale));
    }
    if (days_ago == 1) {
        return QCoreApplication::translate("DisplayText", "Yesterday");
    }
    const bool this_year = here.date().year() == now.toLocalTime().date().year();
    return locale.toString(here.date(),
                           this_year ? QStringLiteral("ddd d MMM") : QStringLiteral("d MMM yyyy"));
}

} // namespace dropseal::app
