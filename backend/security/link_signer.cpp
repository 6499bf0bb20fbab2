// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/security/link_signer.h"

#include "shared/core/hex.h"
#include "shared/core/limits.h"
#include "shared/crypto/base64url.h"
#include "shared/crypto/hmac.h"

#include <QtCore/QByteArray>

#include <algorithm>
#include <array>

namespace dropseal::security {

namespace {

constexpr std::size_t MaxQueryBytes = 1024;
constexpr std::size_t KidDigits = 8;
constexpr std::size_t MaxExpiryDigits = 12;
constexpr std::string_view ParameterNames = "edtks";

std::string_view methodText(LinkMethod method) {
    return method == LinkMethod::Get ? "GET" : "PUT";
}

bool isControl(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

bool hasControl(std::string_view text) {
    return std::any_of(text.begin(), text.end(), isControl);
}

std::span<const std::uint8_t> asBytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string percentEncode(std::string_view text) {
    const auto bytes = QByteArray::fromRawData(text.data(), static_cast<qsizetype>(text.size()));
    return bytes.toPercentEncoding("/").toStdString();
}

int hexValue(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// RFC 3986 section 2.1, strictly: Qt's decoder lets "%zz" pass.
std::optional<std::string> percentDecode(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded += text[i];
            continue;
        }
        const int high = i + 2 < text.size() ? hexValue(text[i + 1]) : -1;
        const int low = i + 2 < text.size() ? hexValue(text[i + 2]) : -1;
        if (high < 0 || low < 0)
            return std::nullopt;
        decoded += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return decoded;
}

/// The raw values by the place of their name in ParameterNames; nothing where a name is unknown or repeated.
using RawParameters = std::array<std::optional<std::string_view>, ParameterNames.size()>;

std::optional<RawParameters> splitQuery(std::string_view query) {
    RawParameters parameters;
    for (bool more = true; more;) {
        const std::size_t end = query.find('&');
        const std::string_view pair = query.substr(0, end);
        more = end != std::string_view::npos;
        if (more)
            query.remove_prefix(end + 1);
        if (pair.size() < 2 || pair[1] != '=')
            return std::nullopt;
        const std::size_t place = ParameterNames.find(pair[0]);
        if (place == std::string_view::npos || parameters[place])
            return std::nullopt;
        parameters[place] = pair.substr(2);
    }
    return parameters;
}

std::optional<Timestamp> parseExpiry(std::string_view text) {
    if (text.empty() || text.size() > MaxExpiryDigits || (text.size() > 1 && text.front() == '0'))
        return std::nullopt;
    std::int64_t seconds = 0;
    for (const char c : text) {
        if (c < '0' || c > '9')
            return std::nullopt;
        seconds = seconds * 10 + (c - '0');
    }
    return fromUnixSeconds(seconds);
}

bool isKid(std::string_view text) {
    std::array<std::uint8_t, KidDigits / 2> bytes{};
    return fromHex(text, bytes);
}

Error invalid(std::string cause) {
    return {ErrorCode::link_invalid, {}, std::move(cause)};
}

std::string macOf(const SigningKey& key, std::string_view canonical) {
    const auto mac = crypto::hmacSha256(key.bytes.bytes(), canonical);
    return {mac.begin(), mac.end()};
}

} // namespace

Result<std::string> LinkSigner::canonical(const LinkClaims& claims) {
    // Fixed fields with a separator that none of them can hold: two different links never share their bytes.
    if (hasControl(claims.subject) || hasControl(claims.disposition) || hasControl(claims.content_type))
        return Error(ErrorCode::bad_request, "A link cannot hold control characters.");
    std::string text = "DSP1\n";
    text += methodText(claims.method);
    text += '\n' + claims.subject;
    text += '\n' + std::to_string(toUnixSeconds(claims.expires_at));
    text += '\n' + claims.disposition;
    text += '\n' + claims.content_type;
    text += '\n' + std::to_string(claims.max_bytes);
    text += '\n' + toHex(asBytes(claims.salt));
    return text;
}

Result<std::string> LinkSigner::signQuery(const LinkClaims& claims) const {
    const auto text = canonical(claims);
    if (!text)
        return text.error();
    const SigningKey& key = m_keys.current(KeyRing::Use::Presign);
    std::string query = "e=" + std::to_string(toUnixSeconds(claims.expires_at));
    if (!claims.disposition.empty())
        query += "&d=" + percentEncode(claims.disposition);
    if (!claims.content_type.empty())
        query += "&t=" + percentEncode(claims.content_type);
    query += "&k=" + key.kid;
    query += "&s=" + crypto::base64UrlEncode(macOf(key, *text));
    return query;
}

Result<LinkQuery> LinkSigner::parseQuery(std::string_view raw_query) {
    if (raw_query.size() > MaxQueryBytes)
        return invalid("query too long");
    const auto parameters = splitQuery(raw_query);
    if (!parameters)
        return invalid("unknown, repeated or malformed parameter");
    const auto& [e, d, t, k, s] = *parameters;
    if (!e || !k || !s)
        return invalid("missing parameter");
    const auto expiresAt = parseExpiry(*e);
    const auto signature = crypto::base64UrlDecode(*s);
    const auto type = t ? percentDecode(*t) : std::string();
    if (!expiresAt || !isKid(*k) || !signature || signature->size() != sizeof(crypto::Sha256Digest) || !type)
        return invalid("malformed parameter");
    if ((d && *d != "attachment" && *d != "inline") || (t && type->empty()) || hasControl(*type))
        return invalid("unknown disposition or type");
    return LinkQuery{*expiresAt, std::string(d.value_or("")), *type, std::string(*k), *signature};
}

Result<void> LinkSigner::verify(const LinkClaims& claims, const LinkQuery& query, Timestamp now) const {
    const SigningKey* const key = m_keys.find(KeyRing::Use::Presign, query.kid);
    const auto text = canonical(claims);
    if (key == nullptr || !text)
        return invalid(key == nullptr ? "unknown key id" : "control character");
    if (!crypto::constantTimeEqual(macOf(*key, *text), query.signature))
        return invalid("wrong signature");
    if (now >= claims.expires_at || claims.expires_at - now > limits::PresignMax)
        return Error(ErrorCode::link_expired);
    return {};
}

} // namespace dropseal::security
