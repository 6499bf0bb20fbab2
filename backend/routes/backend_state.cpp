// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/routes/backend_state.h"

#include "backend/routes/service_authenticator.h"
#include "shared/core/limits.h"

#include <charconv>

namespace dropseal::routes {

const services::Principal& principalOf(const http::Call& call) {
    return static_cast<const SignedIn&>(*call.context.caller).principal;
}

services::ClientInfo clientOf(const http::Call& call) {
    const std::string* const agent = call.head.find("user-agent");
    return {call.peer.address, agent != nullptr ? *agent : std::string()};
}

std::string originOf(const BackendState& state, const http::Call& call) {
    if (!state.options.public_url.empty())
        return state.options.public_url;
    return (call.peer.secure ? "https://" : "http://") + call.head.host;
}

api::User toApi(const stores::UserRecord& user) {
    api::User out;
    out.id = user.id;
    out.email = user.email;
    out.username = user.username;
    out.name = user.name;
    out.first_name = user.first_name;
    out.last_name = user.last_name;
    out.phone = user.phone;
    out.employee_id = user.employee_id;
    out.employee_id_verified = user.employee_id_verified;
    out.role = stores::toText(user.role);
    out.status = stores::toText(user.status);
    out.is_verified = user.is_verified;
    out.quota_bytes = user.quota_bytes;
    out.used_bytes = user.used_bytes;
    out.created_at = user.created_at;
    out.last_login = user.last_login;
    return out;
}

api::File toApi(const stores::FileRecord& file) {
    return {file.id,     file.key,          file.filename,   file.size,
            file.sha256, file.content_type, file.created_at, file.deleted_at};
}

stores::Page pageOf(const http::Query& query, std::vector<FieldError>& faults) {
    stores::Page page;
    page.limit = limits::ListDefault;
    if (const std::string* const limit = query.find("limit")) {
        const char* const end = limit->data() + limit->size();
        const auto [rest, fault] = std::from_chars(limit->data(), end, page.limit);
        if (fault != std::errc() || rest != end || page.limit < 1 || page.limit > limits::ListMax)
            faults.push_back({"limit", "out_of_range", "Use 1 to 200."});
    }
    if (const std::string* const cursor = query.find("cursor"))
        page.after = *cursor;
    return page;
}

} // namespace dropseal::routes
