// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/security/token_claims.h"

#include <string>

namespace dropseal::security {

namespace {

constexpr std::int64_t LastSecond = 253402300799; ///< end of the year 9999

/// Walks over a text piece by piece; once something did not fit, it stays failed.
class Scanner {
public:
    explicit Scanner(std::string_view text) : m_rest(text) {}

    void literal(std::string_view expected) {
        if (accept(expected))
            return;
        m_failed = true;
    }
    bool accept(std::string_view expected) {
        if (!m_rest.starts_with(expected))
            return false;
        m_rest.remove_prefix(expected.size());
        return true;
    }
    /// Up to the next quote, which is taken off too. A string with escapes or beyond ASCII is left to the
    /// JSON reader.
    std::string_view text() {
        for (std::size_t i = 0; i < m_rest.size(); ++i) {
            const auto c = static_cast<unsigned char>(m_rest[i]);
            if (c == '"') {
                const std::string_view found = m_rest.substr(0, i);
                m_rest.remove_prefix(i + 1);
                return found;
            }
            if (c < 0x20 || c > 0x7e || c == '\\')
                break;
        }
        m_failed = true;
        return {};
    }
    /// 1 to 12 digits without a leading zero.
    std::int64_t number() {
        std::int64_t value = 0;
        std::size_t digits = 0;
        for (; digits < m_rest.size() && m_rest[digits] >= '0' && m_rest[digits] <= '9'; ++digits) {
            if (digits == 12) {
                m_failed = true;
                return 0;
            }
            value = value * 10 + (m_rest[digits] - '0');
        }
        m_failed = m_failed || digits == 0 || (digits > 1 && m_rest[0] == '0') || value > LastSecond;
        m_rest.remove_prefix(digits);
        return value;
    }
    bool isDone() const { return !m_failed && m_rest.empty(); }

private:
    std::string_view m_rest;
    bool m_failed = false;
};

std::optional<std::string_view> textMember(const json::Value& claims, std::string_view name) {
    const auto found = claims.find(name);
    if (found == claims.end() || !found->is_string())
        return std::nullopt;
    return std::string_view(found->get_ref<const std::string&>());
}

std::optional<std::int64_t> timeMember(const json::Value& claims, std::string_view name) {
    const auto found = claims.find(name);
    if (found == claims.end() || !found->is_number_unsigned())
        return std::nullopt;
    const auto seconds = found->get<std::uint64_t>();
    if (seconds > static_cast<std::uint64_t>(LastSecond))
        return std::nullopt;
    return static_cast<std::int64_t>(seconds);
}

} // namespace

std::optional<TokenClaims> readOwnAccessClaims(std::string_view payload) {
    Scanner scanner(payload);
    TokenClaims claims;
    scanner.literal(R"({"sub":")");
    claims.sub = scanner.text();
    scanner.literal(R"(,"user_id":")");
    claims.user_id = scanner.text();
    scanner.literal(R"(,"employee_id":)");
    if (!scanner.accept("null")) {
        scanner.literal("\"");
        claims.employee_id = scanner.text();
    }
    scanner.literal(R"(,"role":")");
    claims.role = scanner.text();
    scanner.literal(R"(,"sid":")");
    claims.sid = scanner.text();
    scanner.literal(R"(,"jti":")");
    claims.jti = scanner.text();
    scanner.literal(R"(,"typ":")");
    claims.typ = scanner.text();
    scanner.literal(R"(,"iss":")");
    claims.iss = scanner.text();
    scanner.literal(R"(,"aud":")");
    claims.aud = scanner.text();
    scanner.literal(R"(,"iat":)");
    claims.iat = scanner.number();
    scanner.literal(R"(,"nbf":)");
    claims.nbf = scanner.number();
    scanner.literal(R"(,"exp":)");
    claims.exp = scanner.number();
    scanner.literal("}");
    return scanner.isDone() ? std::optional(claims) : std::nullopt;
}

std::optional<TokenClaims> readClaims(const json::Value& payload) {
    if (!payload.is_object())
        return std::nullopt;
    const auto sub = textMember(payload, "sub");
    const auto sid = textMember(payload, "sid");
    const auto jti = textMember(payload, "jti");
    const auto typ = textMember(payload, "typ");
    const auto iss = textMember(payload, "iss");
    const auto aud = textMember(payload, "aud");
    const auto iat = timeMember(payload, "iat");
    const auto nbf = timeMember(payload, "nbf");
    const auto exp = timeMember(payload, "exp");
    if (!sub || !sid || !jti || !typ || !iss || !aud || !iat || !nbf || !exp)
        return std::nullopt;
    const auto employee = payload.find("employee_id");
    if (employee != payload.end() && !employee->is_string() && !employee->is_null())
        return std::nullopt;
    TokenClaims claims;
    claims.sub = *sub;
    claims.user_id = textMember(payload, "user_id");
    claims.employee_id = textMember(payload, "employee_id");
    claims.role = textMember(payload, "role");
    claims.sid = *sid;
    claims.jti = *jti;
    claims.typ = *typ;
    claims.iss = *iss;
    claims.aud = *aud;
    claims.iat = *iat;
    claims.nbf = *nbf;
    claims.exp = *exp;
    return claims;
}

} // namespace dropseal::security
