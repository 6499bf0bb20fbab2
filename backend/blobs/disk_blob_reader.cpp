// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/blobs/disk_blob_reader.h"

#include "backend/blobs/system_error.h"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>

namespace dropseal::blobs {

DiskBlobReader::DiskBlobReader(FileDescriptor file, std::int64_t size, std::string name)
    : m_file(std::move(file)), m_size(size), m_name(std::move(name)) {
    ::posix_fadvise(m_file.get(), 0, 0,
                    POSIX_FADV_SEQUENTIAL); // doubles the read-ahead; nothing is lost without
}

Result<std::size_t> DiskBlobReader::read(std::int64_t offset, std::span<std::uint8_t> out) {
    if (offset < 0)
        return Error::internal("read of blob " + m_name + " before its beginning");
    const auto left = static_cast<std::size_t>(std::max<std::int64_t>(0, m_size - offset));
    out = out.first(std::min(out.size(), left));
    std::size_t filled = 0;
    while (filled < out.size()) {
        const ssize_t got = ::pread(m_file.get(), out.data() + filled, out.size() - filled,
                                    offset + static_cast<std::int64_t>(filled));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return systemError(errno, "read blob " + m_name);
        if (got == 0)
            return Error::internal("blob " + m_name + " is shorter than when it was opened");
        filled += static_cast<std::size_t>(got);
    }
    return filled;
}

} // namespace dropseal::blobs
