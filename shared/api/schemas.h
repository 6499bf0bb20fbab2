// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace dropseal::api {

/// The messages of this room as JSON Schemas (2020-12): one JSON object, by name, for `components.schemas` of
/// the OpenAPI document. Tests hold it against the codecs.
std::string_view schemasJson();

} // namespace dropseal::api
