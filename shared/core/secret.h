// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dropseal {

/// Bytes that are wiped when they go: keys, passwords. Copying is explicit, and there is no way to print
/// them.
class SecretBytes {
public:
    SecretBytes() = default;
    explicit SecretBytes(std::span<const std::uint8_t> bytes);
    explicit SecretBytes(std::string_view bytes);
    explicit SecretBytes(std::size_t size) : m_bytes(size) {}
    ~SecretBytes() { wipe(); }

    SecretBytes(SecretBytes&& other) noexcept : m_bytes(std::move(other.m_bytes)) {}
    SecretBytes& operator=(SecretBytes&& other) noexcept;
    SecretBytes(const SecretBytes&) = delete;
    SecretBytes& operator=(const SecretBytes&) = delete;
    SecretBytes clone() const { return SecretBytes(bytes()); }

    std::span<const std::uint8_t> bytes() const { return m_bytes; }
    std::span<std::uint8_t> writable() { return m_bytes; }
    std::string_view view() const;
    std::size_t size() const { return m_bytes.size(); }
    bool empty() const { return m_bytes.empty(); }

private:
    void wipe() noexcept;

    std::vector<std::uint8_t> m_bytes;
};

/// Overwrites memory in a way that the compiler keeps (explicit_bzero).
void wipeMemory(void* data, std::size_t size) noexcept;
/// Overwrites a string's text and empties it.
void wipeString(std::string& text) noexcept;

} // namespace dropseal
