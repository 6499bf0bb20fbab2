// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/security/link_signer.h"
#include "backend/services/principal.h"
#include "backend/stores/unit_of_work.h"

namespace dropseal::services {

/// A presigned URL without its origin: "/d/<key>?e=…".
struct PresignedLink {
    std::string path_and_query;
    security::LinkMethod method = security::LinkMethod::Get;
    Timestamp expires_at;
};

/// A GET link that was checked: what it gives, and how.
struct CheckedLink {
    stores::FileRecord file;
    std::string disposition;  ///< "attachment" or "inline"
    std::string content_type; ///< empty: the file's own
};

/// Presigned links (wire contract "presign"; SECURITY.md 4.17, 4.18): stateless, dead at once when the owner
/// is suspended, or the file trashed or re-salted. Thread-safe, blocking.
class LinkService {
public:
    /// `max_upload_bytes`: the biggest file that a PUT link is made for; 0: any.
    LinkService(stores::UnitOfWork& work, const security::LinkSigner& signer, const Clock& clock,
                std::int64_t max_upload_bytes = 0);

    /// `expires_in` 1 to 604,800 s: validation_failed else. not_found for another's file.
    Result<PresignedLink> presignGet(const stores::FileRecord& file, std::chrono::seconds expires_in,
                                     std::string_view disposition);
    /// A single-use URL for one new file of exactly `size` bytes; its quota is reserved until it expires.
    /// validation_failed, file_too_large, quota_exceeded.
    Result<PresignedLink> presignPut(const Principal& owner, std::string_view filename, std::int64_t size,
                                     std::string_view content_type, std::chrono::seconds expires_in);
    /// link_invalid (changed, unknown key), link_expired, gone (owner suspended, file trashed). An unknown
    /// key is link_invalid, so that nobody learns which keys exist.
    Result<CheckedLink> checkGet(std::string_view key, std::string_view raw_query);
    /// The same for PUT; `subject` is the upload's uuid. already_used after its first use.
    Result<stores::UploadRecord> checkPut(std::string_view subject, std::string_view raw_query);

private:
    Error refuseMissing(std::string_view key, const security::LinkQuery& query);
    static Result<void> promise(const stores::Stores& stores, const stores::UploadRecord& upload);

    stores::UnitOfWork& m_work;
    const security::LinkSigner& m_signer;
    const Clock& m_clock;
    std::int64_t m_max_upload_bytes;
};

} // namespace dropseal::services
