// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/form_checks.h"

#include "app/api_client/error_words.h"
#include "shared/core/limits.h"

namespace dropseal::app {

namespace {

QString words(const char* field, const char* code) {
    return fieldWords({field, code, {}});
}

} // namespace

QString wrongLogin(const QString& text) {
    return text.trimmed().isEmpty() ? words("email", "required") : QString();
}

QString wrongEmail(const QString& text) {
    const QString email = text.trimmed();
    if (email.isEmpty())
        return words("email", "required");
    const qsizetype at = email.indexOf(u'@');
    const bool looks_right = at > 0 && at < email.size() - 1 && !email.contains(u' ');
    return looks_right ? QString() : words("email", "invalid"); // the server has the last word
}

QString wrongPassword(const QString& text) {
    return text.isEmpty() ? words("password", "required") : QString();
}

QString wrongNewPassword(const QString& text) {
    if (text.isEmpty())
        return words("password", "required");
    const auto characters = static_cast<std::size_t>(text.toUcs4().size());
    if (characters < limits::PasswordMinCharacters)
        return words("password", "too_short");
    return characters > limits::PasswordMaxCharacters ? words("password", "too_long") : QString();
}

} // namespace dropseal::app
