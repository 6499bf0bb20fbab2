// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/security/key_ring.h"
#include "shared/core/clock.h"
#include "shared/core/result.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dropseal::security {

enum class LinkMethod { Get, Put };

/// What a presigned URL binds (SECURITY.md 4.17). `subject` is the uuid text of the file, or of the upload
/// for PUT.
struct LinkClaims {
    LinkMethod method = LinkMethod::Get;
    std::string subject;
    Timestamp expires_at;       ///< whole seconds
    std::string disposition;    ///< "attachment" or "inline"; empty = attachment
    std::string content_type;   ///< empty = the file's own
    std::int64_t max_bytes = 0; ///< PUT: the exact size; GET: 0
    std::string salt;           ///< the file's (or upload's) salt, raw bytes
};

/// The query of a presigned URL, decoded: parameters e d t k s.
struct LinkQuery {
    Timestamp expires_at;
    std::string disposition;
    std::string content_type;
    std::string kid;
    std::string signature; ///< 32 raw bytes
};

/// Signs and checks presigned URLs. Thread-safe.
class LinkSigner {
public:
    explicit LinkSigner(const KeyRing& keys) : m_keys(keys) {}

    /// The canonical bytes that are signed: fixed fields, LF between them. bad_request where a field has a
    /// control character.
    static Result<std::string> canonical(const LinkClaims& claims);
    /// "e=…&d=…&t=…&k=…&s=…", percent-encoded; d and t are left out where empty.
    Result<std::string> signQuery(const LinkClaims& claims) const;
    /// Takes the raw query text. link_invalid for unknown, repeated, missing or malformed parameters.
    static Result<LinkQuery> parseQuery(std::string_view raw_query);
    /// link_invalid where the signature is wrong; link_expired where it is right but old, or further ahead
    /// than 604,800 s. `claims` holds what the query says and what the database adds (subject, salt,
    /// max_bytes).
    Result<void> verify(const LinkClaims& claims, const LinkQuery& query, Timestamp now) const;

private:
    const KeyRing& m_keys;
};

} // namespace dropseal::security
