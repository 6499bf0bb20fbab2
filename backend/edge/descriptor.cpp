// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/edge/descriptor.h"

#include <unistd.h>

namespace dropseal::edge {

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    if (this != &other) {
        reset();
        m_fd = std::exchange(other.m_fd, -1);
    }
    return *this;
}

void Descriptor::reset() noexcept {
    if (m_fd >= 0)
        ::close(std::exchange(m_fd, -1)); // never repeated after EINTR: Linux has closed it by then
}

} // namespace dropseal::edge
