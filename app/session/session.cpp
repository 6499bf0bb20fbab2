// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/session.h"

#include "app/session/server_address.h"

#include <QtCore/QVersionNumber>

namespace dropseal::app {

namespace {

constexpr std::chrono::milliseconds FirstPause{1000};
constexpr std::chrono::milliseconds LongestPause{30000};

bool hasCertificateFault(const ApiError& error) {
    return error.kind == ApiError::Kind::CertificateUnknown ||
           error.kind == ApiError::Kind::CertificateChanged;
}

/// The first server that speaks what this app speaks.
const QVersionNumber& oldestServer() {
    static const QVersionNumber version(0, 1, 0);
    return version;
}

/// What the server said of itself, unless it is too old for us.
ApiResult<api::RootInfo> usable(const ApiResult<api::RootInfo>& root) {
    if (!root)
        return root;
    const QString version = QString::fromStdString(root->version);
    const QVersionNumber number = QVersionNumber::fromString(version);
    if (number.isNull() || number >= oldestServer())
        return root;
    ApiError error;
    error.kind = ApiError::Kind::NotDropseal;
    error.problem = Error(ErrorCode::upgrade_required, "The server is too old: " + root->version);
    return error;
}

} // namespace

Session::Session(ApiClient& client, TokenKeeper& tokens, CredentialStore& credentials,
                 ServerProfiles& profiles, QObject* parent)
    : QObject(parent)
    , m_client(client)
    , m_tokens(tokens)
    , m_credentials(credentials)
    , m_profiles(profiles)
    , m_retry_pause(FirstPause) {
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &Session::tryAgain);
    connect(&m_client, &ApiClient::reached, this, [this] {
        m_retry_pause = FirstPause;
        setOffline(false);
    });
    connect(&m_client, &ApiClient::unreachable, this, [this] {
        if (m_state == State::Connecting || m_state == State::SignedIn)
            setOffline(true);
    });
    connect(&m_tokens, &TokenKeeper::ended, this, &Session::sessionEnded);
    m_tokens.setKeep(
        [this](const QByteArray& token, std::function<void()> kept) { keepRotated(token, std::move(kept)); });
}

Session::~Session() {
    m_tokens.setKeep({});
}

bool Session::offline() const {
    return m_offline;
}

Session::State Session::state() const {
    return m_state;
}

const std::optional<api::User>& Session::user() const {
    return m_user;
}

const std::optional<api::RootInfo>& Session::root() const {
    return m_root;
}

const ServerProfile& Session::profile() const {
    return m_profile;
}

const ApiError& Session::endReason() const {
    return m_end_reason;
}

const std::optional<ApiError>& Session::connectionFault() const {
    return m_connection_fault;
}

QUrl Session::lastTried() const {
    return m_last_tried;
}

std::optional<KeyringFault> Session::keyringFault() const {
    return m_keyring_fault;
}

QString Session::account() const {
    return accountOf(m_profile);
}

QString Session::accountOf(const ServerProfile& profile) {
    return profile.bundled ? QStringLiteral("bundled") : profile.base.toString(QUrl::FullyEncoded);
}

void Session::forgetServer(const ServerProfile& profile) {
    if (accountOf(profile) == account())
        return;
    m_credentials.remove(accountOf(profile));
    m_profiles.forget(profile);
}

void Session::setState(State state) {
    m_state = state;
    Q_EMIT stateChanged(state);
}

void Session::setOffline(bool offline) {
    if (offline)
        tryAgainLater();
    if (m_offline == offline)
        return;
    m_offline = offline;
    Q_EMIT offlineChanged(offline);
}

void Session::setKeyringFault(std::optional<KeyringFault> fault) {
    if (m_keyring_fault == fault)
        return;
    m_keyring_fault = fault;
    Q_EMIT keyringFaultChanged();
}

void Session::start() {
    const auto profile = m_profiles.current();
    if (!profile) {
        setState(State::NoServer);
        return;
    }
    useProfile(*profile);
    if (profile->bundled)
        setState(State::StartingBackend);
    else
        connectToProfile();
}

/// Leaves what was there before; nothing is asked yet.
void Session::useProfile(const ServerProfile& profile) {
    ++m_epoch;
    ++m_attempt;
    m_retry.stop();
    m_retry_pause = FirstPause;
    m_client.cancelAll();
    m_tokens.clear();
    m_user.reset();
    m_root.reset();
    m_connection_fault.reset();
    m_setup_token.clear();
    m_profile = profile;
    if (profile.base.isValid()) {
        m_client.network().setPin(profile.base.host(), portOf(profile.base), profile.pinned_fingerprint);
        m_client.setServer(profile.base);
        m_tokens.setServer(profile.base);
    }
    setOffline(false);
}

void Session::connectTo(const QString& address, QObject* context, ApiCallback<api::RootInfo> callback) {
    const auto base = parseServerAddress(address);
    if (!base) {
        ApiError error;
        error.problem = Error::field("address", "invalid",
                                     "This is no address of a server. It looks like files.example.org.");
        QMetaObject::invokeMethod(
            context, [callback = std::move(callback), error] { callback(error); }, Qt::QueuedConnection);
        return;
    }
    if (m_last_tried != *base)
        m_trusted_fingerprint.clear();
    m_last_tried = *base;
    ServerProfile profile;
    profile.base = *base;
    for (const ServerProfile& known : m_profiles.all()) {
        if (!known.bundled && known.base == *base)
            profile = known;
    }
    if (!m_trusted_fingerprint.isEmpty())
        profile.pinned_fingerprint = m_trusted_fingerprint;
    m_client.network().setPin(base->host(), portOf(*base), profile.pinned_fingerprint);
    const QPointer<QObject> caller(context);
    m_connect_call.cancel();
    m_connect_call = m_client.rootOf(
        *base, this,
        [this, profile, caller, callback = std::move(callback)](const ApiResult<api::RootInfo>& answer) {
            const auto root = usable(answer);
            if (root) {
                m_profiles.setCurrent(profile);
                useProfile(profile);
                m_root = *root;
                setState(State::Connecting);
                takeUpSession();
            }
            if (caller != nullptr)
                callback(root);
        });
}

