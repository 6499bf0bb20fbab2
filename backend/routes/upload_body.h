// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/edge/upload_sink.h"
#include "backend/services/upload_service.h"

#include <memory>

namespace dropseal::routes {

/// An upload on its way from the body to its handler. First the edge's side has it, then the handler.
struct UploadInProgress {
    std::unique_ptr<services::Upload> upload; ///< null once it was aborted or taken
};

/// Streams a body into an upload.
class UploadBody final : public edge::UploadSink {
public:
    enum class Kind {
        Part, ///< named by the part that brings it
        Named ///< a raw body, whose upload the gate has opened: its head says all
    };
    UploadBody(std::shared_ptr<UploadInProgress> progress, Kind kind)
        : m_progress(std::move(progress)), m_kind(kind) {}

    Result<void> open(const edge::PartInfo& part) override;
    Result<void> append(std::span<const std::uint8_t> bytes) override;
    Result<void> finish() override;
    void abort() noexcept override;

private:
    std::shared_ptr<UploadInProgress> m_progress;
    Kind m_kind;
};

} // namespace dropseal::routes
