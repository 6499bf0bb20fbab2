// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/routes/upload_body.h"

namespace dropseal::routes {

Result<void> UploadBody::open(const edge::PartInfo& part) {
    if (m_kind == Kind::Named)
        return {};
    return m_progress->upload->open(part.filename, part.content_type);
}

Result<void> UploadBody::append(std::span<const std::uint8_t> bytes) {
    return m_progress->upload->append(bytes);
}

Result<void> UploadBody::finish() {
    return m_progress->upload->finish();
}

void UploadBody::abort() noexcept {
    m_progress->upload.reset(); // its spool and its reservation go with it
}

} // namespace dropseal::routes
