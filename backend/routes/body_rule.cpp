// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/routes/body_rule.h"

#include "backend/http/media_type.h"

namespace dropseal::routes {

namespace {

/// A body that nobody reads, beside a GET or a DELETE.
constexpr std::int64_t IgnoredBodyBytes = 64 * 1024;

Error wrongType(std::string detail) {
    return {ErrorCode::unsupported_media_type, std::move(detail)};
}

/// Text in another character set would be read as something that it is not.
bool isUtf8Charset(const http::MediaType& type) {
    const std::string* const charset = type.parameter("charset");
    return charset == nullptr || http::toLower(*charset) == "utf-8";
}

Result<void> checkText(const http::MediaType& type, http::Body body) {
    const bool form = type.type == "application/x-www-form-urlencoded";
    const bool known = type.isJson() || (form && body == http::Body::JsonOrForm);
    if (!known)
        return wrongType("Send the body as application/json.");
    return isUtf8Charset(type) ? Result<void>() : wrongType("Send the body in UTF-8.");
}

} // namespace

Result<void> checkBodyType(const edge::RequestHead& head, http::Body body) {
    if (body == http::Body::None || body == http::Body::Raw)
        return {};
    if (!head.hasBody() && body != http::Body::File)
        return {};
    const std::string* const coding = head.find("content-encoding");
    if (coding != nullptr && http::toLower(*coding) != "identity")
        return wrongType("Send the body without a Content-Encoding.");
    const std::string* const text = head.find("content-type");
    const auto type = text != nullptr ? http::parseMediaType(*text) : std::nullopt;
    if (body != http::Body::File)
        return type ? checkText(*type, body) : wrongType("Send the body as application/json.");
    if (!type || type->type != "multipart/form-data")
        return wrongType("Send the file as multipart/form-data, in the field `file`.");
    return {};
}

std::int64_t inlineLimit(http::Body body, std::int64_t max_json_bytes) {
    return body == http::Body::None ? IgnoredBodyBytes : max_json_bytes;
}

} // namespace dropseal::routes
