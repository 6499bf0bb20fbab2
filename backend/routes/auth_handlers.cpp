// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/http/media_type.h"
#include "backend/routes/handlers.h"
#include "shared/api/auth_messages.h"
#include "shared/api/envelope.h"

namespace dropseal::routes {

namespace {

using http::Response;

services::RegisterInput toInput(api::RegisterRequest&& request) {
    return {std::move(request.email), std::move(request.password),   std::move(request.username),
            std::move(request.name),  std::move(request.first_name), std::move(request.last_name),
            std::move(request.phone), std::move(request.employee_id)};
}

api::TokenPair toApi(services::TokenPair&& pair) {
    return {std::move(pair.access_token), std::move(pair.refresh_token), pair.expires_in};
}

/// The OAuth2 password form (RFC 6749 section 4.3.2), so that Swagger UI's Authorize works. The other fields
/// of the form (grant_type, scope, client_id …) say nothing here.
Result<api::LoginRequest> decodeLoginForm(std::string_view body) {
    const auto form = http::Query::parseForm(body);
    if (!form)
        return form.error();
    std::vector<FieldError> faults;
    for (const std::string_view name : {"username", "password"}) {
        const std::string* const value = form->find(name);
        if (value == nullptr || value->empty())
            faults.push_back({std::string(name), "required", "This field is required."});
    }
    if (!faults.empty())
        return Error::fields(std::move(faults));
    api::LoginRequest request;
    request.login = *form->find("username");
    request.password = *form->find("password");
    return request;
}

Result<api::LoginRequest> decodeLogin(const http::Call& call) {
    const std::string* const type = call.head.find("content-type");
    const auto media = type != nullptr ? http::parseMediaType(*type) : std::nullopt;
    if (media && media->type == "application/x-www-form-urlencoded")
        return decodeLoginForm(call.body);
    return api::decodeLoginRequest(call.body);
}

Result<std::string> loginTokens(BackendState& state, const http::Call& call) {
    auto request = decodeLogin(call);
    if (!request)
        return std::move(request).error();
    auto tokens = state.services.accounts.login({std::move(request->login), std::move(request->password)},
                                                clientOf(call));
    if (!tokens)
        return std::move(tokens).error();
    return api::encode(toApi(std::move(*tokens)));
}

/// The caller's profile; none where the cache has none and the database may not be asked here.
Result<std::optional<std::string>> profile(BackendState& state, const http::Call& call) {
    const services::Principal& caller = principalOf(call);
    const SteadyTime now = state.services.clock.steadyNow();
    if (auto json = state.profiles.find(caller.sessionId(), now))
        return json;
    if (!call.may_block)
        return std::optional<std::string>();
    const auto generation = state.profiles.generation(caller.userId());
    const auto user = state.services.accounts.user(caller.userId());
    if (!user)
        return user.error();
    std::string json = api::encode(routes::toApi(*user));
    state.profiles.put(caller.sessionId(), caller.userId(), generation, now, json);
    return std::optional<std::string>(std::move(json));
}

} // namespace

Answer registerUser(BackendState& state, const http::Call& call) {
    auto request = api::decodeRegisterRequest(call.body);
    if (!request)
        return std::move(request).error();
    const auto user = state.services.accounts.registerUser(toInput(std::move(*request)));
    if (!user)
        return user.error();
    return Response::json(api::encode(routes::toApi(*user)), 201);
}

Answer login(BackendState& state, const http::Call& call) {
    auto tokens = loginTokens(state, call);
    if (!tokens)
        return std::move(tokens).error();
    return Response::json(std::move(*tokens));
}

Answer envelopeLogin(BackendState& state, const http::Call& call) {
    const auto tokens = loginTokens(state, call);
    if (!tokens)
        return tokens.error();
    return Response::json(api::envelopeSuccess(*tokens, "Signed in."));
}

Answer refresh(BackendState& state, const http::Call& call) {
    const auto request = api::decodeRefreshRequest(call.body);
    if (!request)
        return request.error();
    auto tokens = state.services.sessions.refresh(request->refresh_token, clientOf(call));
    if (!tokens)
        return std::move(tokens).error();
    return Response::json(api::encode(toApi(std::move(*tokens))));
}

Answer logout(BackendState& state, const http::Call& call) {
    const auto request = api::decodeRefreshRequest(call.body);
    if (!request)
        return request.error();
    DROPSEAL_TRY(state.services.sessions.logout(request->refresh_token));
    return Response::empty();
}

Answer me(BackendState& state, const http::Call& call) {
    auto json = profile(state, call);
    if (!json)
        return std::move(json).error();
    return *json ? Response::json(std::move(**json)) : Response::again();
}

Answer envelopeMe(BackendState& state, const http::Call& call) {
    const auto json = profile(state, call);
    if (!json)
        return json.error();
    return *json ? Response::json(api::envelopeSuccess(**json, "This is you.")) : Response::again();
}

Answer setup(BackendState& state, const http::Call& call) {
    const std::string token = state.options.setup_token();
    if (token.empty()) // an admin exists: the route is not there any more, whatever the body says
        return Error(ErrorCode::not_found);
    auto request = api::decodeSetupRequest(call.body);
    if (!request)
        return std::move(request).error();
    auto made = state.services.accounts.setup(request->setup_token, token,
                                              toInput(std::move(request->person)), clientOf(call));
    if (!made)
        return std::move(made).error();
    state.options.admin_made();
    return Response::json(
        api::encode(api::SetupAnswer{routes::toApi(made->user), toApi(std::move(made->tokens))}), 201);
}

Answer addUser(BackendState& state, const http::Call& call) {
    auto request = api::decodeAddUserRequest(call.body);
    if (!request)
        return std::move(request).error();
    services::AddUserInput input;
    input.person = toInput(std::move(request->person));
    input.role = stores::roleFromText(request->role).value_or(stores::Role::User);
    input.employee_id_verified = request->employee_id_verified;
    const auto user = state.services.accounts.addUser(input);
    if (!user)
        return user.error();
    if (input.role == stores::Role::Admin)
        state.options.admin_made();
    return Response::json(api::encode(routes::toApi(*user)), 201);
}

} // namespace dropseal::routes
