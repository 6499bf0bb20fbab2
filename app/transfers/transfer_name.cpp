// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/transfers/transfer_name.h"

#include "shared/core/limits.h"

#include <QtCore/QTextBoundaryFinder>

namespace dropseal::app {

namespace {

constexpr qsizetype MostBytes = static_cast<qsizetype>(limits::FileNameMaxBytes);
constexpr qsizetype LongestExtensionBytes = 32; // what is longer is no extension
const QString Gap = QStringLiteral("…");

qsizetype bytesOf(QStringView text) {
    return text.toUtf8().size();
}

/// With its dot; empty where there is none.
QString extensionOf(const QString& name) {
    const qsizetype dot = name.lastIndexOf(QLatin1Char('.'));
    if (dot <= 0 || dot == name.size() - 1)
        return {};
    const QString extension = name.mid(dot);
    return bytesOf(extension) <= LongestExtensionBytes ? extension : QString();
}

/// As many whole characters from the beginning as fit.
QString headOf(const QString& text, qsizetype most) {
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text);
    qsizetype end = 0;
    for (qsizetype bytes = 0; finder.toNextBoundary() > 0;) {
        bytes += bytesOf(QStringView(text).mid(end, finder.position() - end));
        if (bytes > most)
            break;
        end = finder.position();
    }
    return text.left(end);
}

QString tailOf(const QString& text, qsizetype most) {
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text);
    finder.toEnd();
    qsizetype begin = text.size();
    for (qsizetype bytes = 0; finder.toPreviousBoundary() >= 0;) {
        bytes += bytesOf(QStringView(text).mid(finder.position(), begin - finder.position()));
        if (bytes > most)
            break;
        begin = finder.position();
    }
    return text.mid(begin);
}

} // namespace

QString joinNames(const QString& folder, const QString& name) {
    return folder.isEmpty() ? name : folder + QStringLiteral(" – ") + name;
}

QString shortenName(const QString& name) {
    if (bytesOf(name) <= MostBytes)
        return name;
    const QString extension = extensionOf(name);
    const QString stem = name.left(name.size() - extension.size());
    const qsizetype room = MostBytes - bytesOf(Gap) - bytesOf(extension);
    const QString head = headOf(stem, room - room / 2);
    return head + Gap + tailOf(stem, room - bytesOf(head)) + extension;
}

} // namespace dropseal::app
