// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/link_service.h"

#include "backend/services/file_name.h"
#include "backend/services/link_salt.h"
#include "backend/services/media_type.h"
#include "backend/services/quota_ledger.h"
#include "backend/services/session_tokens.h"
#include "backend/services/transaction.h"
#include "shared/core/limits.h"

namespace dropseal::services {

namespace {

constexpr std::string_view Attachment = "attachment";
constexpr std::string_view Inline = "inline";

std::optional<FieldError> checkLife(std::chrono::seconds life) {
    if (life < std::chrono::seconds(1) || life > limits::PresignMax)
        return FieldError{"expires_in", "out_of_range", "Use 1 to 604800 seconds."};
    return std::nullopt;
}

/// A signature holds whole seconds.
Timestamp endOf(Timestamp now, std::chrono::seconds life) {
    return fromUnixSeconds(toUnixSeconds(now)) + life;
}

security::LinkClaims claimsFor(const stores::FileRecord& file, Timestamp expires_at,
                               std::string_view disposition, std::string_view content_type) {
    return {security::LinkMethod::Get,
            file.id.toString(),
            expires_at,
            std::string(disposition),
            std::string(content_type),
            0,
            file.salt};
}

/// Name and type of a presigned upload stand in its row, not in its URL.
security::LinkClaims claimsFor(const stores::UploadRecord& upload, Timestamp expires_at,
                               std::string_view disposition, std::string_view content_type) {
    return {security::LinkMethod::Put, upload.id.toString(), expires_at, std::string(disposition),
            std::string(content_type), upload.size,          upload.salt};
}

} // namespace

LinkService::LinkService(stores::UnitOfWork& work, const security::LinkSigner& signer, const Clock& clock,
                         std::int64_t max_upload_bytes)
    : m_work(work), m_signer(signer), m_clock(clock), m_max_upload_bytes(max_upload_bytes) {
}

Result<PresignedLink> LinkService::presignGet(const stores::FileRecord& file, std::chrono::seconds expires_in,
                                              std::string_view disposition) {
    std::vector<FieldError> errors;
    if (auto error = checkLife(expires_in))
        errors.push_back(std::move(*error));
    if (!disposition.empty() && disposition != Attachment && disposition != Inline)
        errors.push_back({"disposition", "unknown_value", "Use attachment or inline."});
    if (!errors.empty())
        return Error::fields(std::move(errors));
    if (file.deleted_at)
        return Error(ErrorCode::not_found);
    const Timestamp end = endOf(m_clock.now(), expires_in);
    const auto query = m_signer.signQuery(claimsFor(file, end, disposition, {}));
    if (!query)
        return query.error();
    return PresignedLink{"/d/" + file.key + '?' + *query, security::LinkMethod::Get, end};
}

Result<PresignedLink> LinkService::presignPut(const Principal& owner, std::string_view filename,
                                              std::int64_t size, std::string_view content_type,
                                              std::chrono::seconds expires_in) {
    std::vector<FieldError> errors;
    if (auto error = checkLife(expires_in))
        errors.push_back(std::move(*error));
    if (!hasFileName(filename))
        errors.push_back({"filename", "invalid", "Give a name with letters or digits in it."});
    if (size < 0)
        errors.push_back({"size", "out_of_range", "Give the size in bytes."});
    if (!content_type.empty() && content_type.find('/') == std::string_view::npos)
        errors.push_back({"content_type", "invalid", "Give a media type like image/png."});
    if (!errors.empty())
        return Error::fields(std::move(errors));
    if (m_max_upload_bytes > 0 && size > m_max_upload_bytes) {
        ErrorExtras extras;
        extras.limit = m_max_upload_bytes;
        return Error(ErrorCode::file_too_large).with(std::move(extras));
    }
    stores::UploadRecord upload;
    upload.created_at = m_clock.now();
    upload.id = UploadId::make(upload.created_at);
    upload.owner_id = owner.userId();
    upload.filename = safeFileName(filename);
    upload.content_type = saneMediaType(content_type);
    upload.size = size;
    upload.salt = makeLinkSalt();
    upload.expires_at = endOf(upload.created_at, expires_in);
    const auto query = m_signer.signQuery(claimsFor(upload, upload.expires_at, {}, {}));
    if (!query)
        return query.error();
    DROPSEAL_TRY(m_work.run([&](const stores::Stores& stores) { return promise(stores, upload); }));
    return PresignedLink{"/d/" + upload.id.toString() + '?' + *query, security::LinkMethod::Put,
                         upload.expires_at};
}

/// Adds the upload if its size fits beside what is used and promised already.
Result<void> LinkService::promise(const stores::Stores& stores, const stores::UploadRecord& upload) {
    const auto owner = stores.users.find(upload.owner_id);
    if (!owner)
        return owner.error();
    if (!*owner)
        return Error(ErrorCode::not_found);
    const auto promised = stores.uploads.reservedBytes(upload.owner_id, upload.created_at);
    if (!promised)
        return promised.error();
    if (upload.size > LargestUpload - *promised)
        return Error(ErrorCode::insufficient_storage);
    if ((*owner)->quota_bytes) {
        const std::int64_t free = *(*owner)->quota_bytes - (*owner)->used_bytes - *promised;
        if (upload.size > free)
            return quotaError(free);
    }
    return stores.uploads.insert(upload);
}

Result<CheckedLink> LinkService::checkGet(std::string_view key, std::string_view raw_query) {
    const auto query = security::LinkSigner::parseQuery(raw_query);
    if (!query)
        return query.error();
    auto linked = readFor(m_work, [&](const stores::Stores& stores) { return stores.files.findLinked(key); });
    if (!linked)
        return std::move(linked).error();
    if (!*linked)
        return refuseMissing(key, *query);
    stores::FileRecord& file = (*linked)->file;
    DROPSEAL_TRY(m_signer.verify(claimsFor(file, query->expires_at, query->disposition, query->content_type),
                                 *query, m_clock.now()));
    const bool isGone = (*linked)->owner_status != stores::UserStatus::Active || file.deleted_at ||
                        file.state != stores::FileState::Stored;
    if (isGone)
        return Error(ErrorCode::gone);
    const std::string_view disposition = query->disposition == Inline ? Inline : Attachment;
    return CheckedLink{std::move(file), std::string(disposition), query->content_type};
}

/// The holder of a URL that was right hears that the file is gone; everybody else hears what a guess hears.
Error LinkService::refuseMissing(std::string_view key, const security::LinkQuery& query) {
    const auto dead =
        readFor(m_work, [&](const stores::Stores& stores) { return stores.files.findDeadLink(key); });
    if (!dead)
        return dead.error();
    if (!*dead)
        return ErrorCode::link_invalid;
    stores::FileRecord file;
    file.id = (*dead)->file_id;
    file.salt = (*dead)->salt;
    const auto verified = m_signer.verify(
        claimsFor(file, query.expires_at, query.disposition, query.content_type), query, m_clock.now());
    return verified ? Error(ErrorCode::gone) : verified.error();
}

Result<stores::UploadRecord> LinkService::checkPut(std::string_view subject, std::string_view raw_query) {
    const auto query = security::LinkSigner::parseQuery(raw_query);
    if (!query)
        return query.error();
    const auto id = UploadId::parse(subject);
    if (!id)
        return Error(ErrorCode::link_invalid);
    auto linked =
        readFor(m_work, [&](const stores::Stores& stores) { return stores.uploads.findLinked(*id); });
    if (!linked)
        return std::move(linked).error();
    if (!*linked || (*linked)->first.kind != stores::UploadKind::PresignedPut)
        return Error(ErrorCode::link_invalid);
    auto& [upload, status] = **linked;
    DROPSEAL_TRY(
        m_signer.verify(claimsFor(upload, query->expires_at, query->disposition, query->content_type), *query,
                        m_clock.now()));
    if (status != stores::UserStatus::Active)
        return Error(ErrorCode::gone);
    if (upload.state != stores::UploadState::Open)
        return Error(ErrorCode::already_used);
    return std::move(upload);
}

} // namespace dropseal::services
