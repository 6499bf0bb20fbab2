// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/http/content_disposition.h"

#include <QtCore/QString>

namespace dropseal::http {

namespace {

bool isHidden(char16_t c) {
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x061c || c == 0x200e || c == 0x200f ||
           (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

QString visibleName(std::string_view filename) {
    QString name = QString::fromUtf8(filename.data(), static_cast<qsizetype>(filename.size()));
    name.removeIf([](QChar c) { return isHidden(c.unicode()); });
    return name.isEmpty() ? QStringLiteral("file") : name;
}

/// ASCII without what a quoted-string escapes; '%' too, since some clients decode it there.
std::string plainName(const QString& name) {
    std::string out;
    for (qsizetype i = 0; i < name.size(); ++i) {
        const char16_t c = name.at(i).unicode();
        if (QChar::isLowSurrogate(c))
            continue; // its high half stands for both
        const bool odd = c >= 0x7f || c == u'"' || c == u'\\' || c == u'%';
        out += odd ? '_' : static_cast<char>(c);
    }
    return out;
}

/// attr-char of RFC 8187 section 3.2.1.
bool isAttributeCharacter(char c) {
    constexpr std::string_view Others = "!#$&+-.^_`|~";
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           Others.find(c) != std::string_view::npos;
}

std::string extendedName(const QString& name) {
    constexpr std::string_view Digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : name.toUtf8()) {
        if (isAttributeCharacter(c)) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += Digits[byte >> 4U];
        out += Digits[byte & 15U];
    }
    return out;
}

} // namespace

std::string contentDisposition(std::string_view disposition, std::string_view filename) {
    const QString name = visibleName(filename);
    const std::string plain = plainName(name);
    std::string out(disposition);
    out += "; filename=\"" + plain + '"';
    if (name != QString::fromStdString(plain))
        out += "; filename*=UTF-8''" + extendedName(name);
    return out;
}

} // namespace dropseal::http
