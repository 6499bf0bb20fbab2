// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/routes/route_table.h"

#include "backend/routes/handlers.h"
#include "shared/api/envelope.h"

namespace dropseal::routes {

namespace {

namespace at = api::endpoints;
using enum http::Guard;
using enum http::Run;
using http::Body;

struct Row {
    const api::Endpoint& endpoint;
    std::vector<std::string_view> aliases;
    http::Guard guard;
    std::string_view rate;
    http::Run run;
    Body body;
    Answer (*handler)(BackendState&, const http::Call&);
};

// clang-format off
/// endpoint, other paths, who may, rate class, where it runs, body, handler
const std::vector<Row>& rows() {
    static const std::vector<Row> Rows{
    {at::Register,        {"/auth/register"},          Public,       "register", Hash,   Body::Json,       registerUser},
    {at::Login,           {"/auth/login"},             Public,       "login",    Hash,   Body::JsonOrForm, login},
    {at::EnvelopeLogin,   {},                          Public,       "login",    Hash,   Body::JsonOrForm, envelopeLogin},
    {at::Refresh,         {"/auth/refresh"},           Public,       "refresh",  Pooled, Body::Json,       refresh},
    {at::Logout,          {"/auth/logout"},            Public,       "refresh",  Pooled, Body::Json,       logout},
    {at::Me,              {"/auth/me"},                User,         "read",     Inline, Body::None,       me},
    {at::EnvelopeMe,      {},                          User,         "read",     Inline, Body::None,       envelopeMe},
    {at::Setup,           {},                          Public,       "login",    Hash,   Body::Json,       setup},
    {at::UsersMe,         {},                          User,         "read",     Inline, Body::None,       me},
    {at::Users,           {"/api/v1/users/"},          AdminOrLocal, "read",     Pooled, Body::None,       listUsers},
    {at::AddUser,         {"/api/v1/users/"},          AdminOrLocal, "write",    Hash,   Body::Json,       addUser},
    {at::UserById,        {},                          AdminOrLocal, "read",     Pooled, Body::None,       showUser},
    {at::ChangeUser,      {},                          AdminOrLocal, "write",    Pooled, Body::Json,       changeUser},
    {at::Files,           {"/api/v1/files/"},          User,         "read",     Pooled, Body::None,       listFiles},
    {at::Upload,          {"/api/v1/files/", "/upload"}, User,       "upload",   Store,  Body::File,       storeUpload},
    {at::UploadRaw,       {},                          User,         "upload",   Store,  Body::Raw,        storeUpload},
    {at::FileById,        {},                          User,         "read",     Pooled, Body::None,       showFile},
    {at::ChangeFile,      {},                          User,         "write",    Pooled, Body::Json,       changeFile},
    {at::DeleteFile,      {},                          User,         "write",    Store,  Body::None,       deleteFile},
    {at::RestoreFile,     {},                          User,         "write",    Pooled, Body::None,       restoreFile},
    {at::RevokeLinks,     {},                          User,         "write",    Pooled, Body::None,       revokeLinks},
    {at::Content,         {},                          User,         "download", Store,  Body::None,       content},
    {at::Download,        {},                          User,         "download", Store,  Body::None,       download},
    {at::DownloadByQuery, {"/download/"},              User,         "download", Store,  Body::None,       downloadByQuery},
    {at::Presign,         {"/presign"},                User,         "write",    Pooled, Body::Json,       presign},
    {at::Link,            {},                          http::Guard::Link, "link", Store, Body::None,       openLink},
    {at::LinkUpload,      {},                          http::Guard::Link, "link", Store, Body::Raw,        storeLinkUpload},
    {at::Root,            {},                          Public,       "read",     Inline, Body::None,       root},
    {at::Health,          {},                          Public,       "health",   Inline, Body::None,       health},
    {at::Live,            {},                          Public,       "health",   Inline, Body::None,       health},
    {at::Ready,           {},                          Public,       "health",   Pooled, Body::None,       ready},
    {at::OpenApi,         {},                          Public,       "read",     Inline, Body::None,       openApi},
    };
    return Rows;
}
// clang-format on

} // namespace

std::vector<http::Route> makeRoutes(BackendState& state) {
    std::vector<http::Route> routes;
    for (const Row& row : rows()) {
        http::Route route;
        route.method = row.endpoint.method;
        route.path = row.endpoint.path;
        route.aliases = row.aliases;
        route.guard = row.guard;
        route.rate = row.rate;
        route.run = row.run;
        route.body = row.body;
        route.envelope = row.endpoint.path.starts_with(api::EnvelopePrefix);
        route.handler = [&state, handler = row.handler](const http::Call& call) {
            return handler(state, call);
        };
        routes.push_back(std::move(route));
    }
    return routes;
}

} // namespace dropseal::routes
