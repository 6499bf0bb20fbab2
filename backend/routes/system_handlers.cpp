// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/routes/handlers.h"
#include "shared/api/system_messages.h"

namespace dropseal::routes {

using http::Response;

namespace {

std::string_view toText(services::Registration registration) {
    switch (registration) {
    case services::Registration::Open:
        return "open";
    case services::Registration::Invite:
        return "invite";
    case services::Registration::Off:
        return "off";
    }
    return "off";
}

} // namespace

Answer root(BackendState& state, const http::Call&) {
    api::RootInfo info;
    info.name = "Dropseal";
    info.version = state.options.version;
    info.docs = "/openapi.json"; // until there is a page for people
    info.openapi = "/openapi.json";
    info.registration = toText(state.services.accounts.registration());
    info.mail = state.options.mail;
    info.setup_required = !state.options.setup_token().empty();
    info.max_upload_bytes = state.services.uploads.options().max_upload_bytes;
    return Response::json(api::encode(info));
}

Answer health(BackendState& state, const http::Call&) {
    return Response::json(api::encode(api::Health{"ok", state.options.version}));
}

Answer ready(BackendState& state, const http::Call&) {
    Readiness::Report report = state.readiness.look();
    if (state.draining) {
        report.ready = false;
        report.body.status = "draining";
    }
    Response response = Response::json(api::encode(report.body), report.ready ? 200 : 503);
    response.cause = std::move(report.cause);
    return response;
}

Answer openApi(BackendState& state, const http::Call&) {
    Response response = Response::json(state.open_api);
    response.caching = http::Caching::Anything;
    return response;
}

} // namespace dropseal::routes
