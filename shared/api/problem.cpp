// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/api/problem.h"

#include "shared/api/codec.h"
#include "shared/api/problem_codec.h"

namespace dropseal::api {

namespace {

void addExtras(json::Value& out, const ErrorExtras& extras) {
    if (extras.retry_after)
        out["retry_after"] = extras.retry_after->count();
    if (extras.reason)
        out["reason"] = *extras.reason;
    if (extras.at)
        out["at"] = formatTimestamp(*extras.at);
    if (extras.bytes_free)
        out["bytes_free"] = *extras.bytes_free;
    if (extras.limit)
        out["limit"] = *extras.limit;
    if (extras.fields.empty())
        return;
    json::Value errors = json::Value::array();
    for (const FieldError& field : extras.fields)
        errors.push_back(
            json::Value{{"field", field.field}, {"code", field.code}, {"message", field.message}});
    out["errors"] = std::move(errors);
}

std::vector<FieldError> readFieldErrors(const json::ObjectReader& reader) {
    std::vector<FieldError> fields;
    const json::Value* const errors = reader.find("errors");
    if (errors == nullptr || !errors->is_array())
        return fields;
    for (const json::Value& value : *errors) {
        json::ObjectReader one(value);
        FieldError field{one.optionalString("field").value_or(std::string()),
                         one.optionalString("code").value_or(std::string()),
                         one.optionalString("message").value_or(std::string())};
        fields.push_back(std::move(field));
    }
    return fields;
}

ErrorExtras readExtras(json::ObjectReader& reader) {
    ErrorExtras extras;
    if (const auto seconds = reader.optionalInteger("retry_after", 0, INT32_MAX))
        extras.retry_after = std::chrono::seconds(*seconds);
    extras.reason = reader.optionalString("reason");
    extras.at = optionalTime(reader, "at");
    extras.bytes_free = reader.optionalInteger("bytes_free", 0, INT64_MAX);
    extras.limit = reader.optionalInteger("limit", 0, INT64_MAX);
    extras.fields = readFieldErrors(reader);
    return extras;
}

} // namespace

std::string_view publicText(const Error& error) {
    return error.detail.empty() ? info(error.code).text : std::string_view(error.detail);
}

json::Value problemToJson(const Error& error, std::string_view request_id) {
    const ErrorCodeInfo& row = info(error.code);
    json::Value out{{"type", "urn:dropseal:error:" + std::string(row.word)},
                    {"title", row.title},
                    {"status", row.status},
                    {"detail", publicText(error)},
                    {"code", row.word},
                    {"request_id", request_id}};
    addExtras(out, error.extras);
    return out;
}

std::string encodeProblem(const Error& error, std::string_view request_id) {
    return json::dump(problemToJson(error, request_id));
}

Result<Problem> decodeProblem(std::string_view text) {
    return decodeObject(text, [](json::ObjectReader& reader, const json::Value&) {
        const auto status = reader.requiredInteger("status", 400, 599);
        const auto code = errorCodeFromWord(reader.requiredString("code"));
        const ErrorCode fallback = status < 500 ? ErrorCode::bad_request : ErrorCode::internal_error;
        Problem problem{
            Error(code.value_or(fallback), reader.optionalString("detail").value_or(std::string())),
            reader.optionalString("request_id").value_or(std::string())};
        problem.error.extras = readExtras(reader);
        return problem;
    });
}

} // namespace dropseal::api
