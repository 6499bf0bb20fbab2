// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/routes/handlers.h"
#include "backend/routes/upload_body.h"
#include "shared/core/limits.h"

namespace dropseal::routes {

using http::Response;

namespace {

/// The body is whole and stands behind the context; when this returns, the file is stored or nothing is left.
Result<stores::FileRecord> storeBody(BackendState& state, const http::Call& call) {
    const auto progress = std::static_pointer_cast<UploadInProgress>(call.context.upload);
    if (!progress || !progress->upload)
        return Error::internal("an upload route without its upload");
    const auto upload = std::move(progress->upload);
    auto file = state.services.uploads.store(*upload);
    if (file)
        state.profiles.raise(file->owner_id);
    return file;
}

} // namespace

Answer storeUpload(BackendState& state, const http::Call& call) {
    const auto file = storeBody(state, call);
    if (!file)
        return file.error();
    const auto link = state.services.links.presignGet(*file, limits::UploadLinkLife, "attachment");
    if (!link)
        return link.error();
    api::UploadAnswer answer{file->filename,    file->key,  originOf(state, call) + link->path_and_query,
                             file->id,          file->size, file->sha256,
                             file->content_type};
    return Response::json(api::encode(answer));
}

Answer storeLinkUpload(BackendState& state, const http::Call& call) {
    const auto file = storeBody(state, call);
    if (!file)
        return file.error();
    return Response::json(api::encode(toApi(*file)), 201);
}

Answer presign(BackendState& state, const http::Call& call) {
    const auto request = api::decodePresignRequest(call.body);
    if (!request)
        return request.error();
    const services::Principal& caller = principalOf(call);
    services::LinkService& links = state.services.links;
    api::PresignAnswer answer;
    answer.method = request->method;
    auto link = Result<services::PresignedLink>(Error(ErrorCode::not_found));
    if (request->method == api::Method::Put) {
        link = links.presignPut(caller, *request->filename, *request->size,
                                request->content_type.value_or(std::string()), request->expires_in);
        answer.headers.emplace_back("Content-Length", std::to_string(*request->size));
    } else {
        if (request->direct)
            return Error::field("direct", "not_available",
                                "The store of this server has no URLs of its own.");
        const auto file = request->file_id ? state.services.files.get(caller, *request->file_id)
                                           : state.services.files.getByKey(caller, *request->key);
        if (!file)
            return file.error();
        link = links.presignGet(*file, request->expires_in, request->disposition);
    }
    if (!link)
        return std::move(link).error();
    answer.url = originOf(state, call) + link->path_and_query;
    answer.expires_at = link->expires_at;
    return Response::json(api::encode(answer));
}

} // namespace dropseal::routes
