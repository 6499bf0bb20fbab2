// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/edge/request_head.h"

#include <algorithm>

namespace dropseal::edge {

const std::string* RequestHead::find(std::string_view name) const {
    const auto field = std::find_if(headers.begin(), headers.end(),
                                    [name](const HeaderField& each) { return each.name == name; });
    return field == headers.end() ? nullptr : &field->value;
}

} // namespace dropseal::edge
