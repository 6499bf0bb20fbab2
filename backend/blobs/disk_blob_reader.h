// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/blobs/file_descriptor.h"
#include "backend/stores/blob_store.h"

#include <string>

namespace dropseal::blobs {

/// Reads a blob file by pread(2). A blob that is removed meanwhile stays readable to its end.
class DiskBlobReader final : public stores::BlobReader {
public:
    DiskBlobReader(FileDescriptor file, std::int64_t size, std::string name);

    std::int64_t size() const override { return m_size; }
    Result<std::size_t> read(std::int64_t offset, std::span<std::uint8_t> out) override;

private:
    FileDescriptor m_file;
    std::int64_t m_size;
    std::string m_name; ///< for messages
};

} // namespace dropseal::blobs
