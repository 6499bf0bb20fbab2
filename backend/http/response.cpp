// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/http/response.h"

namespace dropseal::http {

// Not inline: g++ 12 sees an overflow in an inlined emplace_back that is none.
Response& Response::header(std::string name, std::string value) {
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
}

} // namespace dropseal::http
