// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/session.h"

namespace dropseal::app {

namespace {

/// Calls back only while the caller lives: our own calls have the session as their context.
ApiCallback<Nothing> guarded(QObject* context, ApiCallback<Nothing> callback) {
    return [caller = QPointer<QObject>(context),
            callback = std::move(callback)](const ApiResult<Nothing>& result) {
        if (caller != nullptr)
            callback(result);
    };
}

api::RegisterRequest personOf(const QString& email, const QString& password) {
    api::RegisterRequest person;
    person.email = email.trimmed().toStdString();
    person.password = password.toStdString();
    return person;
}

} // namespace

Session::Attempt Session::begin(const QString& login, State back, QObject* context,
                                ApiCallback<Nothing> callback) {
    m_sign_in_call.cancel();
    m_profile.last_login = login.trimmed();
    m_profiles.setCurrent(m_profile);
    setState(State::SigningIn);
    return {++m_attempt, back, guarded(context, std::move(callback))};
}

void Session::createFirstAccount(const QString& email, const QString& password, QObject* context,
                                 ApiCallback<Nothing> callback) {
    m_stay = true;
    const Attempt attempt = begin(email, State::SetupRequired, context, std::move(callback));
    const api::SetupRequest request{m_setup_token.toStdString(), personOf(email, password)};
    m_sign_in_call =
        m_client.setup(request, this, [this, attempt](const ApiResult<api::SetupAnswer>& answer) {
            if (!answer) {
                notAuthenticated(answer.error(), attempt);
                return;
            }
            m_setup_token.clear();
            m_tokens.setTokens(answer->tokens);
            enter(answer->user);
            attempt.done(Nothing());
        });
}

void Session::registerAndSignIn(const QString& email, const QString& password, bool stay, QObject* context,
                                ApiCallback<Nothing> callback) {
    m_stay = stay;
    const Attempt attempt = begin(email, State::SignedOut, context, std::move(callback));
    m_sign_in_call = m_client.registerUser(
        personOf(email, password), this, [this, email, password, attempt](const ApiResult<api::User>& user) {
            if (user)
                login(email, password, attempt);
            else
                notAuthenticated(user.error(), attempt);
        });
}

void Session::signIn(const QString& name, const QString& password, bool stay, QObject* context,
                     ApiCallback<Nothing> callback) {
    m_stay = stay;
    login(name, password, begin(name, State::SignedOut, context, std::move(callback)));
}

void Session::login(const QString& name, const QString& password, const Attempt& attempt) {
    api::LoginRequest request;
    request.login = name.trimmed().toStdString();
    request.password = password.toStdString(); // exactly as typed
    m_sign_in_call = m_client.login(request, this, [this, attempt](const ApiResult<api::TokenPair>& tokens) {
        if (tokens)
            authenticated(*tokens, attempt);
        else
            notAuthenticated(tokens.error(), attempt);
    });
}

void Session::authenticated(const api::TokenPair& tokens, const Attempt& attempt) {
    m_tokens.setTokens(tokens);
    m_sign_in_call = m_client.me(this, [this, attempt](const ApiResult<api::User>& user) {
        if (!user) {
            if (attempt.number == m_attempt) // else they are of somebody newer by now
                m_tokens.clear();
            notAuthenticated(user.error(), attempt);
            return;
        }
        enter(*user);
        attempt.done(Nothing());
    });
}

void Session::notAuthenticated(const ApiError& error, const Attempt& attempt) {
    // A newer attempt, another server, the end of the session: then the state is theirs.
    if (m_state == State::SigningIn && attempt.number == m_attempt)
        setState(attempt.back);
    attempt.done(error);
}

void Session::enter(const api::User& user) {
    const bool is_new = m_state == State::SigningIn;
    m_user = user;
    m_connection_fault.reset();
    setState(State::SignedIn);
    if (!is_new)
        return; // its token comes from the keyring, or was written there when it was renewed
    if (m_stay)
        keepToken(m_tokens.refreshToken(), [] {});
    else
        forgetToken();
}

void Session::cancelSignIn() {
    m_sign_in_call.cancel();
}

void Session::signOut() {
    ++m_attempt;
    m_sign_in_call.cancel();
    if (m_tokens.hasSession())
        m_client.logout(this, [](const ApiResult<Nothing>&) {});
    m_tokens.clear();
    forgetToken();
    m_retry.stop();
    setOffline(false);
    m_user.reset();
    setState(State::SignedOut);
}

void Session::keepToken(const QByteArray& refresh_token, std::function<void()> kept) {
    if (!m_stay) {
        kept();
        return;
    }
    m_credentials.write(account(), refresh_token, this,
                        [this, epoch = m_epoch, kept = std::move(kept)](std::optional<KeyringFault> fault) {
                            if (epoch == m_epoch) {
                                setKeptIsStale(fault.has_value());
                                setKeyringFault(fault);
                            }
                            kept();
                        });
}

/// A keyring that refused once is not asked again every quarter of an hour: each time it could open a prompt.
void Session::keepRotated(const QByteArray& refresh_token, std::function<void()> kept) {
    if (!m_stay || !m_keyring_fault) {
        keepToken(refresh_token, std::move(kept));
        return;
    }
    setKeptIsStale(true);
    kept();
}

/// A locked keyring removes nothing, and does not say so.
void Session::forgetToken() {
    m_credentials.remove(account());
    if (m_keyring_fault)
        setKeptIsStale(true);
}

void Session::setKeptIsStale(bool is_stale) {
    if (m_profile.kept_is_stale == is_stale)
        return;
    m_profile.kept_is_stale = is_stale;
    m_profiles.setCurrent(m_profile);
}

void Session::retryKeyring() {
    if (m_state == State::SignedIn && m_tokens.hasSession()) {
        keepToken(m_tokens.refreshToken(), [] {});
    } else if (m_state == State::SignedOut && m_keyring_fault) {
        setState(State::Connecting);
        takeUpSession();
    }
}

} // namespace dropseal::app
