// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/account_rules.h"

#include "backend/services/common_passwords.h"
#include "backend/services/text.h"
#include "shared/core/limits.h"

#include <algorithm>

namespace dropseal::services {

namespace {

constexpr std::size_t LocalPartMaxBytes = 64; ///< RFC 5321 section 4.5.3.1.1
constexpr std::size_t LabelMaxBytes = 63;     ///< RFC 1035 section 2.3.4
constexpr std::size_t LoginNameMaxCharacters = 64;
constexpr std::size_t PhoneMaxCharacters = 50;

FieldError bad(std::string_view field, std::string_view code, std::string message) {
    return {std::string(field), std::string(code), std::move(message)};
}

bool isDigit(char32_t c) {
    return c >= U'0' && c <= U'9';
}

bool isLetterOrDigit(char32_t c) {
    return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || isDigit(c);
}

/// Letters beyond ASCII (RFC 6531), but nothing that hides, turns or breaks a line.
bool isForeignLetter(char32_t c) {
    const bool isInvisible = isControl(c) || isBidiControl(c) || c == 0xa0 || (c >= 0x2000 && c <= 0x206f) ||
                             c == 0x3000 || c == 0xfffd || c == 0xad;
    return c >= 0x80 && !isInvisible;
}

/// RFC 5321 Dot-string: atoms with single dots between them. Quoted local parts are not taken: they would
/// carry spaces and line breaks into mail headers.
bool isLocalPart(std::u32string_view local) {
    constexpr std::u32string_view Atext = U"!#$%&'*+-/=?^_`{|}~.";
    return !local.empty() && local.front() != U'.' && local.back() != U'.' &&
           local.find(U"..") == local.npos && std::all_of(local.begin(), local.end(), [&](char32_t c) {
               return isLetterOrDigit(c) || isForeignLetter(c) || Atext.find(c) != Atext.npos;
           });
}

bool isLabel(std::u32string_view label) {
    return !label.empty() && encodeUtf8(label).size() <= LabelMaxBytes && label.front() != U'-' &&
           label.back() != U'-' && std::all_of(label.begin(), label.end(), [](char32_t c) {
               return isLetterOrDigit(c) || c == U'-' || isForeignLetter(c);
           });
}

/// At least two labels, the last of which ends with a letter: no address literals, no bare host names.
bool isDomain(std::u32string_view domain) {
    std::size_t labels = 0;
    while (true) {
        const auto dot = domain.find(U'.');
        const std::u32string_view label = domain.substr(0, dot);
        if (!isLabel(label))
            return false;
        ++labels;
        if (dot == domain.npos)
            return labels >= 2 && !isDigit(label.back());
        domain.remove_prefix(dot + 1);
    }
}

/// One word of printable characters: the common part of the rules for login names.
std::optional<FieldError> checkLoginName(std::string_view field, std::string_view name) {
    const auto characters = decodeUtf8(name);
    if (!characters)
        return bad(field, "invalid", "This is not valid text.");
    if (characters->size() > LoginNameMaxCharacters)
        return bad(field, "too_long", "Use at most 64 characters.");
    const bool isWord = std::all_of(characters->begin(), characters->end(),
                                    [](char32_t c) { return (c > U' ' && c < 0x7f) || isForeignLetter(c); });
    if (!isWord)
        return bad(field, "invalid", "Use letters, digits and signs, without spaces.");
    return std::nullopt;
}

void addIf(std::vector<FieldError>& errors, std::optional<FieldError> error) {
    if (error)
        errors.push_back(std::move(*error));
}

} // namespace

std::optional<FieldError> checkEmail(std::string_view email) {
    if (email.empty())
        return bad("email", "required", "Give an e-mail address.");
    if (email.size() > limits::EmailMaxBytes)
        return bad("email", "too_long", "An e-mail address has at most 254 characters.");
    const auto characters = decodeUtf8(email);
    const auto at = email.find('@');
    const bool hasOneAt = at != std::string_view::npos && email.find('@', at + 1) == std::string_view::npos;
    if (characters && hasOneAt && at <= LocalPartMaxBytes) {
        const std::u32string_view text(*characters);
        const auto split = text.find(U'@');
        if (isLocalPart(text.substr(0, split)) && isDomain(text.substr(split + 1)))
            return std::nullopt;
    }
    return bad("email", "invalid", "This is no e-mail address. It looks like name@example.com.");
}

std::optional<FieldError> checkUsername(std::string_view username) {
    if (auto error = checkLoginName("username", username))
        return error;
    if (username.find('@') != std::string_view::npos)
        return bad("username", "invalid", "A user name has no @.");
    if (std::all_of(username.begin(), username.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return bad("username", "invalid", "A user name is not digits only.");
    return std::nullopt;
}

std::optional<FieldError> checkEmployeeId(std::string_view employee_id) {
    if (auto error = checkLoginName("employee_id", employee_id))
        return error;
    if (employee_id.find('@') != std::string_view::npos)
        return bad("employee_id", "invalid", "An employee id has no @.");
    return std::nullopt;
}

std::optional<FieldError> checkPassword(std::string_view field, std::string_view password) {
    if (password.empty())
        return bad(field, "required", "Give a password.");
    const auto characters = decodeUtf8(password);
    const std::size_t length = characters ? characters->size() : password.size();
    if (length < limits::PasswordMinCharacters)
        return bad(field, "too_short", "Use at least 8 characters.");
    if (length > limits::PasswordMaxCharacters || password.size() > limits::PasswordMaxBytes)
        return bad(field, "too_long", "Use at most 256 characters.");
    if (isCommonPassword(password))
        return bad(field, "too_common", "Everybody would guess this one. Choose another password.");
    return std::nullopt;
}

std::optional<FieldError> checkText(std::string_view field, std::string_view text,
                                    std::size_t max_characters) {
    const auto characters = decodeUtf8(text);
    if (!characters || std::any_of(characters->begin(), characters->end(),
                                   [](char32_t c) { return isControl(c) || isBidiControl(c); }))
        return bad(field, "invalid", "Use printable characters only.");
    if (characters->size() > max_characters)
        return bad(field, "too_long", "Use at most " + std::to_string(max_characters) + " characters.");
    return std::nullopt;
}

RegisterInput withoutEmpty(RegisterInput input) {
    for (auto* text : {&input.username, &input.name, &input.first_name, &input.last_name, &input.phone,
                       &input.employee_id}) {
        if (*text && (*text)->empty())
            text->reset();
    }
    return input;
}

Result<void> checkPerson(const RegisterInput& input) {
    std::vector<FieldError> errors;
    addIf(errors, checkEmail(input.email));
    addIf(errors, checkPassword("password", input.password));
    if (input.username)
        addIf(errors, checkUsername(*input.username));
    if (input.name)
        addIf(errors, checkText("name", *input.name, limits::NameMaxCharacters));
    if (input.first_name)
        addIf(errors, checkText("first_name", *input.first_name, limits::NameMaxCharacters));
    if (input.last_name)
        addIf(errors, checkText("last_name", *input.last_name, limits::NameMaxCharacters));
    if (input.phone)
        addIf(errors, checkText("phone", *input.phone, PhoneMaxCharacters));
    if (input.employee_id)
        addIf(errors, checkEmployeeId(*input.employee_id));
    if (!errors.empty())
        return Error::fields(std::move(errors));
    return {};
}

} // namespace dropseal::services
