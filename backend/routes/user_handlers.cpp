// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/routes/handlers.h"

namespace dropseal::routes {

using http::Response;

Answer listUsers(BackendState& state, const http::Call& call) {
    std::vector<FieldError> faults;
    const stores::Page page = pageOf(call.context.query, faults);
    if (!faults.empty())
        return Error::fields(std::move(faults));
    const auto users = state.services.accounts.list(page);
    if (!users)
        return users.error();
    api::UserList list;
    for (const stores::UserRecord& user : users->items)
        list.items.push_back(toApi(user));
    list.next_cursor = users->next;
    return Response::json(api::encode(list));
}

Answer showUser(BackendState& state, const http::Call& call) {
    const auto id = pathId<UserId>(call);
    if (!id)
        return id.error();
    const auto user = state.services.accounts.user(*id);
    if (!user)
        return user.error();
    return Response::json(api::encode(toApi(*user)));
}

Answer changeUser(BackendState& state, const http::Call& call) {
    const auto id = pathId<UserId>(call);
    if (!id)
        return id.error();
    const auto request = api::decodeChangeUserRequest(call.body);
    if (!request)
        return request.error();
    services::AccountService& accounts = state.services.accounts;
    // The decoder has refused words that are no role and no status.
    if (request->role) {
        const auto role = stores::roleFromText(*request->role).value_or(stores::Role::User);
        DROPSEAL_TRY(accounts.setRole(*id, role));
        if (role == stores::Role::Admin)
            state.options.admin_made();
    }
    if (request->status) {
        const auto status = stores::userStatusFromText(*request->status).value_or(stores::UserStatus::Active);
        DROPSEAL_TRY(accounts.setStatus(*id, status));
    }
    state.profiles.raise(*id);
    return showUser(state, call);
}

} // namespace dropseal::routes
