// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/file_name.h"
#include "backend/services/media_type.h"
#include "backend/services/text.h"
#include "backend/services/upload_state.h"

#include <algorithm>

namespace dropseal::services {

namespace {

/// How much an upload of unknown size holds back at a time, so that not each piece asks the database.
constexpr std::int64_t ReservationStep = 8 * 1024 * 1024;
constexpr std::size_t MaxOriginalNameBytes = 1024;

} // namespace

Upload::Upload(std::unique_ptr<State> state) : m_state(std::move(state)) {
}

Upload::~Upload() = default;

Result<void> Upload::State::reserveUpTo(std::int64_t total) {
    const std::int64_t missing = total - reserved;
    if (missing <= 0 || promise)
        return {};
    std::int64_t step = std::max(missing, ReservationStep);
    service.makeRoom(step);
    auto done = ledger.reserve(owner, step);
    if (!done && done.error().code == ErrorCode::quota_exceeded && step > missing) {
        step = missing; // near the end of the quota what is needed may still fit
        done = ledger.reserve(owner, step);
    }
    if (done)
        reserved += step;
    return done;
}

Result<void> Upload::open(std::string_view original_name, std::string_view content_type) {
    State& state = *m_state;
    const std::string_view name = state.promise ? state.promise->filename : original_name;
    const std::string_view type = state.promise ? state.promise->content_type : content_type;
    state.original_name = printable(original_name, MaxOriginalNameBytes);
    state.filename = safeFileName(name);
    state.declared_type = saneMediaType(type);
    state.is_named = true;
    if (!state.declared_type.empty() &&
        !isAllowedType(state.service.m_options.allowed_types, state.declared_type))
        return Error(ErrorCode::unsupported_media_type);
    return {};
}

Result<void> Upload::append(std::span<const std::uint8_t> bytes) {
    State& state = *m_state;
    if (!state.is_named || !state.sha256.empty())
        return Error::internal("bytes for an upload that is not open");
    const std::int64_t total = state.spool->size() + static_cast<std::int64_t>(bytes.size());
    if (state.service.m_options.max_upload_bytes > 0 && total > state.service.m_options.max_upload_bytes)
        return state.service.tooLarge();
    if (state.promise && total > state.promise->size)
        return Error(ErrorCode::bad_request, "More bytes came than the URL was made for.");
    DROPSEAL_TRY(state.reserveUpTo(total));
    auto done = state.spool->append(bytes);
    if (!done && done.error().code == ErrorCode::insufficient_storage)
        return state.service.withBytesFree(std::move(done).error());
    return done;
}

Result<void> Upload::finish() {
    State& state = *m_state;
    if (!state.is_named || !state.sha256.empty())
        return Error::internal("end of an upload that is not open");
    if (state.promise && state.spool->size() != state.promise->size)
        return Error(ErrorCode::bad_request, "Fewer bytes came than the URL was made for.");
    auto hash = state.spool->finish();
    if (!hash)
        return state.service.withBytesFree(std::move(hash).error());
    state.sha256 = std::move(*hash);
    return {};
}

std::int64_t Upload::size() const {
    return m_state->spool->size();
}

} // namespace dropseal::services