void Session::cancelConnect() {
    m_connect_call.cancel();
}

void Session::trustCertificate(const QString& fingerprint) {
    const bool is_of_profile = m_connection_fault && m_connection_fault->fingerprint == fingerprint;
    const QUrl base = is_of_profile || m_last_tried.isEmpty() ? m_profile.base : m_last_tried;
    if (!base.isValid())
        return;
    m_last_tried = base;
    m_trusted_fingerprint = fingerprint.toLower();
    m_client.network().setPin(base.host(), portOf(base), m_trusted_fingerprint);
    if (m_profile.bundled || base != m_profile.base)
        return;
    m_profile.pinned_fingerprint = m_trusted_fingerprint;
    m_profiles.setCurrent(m_profile);
    m_connection_fault.reset();
    tryAgain();
}

void Session::useBundledBackend() {
    ServerProfile profile;
    for (const ServerProfile& known : m_profiles.all()) {
        if (known.bundled)
            profile = known;
    }
    profile.bundled = true;
    m_profiles.setCurrent(profile);
    useProfile(profile);
    setState(State::StartingBackend);
}

void Session::bundledBackendReady(const QUrl& base, const QString& setup_token) {
    if (!m_profile.bundled)
        return;
    if (m_profile.base != base) {
        m_profile.base = base;
        m_profiles.setCurrent(m_profile);
    }
    m_client.setServer(base);
    m_tokens.setServer(base);
    m_setup_token = setup_token;
    const bool has_no_session = m_state == State::StartingBackend || m_state == State::SetupRequired;
    if (has_no_session)
        connectToProfile();
    else
        tryAgain();
}

void Session::connectToProfile() {
    if (m_state != State::Connecting)
        setState(State::Connecting);
    m_client.root(this, [this, epoch = m_epoch](const ApiResult<api::RootInfo>& root) {
        if (epoch == m_epoch && m_state == State::Connecting)
            rootAnswered(root);
    });
}

void Session::rootAnswered(const ApiResult<api::RootInfo>& answer) {
    const auto root = usable(answer);
    if (!root) {
        notConnected(root.error());
        return;
    }
    m_connection_fault.reset();
    m_root = *root;
    if (root->setup_required && m_profile.bundled && !m_setup_token.isEmpty())
        setState(State::SetupRequired);
    else
        takeUpSession();
}

void Session::takeUpSession() {
    m_credentials.read(account(), this, [this, epoch = m_epoch](const CredentialStore::ReadResult& kept) {
        if (epoch != m_epoch || m_state != State::Connecting)
            return;
        setKeyringFault(kept.fault);
        if (kept.token && m_profile.kept_is_stale) {
            forgetToken();
            setKeptIsStale(false);
            setState(State::SignedOut);
        } else if (kept.token && !kept.token->isEmpty()) {
            takeUp(*kept.token);
        } else {
            setState(State::SignedOut);
        }
    });
}

void Session::takeUp(const QByteArray& refresh_token) {
    m_stay = true;
    m_tokens.setTokens({std::string(), refresh_token.toStdString(), std::chrono::seconds(0)});
    askWho();
}

void Session::askWho() {
    m_client.me(this, [this, epoch = m_epoch](const ApiResult<api::User>& user) {
        if (epoch == m_epoch && m_state == State::Connecting)
            whoAnswered(user);
    });
}

void Session::whoAnswered(const ApiResult<api::User>& user) {
    if (user)
        enter(*user);
    else // a session that the server ended came through sessionEnded() before
        notConnected(user.error());
}

/// A bad certificate, somebody else at that address: said to the person, and asked again all the same, since
/// it may pass.
void Session::notConnected(const ApiError& error) {
    const bool is_for_the_person = hasCertificateFault(error) || error.kind == ApiError::Kind::NotDropseal;
    m_connection_fault = is_for_the_person ? std::optional(error) : std::nullopt;
    tryAgainLater();
    if (is_for_the_person)
        Q_EMIT stateChanged(m_state);
}

void Session::tryAgainLater() {
    if (m_retry.isActive())
        return;
    m_retry.start(m_retry_pause);
    m_retry_pause = std::min(m_retry_pause * 2, LongestPause);
}

void Session::tryAgainNow() {
    m_retry_pause = FirstPause;
    tryAgain();
}

void Session::tryAgain() {
    m_retry.stop();
    if (m_state == State::Connecting) {
        if (m_tokens.hasSession())
            askWho();
        else
            connectToProfile();
    } else if (m_state == State::SignedIn && m_offline) {
        m_client.root(this,
                      [](const ApiResult<api::RootInfo>&) {}); // reached() and unreachable() say the rest
    }
}

void Session::sessionEnded(const ApiError& why) {
    forgetToken();
    m_retry.stop();
    m_user.reset();
    m_end_reason = why;
    setState(State::Ended);
}

} // namespace dropseal::app
