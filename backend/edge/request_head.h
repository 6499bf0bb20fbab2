// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dropseal::edge {

struct HeaderField {
    std::string name; ///< lower case
    std::string value;
};

/// One request head that passed RFC 9112 section 3 to 7, whole. Nothing in it is percent-decoded.
struct RequestHead {
    std::string method;
    std::string path;  ///< origin-form without the query; begins with '/', or is "*" for OPTIONS
    std::string query; ///< raw, without '?'
    int minor_version = 1;
    std::vector<HeaderField> headers;
    std::string
        host; ///< from Host, or from the target where that is in absolute-form (RFC 9112 section 3.2.2)
    std::optional<std::int64_t> content_length;
    bool chunked = false;
    bool expect_continue = false;
    bool keep_alive = true;

    /// The value of the field of that lower-case name; null where there is none. Repeated list fields are
    /// joined with ", ".
    const std::string* find(std::string_view name) const;
    bool hasBody() const { return chunked || content_length.value_or(0) > 0; }
};

/// Who sent it, as far as the socket tells, and then the trusted proxies.
struct Peer {
    std::string address; ///< numeric; empty for the control socket
    std::uint16_t port = 0;
    bool secure = false;        ///< over TLS, as far as we or a trusted proxy saw
    bool through_proxy = false; ///< a trusted proxy brought it, and said the address
    bool local_control = false; ///< came in over DATA_DIR/run/control.sock, so it is the server's own admin
};

} // namespace dropseal::edge
