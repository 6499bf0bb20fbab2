// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/core/secret.h"

#include <cstring>

namespace dropseal {

SecretBytes::SecretBytes(std::span<const std::uint8_t> bytes) : m_bytes(bytes.begin(), bytes.end()) {
}

SecretBytes::SecretBytes(std::string_view bytes) : m_bytes(bytes.begin(), bytes.end()) {
}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
    if (this != &other) {
        wipe();
        m_bytes = std::move(other.m_bytes);
    }
    return *this;
}

std::string_view SecretBytes::view() const {
    return {reinterpret_cast<const char*>(m_bytes.data()), m_bytes.size()};
}

void SecretBytes::wipe() noexcept {
    wipeMemory(m_bytes.data(), m_bytes.size());
}

void wipeMemory(void* data, std::size_t size) noexcept {
    if (size != 0)
        explicit_bzero(data, size);
}

void wipeString(std::string& text) noexcept {
    wipeMemory(text.data(), text.size());
    text.clear();
}

} // namespace dropseal
