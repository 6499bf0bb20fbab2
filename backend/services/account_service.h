// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/security/password_hasher.h"
#include "backend/services/session_service.h"

namespace dropseal::services {

enum class Registration { Open, Invite, Off };

struct RegisterInput {
    std::string email;
    std::string password;
    std::optional<std::string> username;
    std::optional<std::string> name;
    std::optional<std::string> first_name;
    std::optional<std::string> last_name;
    std::optional<std::string> phone;
    std::optional<std::string> employee_id; ///< claimed by the person: stored unverified
};

struct LoginInput {
    std::string login; ///< e-mail, user name or verified employee id
    std::string password;
};

struct AddUserInput {
    RegisterInput person;
    stores::Role role = stores::Role::User;
    bool employee_id_verified = false;
};

/// Accounts: registering, signing in, the first admin. Thread-safe; what hashes takes 160 ms and belongs on
/// the hash pool.
class AccountService {
public:
    AccountService(stores::UnitOfWork& work, const security::PasswordHasher& hasher, SessionService& sessions,
                   const Clock& clock, Registration registration);

    /// validation_failed with every bad field; email_taken, name_taken; registration_closed.
    Result<stores::UserRecord> registerUser(const RegisterInput& input);
    /// invalid_credentials for an unknown user and a wrong password alike, in the same time;
    /// account_suspended with the right password only. Re-hashes a password that is stored by another scheme
    /// or cost.
    Result<TokenPair> login(const LoginInput& input, const ClientInfo& client);
    /// The first admin: setup_token_invalid; not_found once an admin exists. The token is compared in
    /// constant time.
    struct SetupResult {
        stores::UserRecord user;
        TokenPair tokens;
    };
    Result<SetupResult> setup(std::string_view given_token, std::string_view right_token,
                              const RegisterInput& input, const ClientInfo& client);
    /// By an admin or the command line, whatever REGISTRATION says.
    Result<stores::UserRecord> addUser(const AddUserInput& input);
    Result<stores::UserRecord> user(const UserId& id);
    Result<stores::PageOf<stores::UserRecord>> list(const stores::Page& page);
    /// not_found; last_admin.
    Result<void> setStatus(const UserId& id, stores::UserStatus status);
    Result<void> setRole(const UserId& id, stores::Role role);
    Result<bool> anyAdmin();
    Registration registration() const { return m_registration; }

private:
    /// A checked and hashed account that is not in the database yet.
    Result<stores::UserRecord> prepare(const RegisterInput& input, stores::Role role);
    /// What of a login depends on the user alone, after the password was found right.
    struct Admission;
    Result<void> admit(const stores::Stores& stores, Admission& admission) const;
    Result<Admission> verify(const LoginInput& input);

    stores::UnitOfWork& m_work;
    const security::PasswordHasher& m_hasher;
    SessionService& m_sessions;
    const Clock& m_clock;
    Registration m_registration;
};

} // namespace dropseal::services
