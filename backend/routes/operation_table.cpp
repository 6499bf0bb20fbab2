// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/routes/route_table.h"

#include <cstdlib>

namespace dropseal::routes {

namespace {

namespace at = api::endpoints;

struct Row {
    const api::Endpoint& endpoint;
    http::Operation operation;
};

// clang-format off
/// endpoint, operationId, summary, schema of the body, status, schema of the answer, query parameters
const std::vector<Row>& rows() {
    static const std::vector<Row> Rows{
    {at::Register,        {"register", "Make an account", "RegisterRequest", 201, "User", {}}},
    {at::Login,           {"login", "Sign in", "LoginRequest", 200, "TokenPair", {}}},
    {at::EnvelopeLogin,   {"envelopeLogin", "Sign in, answer in the envelope", "LoginRequest", 200, "TokenEnvelope", {}}},
    {at::Refresh,         {"refresh", "Exchange a refresh token for a new pair", "RefreshRequest", 200, "TokenPair", {}}},
    {at::Logout,          {"logout", "End the session", "RefreshRequest", 204, "", {}}},
    {at::Me,              {"me", "Who am I", "", 200, "User", {}}},
    {at::EnvelopeMe,      {"envelopeMe", "Who am I, answer in the envelope", "", 200, "UserEnvelope", {}}},
    {at::Setup,           {"setup", "Make the first admin", "SetupRequest", 201, "SetupAnswer", {}}},
    {at::UsersMe,         {"usersMe", "Who am I", "", 200, "User", {}}},
    {at::Users,           {"listUsers", "All users", "", 200, "UserList", {"limit", "cursor"}}},
    {at::AddUser,         {"addUser", "Add a user", "AddUserRequest", 201, "User", {}}},
    {at::UserById,        {"showUser", "One user", "", 200, "User", {}}},
    {at::ChangeUser,      {"changeUser", "Change role or status", "ChangeUserRequest", 200, "User", {}}},
    {at::Files,           {"listFiles", "My files", "", 200, "FileList", {"limit", "cursor", "q", "sort", "trash"}}},
    {at::Upload,          {"upload", "Upload a file as a form", "", 200, "UploadAnswer", {}}},
    {at::UploadRaw,       {"uploadRaw", "Upload a file as the body", "", 200, "UploadAnswer", {}}},
    {at::FileById,        {"showFile", "One file", "", 200, "File", {}}},
    {at::ChangeFile,      {"changeFile", "Rename a file", "ChangeFileRequest", 200, "File", {}}},
    {at::DeleteFile,      {"deleteFile", "Move a file to the trash, or purge it", "", 204, "", {"purge"}}},
    {at::RestoreFile,     {"restoreFile", "Bring a file back from the trash", "", 200, "File", {}}},
    {at::RevokeLinks,     {"revokeLinks", "Make every presigned URL of a file dead", "", 204, "", {}}},
    {at::Content,         {"content", "The bytes of a file", "", 200, "binary", {}}},
    {at::Download,        {"download", "The bytes of a file, by key", "", 200, "binary", {}}},
    {at::DownloadByQuery, {"downloadByQuery", "The bytes of a file, by key", "", 200, "binary", {"key"}}},
    {at::Presign,         {"presign", "Make a presigned URL", "PresignRequest", 200, "PresignAnswer", {}}},
    {at::Link,            {"openLink", "The bytes behind a presigned URL", "", 200, "binary", {"e", "d", "t", "k", "s"}}},
    {at::LinkUpload,      {"linkUpload", "Upload one file to a presigned URL", "", 201, "File", {"e", "k", "s"}}},
    {at::Root,            {"root", "Name, version and features", "", 200, "RootInfo", {}}},
    {at::Health,          {"health", "The server runs", "", 200, "Health", {}}},
    {at::Live,            {"live", "The server runs", "", 200, "Health", {}}},
    {at::Ready,           {"ready", "The server and all that it needs run", "", 200, "Readiness", {}}},
    {at::OpenApi,         {"openApi", "This document", "", 200, "", {}}},
    };
    return Rows;
}
// clang-format on

} // namespace

std::vector<http::Operation> operationsOf(std::span<const http::Route> routes) {
    std::vector<http::Operation> out;
    for (const http::Route& route : routes) {
        const auto& all = rows();
        const auto found = std::find_if(all.begin(), all.end(), [&route](const Row& row) {
            return row.endpoint.method == route.method && row.endpoint.path == route.path;
        });
        if (found == all.end())
            std::abort(); // a route that nobody documented
        out.push_back(found->operation);
    }
    return out;
}

} // namespace dropseal::routes
