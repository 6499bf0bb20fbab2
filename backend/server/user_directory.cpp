// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/user_directory.h"

#include "backend/server/setup_token.h"
#include "shared/json/object_reader.h"

namespace dropseal::server {

namespace {

constexpr const char* UsersPath = "/api/v1/users";

UserDirectory::Row rowOf(const stores::UserRecord& user) {
    return {user.id.toString(), user.email, std::string(stores::toText(user.role)),
            std::string(stores::toText(user.status))};
}

Result<UserDirectory::Row> rowOf(const json::Value& value) {
    json::ObjectReader reader(value);
    UserDirectory::Row row;
    row.id = reader.requiredString("id");
    row.email = reader.requiredString("email");
    row.role = reader.optionalString("role").value_or("");
    row.status = reader.optionalString("status").value_or("");
    if (!reader.ok())
        return Error::internal("the server's answer is not a user");
    return row;
}

/// Any id that the directory itself gave can be read again.
UserId idOf(const std::string& text) {
    return UserId::parse(text).value_or(UserId());
}

} // namespace

Result<UserDirectory::Row> LocalUsers::add(const std::string& email, const std::string& password,
                                           const std::string& role) {
    services::AddUserInput input;
    input.person.email = email;
    input.person.password = password;
    input.role = stores::roleFromText(role).value_or(stores::Role::User);
    auto user = m_installation.services().accounts.addUser(input);
    wipeString(input.person.password);
    if (!user)
        return std::move(user).error();
    if (user->role == stores::Role::Admin)
        SetupToken(m_installation.folder().root()).end();
    return rowOf(*user);
}

Result<std::vector<UserDirectory::Row>> LocalUsers::list() {
    std::vector<Row> rows;
    stores::Page page{.limit = 200, .after = std::nullopt};
    do {
        auto users = m_installation.services().accounts.list(page);
        if (!users)
            return std::move(users).error();
        for (const stores::UserRecord& user : users->items)
            rows.push_back(rowOf(user));
        page.after = users->next;
    } while (page.after);
    return rows;
}

Result<void> LocalUsers::setRole(const std::string& id, const std::string& role) {
    const auto parsed = stores::roleFromText(role).value_or(stores::Role::User);
    DROPSEAL_TRY(m_installation.services().accounts.setRole(idOf(id), parsed));
    if (parsed == stores::Role::Admin)
        SetupToken(m_installation.folder().root()).end();
    return {};
}

Result<void> LocalUsers::setStatus(const std::string& id, const std::string& status) {
    return m_installation.services().accounts.setStatus(
        idOf(id), stores::userStatusFromText(status).value_or(stores::UserStatus::Active));
}

Result<UserDirectory::Row> RemoteUsers::add(const std::string& email, const std::string& password,
                                            const std::string& role) {
    json::Value body = json::Value::object();
    body["email"] = email;
    body["password"] = password;
    body["role"] = role;
    const auto answer = m_client.send("POST", UsersPath, body);
    return answer ? rowOf(*answer) : Result<Row>(answer.error());
}

Result<std::vector<UserDirectory::Row>> RemoteUsers::list() {
    std::vector<Row> rows;
    std::string cursor;
    do {
        std::string path = UsersPath;
        path.append("?limit=200");
        if (!cursor.empty())
            path.append("&cursor=").append(cursor);
        const auto answer = m_client.send("GET", path);
        if (!answer)
            return answer.error();
        json::ObjectReader reader(*answer);
        const json::Value* items = reader.find("items");
        if (items == nullptr || !items->is_array())
            return Error::internal("the server's answer is not a list");
        for (const json::Value& item : *items) {
            auto row = rowOf(item);
            if (!row)
                return std::move(row).error();
            rows.push_back(std::move(*row));
        }
        cursor = reader.optionalString("next_cursor").value_or("");
    } while (!cursor.empty());
    return rows;
}

Result<void> RemoteUsers::setRole(const std::string& id, const std::string& role) {
    json::Value body = json::Value::object();
    body["role"] = role;
    DROPSEAL_TRY(m_client.send("PATCH", std::string(UsersPath) + "/" + id, body));
    return {};
}

Result<void> RemoteUsers::setStatus(const std::string& id, const std::string& status) {
    json::Value body = json::Value::object();
    body["status"] = status;
    DROPSEAL_TRY(m_client.send("PATCH", std::string(UsersPath) + "/" + id, body));
    return {};
}

} // namespace dropseal::server
