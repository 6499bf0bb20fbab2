// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QDateTime>
#include <QtCore/QLocale>
#include <QtCore/QString>

#include <chrono>
#include <optional>

namespace dropseal::app {

/// A file name as it may be shown: what cannot be printed and bidirectional controls are written out
/// ("\u202E"), never obeyed, so that a name that ends in ".exe" cannot pass for a picture. Lone surrogates
/// become U+FFFD.
QString safeFileName(const QString& name);

/// The text between FSI/LRI and PDI, so that its direction does not leak: hashes and links are left-to-right
/// everywhere.
QString isolatedLeftToRight(const QString& text);
QString isolated(const QString& text);

/// "18.4 MB": SI units (kB, MB, GB), as the share page does. Negative: empty.
QString sizeText(qint64 bytes, const QLocale& locale = QLocale());
/// "2.6 of 4.3 GB": both in the unit of the larger one.
QString sizeOfText(qint64 done, qint64 total, const QLocale& locale = QLocale());
/// "84.1 MB/s"; empty for 0.
QString rateText(double bytes_per_second, const QLocale& locale = QLocale());
/// "20 seconds left", in the steps of UI.md 4: over 1 h in 5 min, over 1 min in minutes, else in 5 s.
QString timeLeftText(std::chrono::seconds left);
/// "52 seconds", "3 minutes": what something took, at least "1 second".
QString durationText(std::chrono::seconds taken);
/// "61 %" the way the locale writes it; 100 only when done == total.
QString percentText(qint64 done, qint64 total, const QLocale& locale = QLocale());
/// "Expires in 7 days" (nearest day), under 48 h "Expires in 21 hours", under 1 h in minutes, then "Expired".
QString expiryText(const QDateTime& expires, const QDateTime& now);
/// Under 48 hours left: the Link cell turns amber, with a clock.
bool expiresSoon(const QDateTime& expires, const QDateTime& now);
/// "Thursday 26 November, 13:47 here · 12:47 UTC".
QString instantText(const QDateTime& instant, const QLocale& locale = QLocale());
/// "Today, 14:02", "Yesterday", "Mon 16 Nov", "16 Nov 2025".
QString dayText(const QDateTime& when, const QDateTime& now, const QLocale& locale = QLocale());
/// "14:02", in the local time, never with seconds.
QString clockText(const QDateTime& when, const QLocale& locale = QLocale());
/// A link without its scheme, for showing.
QString shownLink(const QString& url);

} // namespace dropseal::app
