// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/edge/upload_sink.h"
#include "backend/services/upload_service.h"

#include <memory>
#include <string>

namespace dropseal::routes {

/// An upload on its way from the body to its handler. First the edge's side has it, then the handler.
struct UploadInProgress {
    std::unique_ptr<services::Upload> upload; ///< null once it was aborted or taken
};

/// Streams a body into an upload.
class UploadBody final : public edge::UploadSink {
public:
    /// `name` and `type` are those of a raw body; a multipart part brings its own.
    UploadBody(std::shared_ptr<UploadInProgress> progress, std::string name, std::string type)
        : m_progress(std::move(progress)), m_name(std::move(name)), m_type(std::move(type)) {}

    Result<void> open(const edge::PartInfo& part) override;
    Result<void> append(std::span<const std::uint8_t> bytes) override;
    Result<void> finish() override;
    void abort() noexcept override;

private:
    std::shared_ptr<UploadInProgress> m_progress;
    std::string m_name;
    std::string m_type;
};

} // namespace dropseal::routes
