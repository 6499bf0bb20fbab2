// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/edge/byte_source.h"
#include "backend/services/file_service.h"

namespace dropseal::routes {

/// The bytes of an open file, for the edge.
class BlobSource final : public edge::ByteSource {
public:
    explicit BlobSource(std::shared_ptr<stores::BlobReader> reader) : m_reader(std::move(reader)) {}

    Result<std::size_t> read(std::int64_t offset, std::span<std::uint8_t> out) override {
        return m_reader->read(offset, out);
    }
    void sent(std::int64_t, bool) noexcept override {} // nothing counts downloads yet

private:
    std::shared_ptr<stores::BlobReader> m_reader;
};

} // namespace dropseal::routes
