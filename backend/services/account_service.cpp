// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/account_service.h"

#include "backend/security/token_hash.h"
#include "backend/services/account_rules.h"
#include "backend/services/session_tokens.h"
#include "backend/services/transaction.h"
#include "shared/core/limits.h"

namespace dropseal::services {

namespace {

constexpr int MaxLoginRounds = 3; ///< how often a login looks again after the password changed beneath it

Result<void> checkLogin(const LoginInput& input) {
    std::vector<FieldError> errors;
    if (input.login.empty())
        errors.push_back({"login", "required", "Give an e-mail address or a user name."});
    if (input.password.empty())
        errors.push_back({"password", "required", "Give a password."});
    if (!errors.empty())
        return Error::fields(std::move(errors));
    return {};
}

} // namespace

/// A login whose password was right when it was looked at.
struct AccountService::Admission {
    enum class State { Admitted, Suspended, Changed };

    stores::UserRecord user;
    std::optional<std::string> new_hash; ///< where the stored one is to be replaced
    State state = State::Changed;        ///< of admit()
};

AccountService::AccountService(stores::UnitOfWork& work, const security::PasswordHasher& hasher,
                               SessionService& sessions, const Clock& clock, Registration registration)
    : m_work(work), m_hasher(hasher), m_sessions(sessions), m_clock(clock), m_registration(registration) {
}

Result<stores::UserRecord> AccountService::prepare(const RegisterInput& input, stores::Role role) {
    const RegisterInput person = withoutEmpty(input);
    DROPSEAL_TRY(checkPerson(person));
    auto hash = m_hasher.hash(person.password);
    if (!hash)
        return std::move(hash).error();
    const Timestamp now = m_clock.now();
    stores::UserRecord user;
    user.id = UserId::make(now);
    user.email = person.email;
    user.username = person.username;
    user.name = person.name;
    user.first_name = person.first_name;
    user.last_name = person.last_name;
    user.phone = person.phone;
    user.employee_id = person.employee_id;
    user.password_hash = std::move(*hash);
    user.role = role;
    user.created_at = now;
    user.updated_at = now;
    return user;
}

Result<stores::UserRecord> AccountService::registerUser(const RegisterInput& input) {
    if (m_registration != Registration::Open)
        return Error(ErrorCode::registration_closed);
    auto user = prepare(input, stores::Role::User);
    if (user)
        DROPSEAL_TRY(m_work.run([&](const stores::Stores& stores) { return stores.users.insert(*user); }));
    return user;
}

Result<stores::UserRecord> AccountService::addUser(const AddUserInput& input) {
    auto user = prepare(input.person, input.role);
    if (!user)
        return user;
    user->employee_id_verified = input.employee_id_verified && user->employee_id.has_value();
    user->is_verified = true; // whoever may add users vouches for the address
    DROPSEAL_TRY(m_work.run([&](const stores::Stores& stores) { return stores.users.insert(*user); }));
    return user;
}

/// The slow part, outside of every transaction. Unknown names, wrong passwords and passwords that are too
/// long cost one hash each, so that the time says nothing.
Result<AccountService::Admission> AccountService::verify(const LoginInput& input) {
    auto user =
        readFor(m_work, [&](const stores::Stores& stores) { return stores.users.findByLogin(input.login); });
    if (!user)
        return std::move(user).error();
    const bool isPossible = input.password.size() <= limits::PasswordMaxBytes;
    if (!*user || !isPossible) {
        m_hasher.verifyNobody(std::string_view(input.password).substr(0, limits::PasswordMaxBytes));
        return Error(ErrorCode::invalid_credentials);
    }
    const auto verdict = m_hasher.verify(input.password, (*user)->password_hash);
    if (!verdict.matches)
        return Error(ErrorCode::invalid_credentials);
    Admission admission;
    admission.user = std::move(**user);
    if (verdict.needs_rehash) {
        auto hash = m_hasher.hash(input.password);
        if (!hash)
            return std::move(hash).error();
        admission.new_hash = std::move(*hash);
    }
    return admission;
}

/// Looks at the account again inside the transaction: it may have been suspended, or its password changed,
/// while the password was hashed.
Result<void> AccountService::admit(const stores::Stores& stores, Admission& admission) const {
    admission.state = Admission::State::Changed;
    auto user = stores.users.find(admission.user.id);
    if (!user)
        return std::move(user).error();
    if (!*user || !security::equalSecrets((*user)->password_hash, admission.user.password_hash))
        return {};
    const Timestamp now = m_clock.now();
    if (admission.new_hash) {
        const auto replaced = stores.users.replacePasswordHash(
            admission.user.id, admission.user.password_hash, *admission.new_hash, now);
        if (!replaced)
            return replaced.error();
        if (!*replaced)
            return {};
    }
    admission.user.status = (*user)->status;
    admission.user.suspended_at = (*user)->suspended_at;
    admission.user.updated_at = (*user)->updated_at;
    admission.user.role = (*user)->role;
    admission.state = (*user)->status == stores::UserStatus::Active ? Admission::State::Admitted
                                                                    : Admission::State::Suspended;
    return {};
}

Result<TokenPair> AccountService::login(const LoginInput& input, const ClientInfo& client) {
    DROPSEAL_TRY(checkLogin(input));
    for (int round = 0; round < MaxLoginRounds; ++round) {
        auto admission = verify(input);
        if (!admission)
            return std::move(admission).error();
        std::optional<TokenPair> tokens;
        const auto done = m_work.run([&](const stores::Stores& stores) -> Result<void> {
            tokens.reset();
            DROPSEAL_TRY(admit(stores, *admission));
            if (admission->state != Admission::State::Admitted)
                return {};
            DROPSEAL_TRY(stores.users.setLastLogin(admission->user.id, m_clock.now()));
            auto pair = m_sessions.start(stores, admission->user, client);
            if (!pair)
                return std::move(pair).error();
            tokens = std::move(*pair);
            return {};
        });
        if (!done)
            return done.error();
        if (admission->state == Admission::State::Suspended)
            return suspendedError(admission->user);
        if (tokens) {
            m_sessions.forget(admission->user.id);
            return std::move(*tokens);
        }
    }
    return Error(ErrorCode::conflict, "The account is being changed. Try again.");
}

Result<AccountService::SetupResult> AccountService::setup(std::string_view given_token,
                                                          std::string_view right_token,
                                                          const RegisterInput& input,
                                                          const ClientInfo& client) {
    const auto exists = anyAdmin();
    if (!exists)
        return exists.error();
    if (*exists)
        return Error(ErrorCode::not_found);
    if (right_token.empty() || !security::equalSecrets(given_token, right_token))
        return Error(ErrorCode::setup_token_invalid);
    auto user = prepare(input, stores::Role::Admin);
    if (!user)
        return std::move(user).error();
    user->is_verified = true; // the setup token proves the operator
    auto tokens = runFor(m_work, [&](const stores::Stores& stores) -> Result<TokenPair> {
        const auto taken = stores.users.anyAdmin();
        if (!taken)
            return taken.error();
        if (*taken) // two people with the same token: the second one is too late
            return Error(ErrorCode::not_found);
        user->last_login = m_clock.now();
        DROPSEAL_TRY(stores.users.insert(*user));
        return m_sessions.start(stores, *user, client);
    });
    if (!tokens)
        return std::move(tokens).error();
    return SetupResult{std::move(*user), std::move(*tokens)};
}

Result<stores::UserRecord> AccountService::user(const UserId& id) {
    auto user = readFor(m_work, [&](const stores::Stores& stores) { return stores.users.find(id); });
    if (!user)
        return std::move(user).error();
    if (!*user)
        return Error(ErrorCode::not_found);
    return std::move(**user);
}

Result<stores::PageOf<stores::UserRecord>> AccountService::list(const stores::Page& page) {
    return readFor(m_work, [&](const stores::Stores& stores) { return stores.users.list(page); });
}

Result<void> AccountService::setStatus(const UserId& id, stores::UserStatus status) {
    const auto done = m_work.run([&](const stores::Stores& stores) -> Result<void> {
        const Timestamp now = m_clock.now();
        const auto changed = stores.users.setStatus(id, status, now);
        if (!changed)
            return changed.error();
        if (!*changed)
            return Error(ErrorCode::not_found);
        if (status == stores::UserStatus::Suspended)
            DROPSEAL_TRY(stores.sessions.endAll(id, "suspended", now, std::nullopt));
        return {};
    });
    m_sessions.forget(id);
    return done;
}

Result<void> AccountService::setRole(const UserId& id, stores::Role role) {
    const auto done = m_work.run([&](const stores::Stores& stores) -> Result<void> {
        const auto changed = stores.users.setRole(id, role, m_clock.now());
        if (!changed)
            return changed.error();
        return *changed ? Result<void>() : Error(ErrorCode::not_found);
    });
    m_sessions.forget(id);
    return done;
}

Result<bool> AccountService::anyAdmin() {
    return readFor(m_work, [](const stores::Stores& stores) { return stores.users.anyAdmin(); });
}

} // namespace dropseal::services
