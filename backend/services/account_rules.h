// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/services/account_service.h"

namespace dropseal::services {

/// What is wrong with a field; none where it is right.
std::optional<FieldError> checkEmail(std::string_view email);
/// No `@` and not digits only, so that it can be mistaken for neither an e-mail nor an employee id
/// (SECURITY.md 1.3); 1 to 64 characters without spaces and controls.
std::optional<FieldError> checkUsername(std::string_view username);
std::optional<FieldError> checkEmployeeId(std::string_view employee_id);
/// 8 to 256 characters, at most 1,024 bytes, not one of the common ones; otherwise as received.
std::optional<FieldError> checkPassword(std::string_view field, std::string_view password);
/// At most `max_characters` of printable text.
std::optional<FieldError> checkText(std::string_view field, std::string_view text,
                                    std::size_t max_characters);

/// Optional texts that are empty count as not given.
RegisterInput withoutEmpty(RegisterInput input);
/// validation_failed with every bad field.
Result<void> checkPerson(const RegisterInput& input);

} // namespace dropseal::services
