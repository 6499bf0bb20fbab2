// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/http/route.h"

#include <span>
#include <string>
#include <string_view>

namespace dropseal::http {

/// What the document says of one route beyond its row in the table. Names are those of shared/api's schemas.
struct Operation {
    std::string_view id; ///< operationId
    std::string_view summary;
    std::string_view request; ///< schema of a JSON body; empty: none
    int status = 200;         ///< of success
    std::string_view answer;  ///< schema of the answer; empty: none, "binary": bytes
    std::vector<std::string_view> query;
};

/// The OpenAPI 3.1 document of the routes: every path, aliases too, and every method. `operations[i]` belongs
/// to `routes[i]`.
std::string openApiDocument(std::span<const Route> routes, std::span<const Operation> operations,
                            std::string_view version);

/// Lines "METHOD path", one for each operation of such a document, in its order; for tests of the table.
std::vector<std::string> operationsOf(std::string_view document);

} // namespace dropseal::http
