// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/api/envelope.h"

#include "shared/api/problem_codec.h"

namespace dropseal::api {

std::string envelopeSuccess(std::string_view data, std::string_view message) {
    std::string out = R"({"success":true,"data":)";
    out += data;
    out += R"(,"message":)";
    out += json::dump(json::Value(message));
    out += R"(,"error":null})";
    return out;
}

std::string envelopeError(const Error& error, std::string_view request_id) {
    return json::dump(json::Value{{"success", false},
                                  {"data", nullptr},
                                  {"message", publicText(error)},
                                  {"error", problemToJson(error, request_id)}});
}

} // namespace dropseal::api
