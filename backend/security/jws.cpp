// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/security/jws.h"

#include "shared/crypto/base64url.h"
#include "shared/crypto/hmac.h"
#include "shared/json/json.h"

#include <algorithm>

namespace dropseal::security {

namespace {

constexpr std::size_t MaxTokenBytes = 4096;

bool isText(const json::Value& value, std::string_view text) {
    return value.is_string() && value.get_ref<const std::string&>() == text;
}

} // namespace

std::optional<CompactJws> splitJws(std::string_view token) {
    if (token.size() > MaxTokenBytes)
        return std::nullopt;
    const std::size_t first = token.find('.');
    const std::size_t last = token.rfind('.');
    if (first == std::string_view::npos || first == last || token.find('.', first + 1) != last)
        return std::nullopt;
    CompactJws jws;
    jws.header = token.substr(0, first);
    jws.payload = token.substr(first + 1, last - first - 1);
    jws.signing_input = token.substr(0, last);
    const auto signature = crypto::base64UrlDecode(token.substr(last + 1));
    if (!signature || signature->size() != jws.signature.size())
        return std::nullopt;
    std::copy(signature->begin(), signature->end(), jws.signature.begin());
    return jws;
}

std::optional<JwsHeader> readJwsHeader(std::string_view encoded) {
    const auto text = crypto::base64UrlDecode(encoded);
    if (!text)
        return std::nullopt;
    const auto parsed = json::parse(*text);
    if (!parsed || !parsed->is_object())
        return std::nullopt;
    JwsHeader header;
    bool algorithmIsRight = false;
    for (const auto& [name, value] : parsed->items()) {
        if (name == "alg" && isText(value, "HS256"))
            algorithmIsRight = true;
        else if (name == "kid" && value.is_string())
            header.kid = value.get_ref<const std::string&>();
        else if (name != "typ" || !isText(value, "JWT"))
            return std::nullopt;
    }
    return algorithmIsRight ? std::optional(header) : std::nullopt;
}

bool signatureMatches(const CompactJws& jws, std::span<const std::uint8_t> key) {
    return crypto::constantTimeEqual(crypto::hmacSha256(key, jws.signing_input), jws.signature);
}

std::string encodedJwsHeader(std::string_view kid) {
    json::Value header;
    header["alg"] = "HS256";
    header["typ"] = "JWT";
    header["kid"] = kid;
    return crypto::base64UrlEncode(json::dump(header));
}

std::string signJws(std::string_view encoded_header, std::string_view payload,
                    std::span<const std::uint8_t> key) {
    std::string token(encoded_header);
    token += '.';
    token += crypto::base64UrlEncode(payload);
    const auto signature = crypto::hmacSha256(key, token);
    token += '.';
    token += crypto::base64UrlEncode(signature);
    return token;
}

} // namespace dropseal::security
