// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/http/call.h"
#include "backend/http/response.h"
#include "shared/api/endpoints.h"
#include "shared/core/result.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace dropseal::http {

using api::Method;

/// Who may call a route.
enum class Guard {
    Public,       ///< anybody
    User,         ///< a signed-in, active user
    Admin,        ///< a signed-in admin
    AdminOrLocal, ///< an admin, or the command line over the control socket
    Link,         ///< whoever has a presigned URL; with an Authorization header too it is 400
};

/// Where the whole handler runs (DESIGN.md "Threads").
enum class Run { Inline, Pooled, Hash, Store };

/// What body a route takes.
enum class Body {
    None,       ///< a small one is read and ignored
    Json,       ///< 1 MiB at most
    JsonOrForm, ///< also application/x-www-form-urlencoded
    File,       ///< one multipart field `file`, streamed
    Raw,        ///< the body is the file, streamed
};

using Handler = std::function<Result<Response>(const Call&)>;

struct Route {
    Method method = Method::Get; ///< Get answers HEAD as well
    std::string_view path;       ///< canonical; `{name}` is one segment
    std::vector<std::string_view> aliases;
    Guard guard = Guard::Public;
    std::string_view rate; ///< the class of its limits
    Run run = Run::Inline;
    Body body = Body::None;
    bool envelope = false; ///< answers and errors in the envelope of `/api/auth/*`
    Handler handler;
};

} // namespace dropseal::http
