// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/clock.h"

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace dropseal {

using UuidBytes = std::array<std::uint8_t, 16>;

/// Lower-case 8-4-4-4-12 text of a UUID (RFC 9562 section 4).
std::string formatUuid(const UuidBytes& bytes);
/// Takes exactly the text that formatUuid writes: lower case, with hyphens.
std::optional<UuidBytes> parseUuid(std::string_view text);
/// A version 7 UUID (RFC 9562 section 5.7) from the kernel's random source. Not a secret.
UuidBytes makeUuid7(Timestamp now);
/// 16 bytes of the kernel's random source.
UuidBytes makeRandom128();

/// An id that cannot be mistaken for another kind of id.
template <class Tag>
class Id {
public:
    Id() = default; ///< the nil id; isNil() is true
    explicit Id(const UuidBytes& bytes) : m_bytes(bytes) {}

    static Id make(Timestamp now) { return Id(makeUuid7(now)); }
    static std::optional<Id> parse(std::string_view text) {
        const auto bytes = parseUuid(text);
        return bytes ? std::optional<Id>(Id(*bytes)) : std::nullopt;
    }

    std::string toString() const { return formatUuid(m_bytes); }
    const UuidBytes& bytes() const { return m_bytes; }
    bool isNil() const { return m_bytes == UuidBytes{}; }
    auto operator<=>(const Id&) const = default;

private:
    UuidBytes m_bytes{};
};

using UserId = Id<struct UserIdTag>;
using SessionId = Id<struct SessionIdTag>;
using FileId = Id<struct FileIdTag>;
using UploadId = Id<struct UploadIdTag>;

/// The name of a blob in its store: 32 lower-case hex digits of 128 random bits. It says nothing of the file.
class BlobId {
public:
    BlobId() = default;
    static BlobId make();
    static std::optional<BlobId> parse(std::string_view text);

    const std::string& toString() const { return m_text; }
    bool isNil() const { return m_text.empty(); }
    auto operator<=>(const BlobId&) const = default;

private:
    std::string m_text;
};

} // namespace dropseal

template <class Tag>
struct std::hash<dropseal::Id<Tag>> {
    std::size_t operator()(const dropseal::Id<Tag>& id) const noexcept {
        std::size_t value = 0; // the tail of a version 7 UUID is random
        std::memcpy(&value, id.bytes().data() + 8, sizeof value);
        return value;
    }
};
