// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/core/error.h"

namespace dropseal {

Error Error::field(std::string name, std::string code, std::string message) {
    return fields({{std::move(name), std::move(code), std::move(message)}});
}

Error Error::fields(std::vector<FieldError> fields) {
    Error error(ErrorCode::validation_failed);
    error.extras.fields = std::move(fields);
    return error;
}

} // namespace dropseal
