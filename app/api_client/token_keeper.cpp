// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/api_client/token_keeper.h"

#include "app/api_client/answer_error.h"
#include "shared/api/endpoints.h"

namespace dropseal::app {

namespace {

constexpr std::chrono::seconds LeastLife{30};
constexpr std::chrono::seconds KeepLimit{3}; // a keyring that asks the person must not hold up the work

QUrl urlOf(const QUrl& base, std::string_view path) {
    QUrl url = base;
    url.setPath(QString::fromUtf8(path.data(), static_cast<qsizetype>(path.size())));
    return url;
}

} // namespace

TokenKeeper::TokenKeeper(Network& network, QObject* parent) : QObject(parent), m_network(network) {
    m_keep_limit.setSingleShot(true);
    m_keep_limit.setInterval(KeepLimit);
    connect(&m_keep_limit, &QTimer::timeout, this, [this] {
        m_keeping = false;
        release(m_access);
    });
}

TokenKeeper::~TokenKeeper() = default;

void TokenKeeper::setServer(const QUrl& base) {
    m_server = base;
}

void TokenKeeper::setTokens(const api::TokenPair& tokens) {
    clear();
    m_access = QByteArray::fromStdString(tokens.access_token);
    m_refresh = QByteArray::fromStdString(tokens.refresh_token);
    m_access_ends = std::chrono::steady_clock::now() + tokens.expires_in;
}

void TokenKeeper::clear() {
    ++m_generation;
    m_call.reset();
    m_keep_limit.stop();
    m_keeping = false;
    m_access.clear();
    m_refresh.clear();
    release(signedOutError());
}

bool TokenKeeper::hasSession() const {
    return !m_refresh.isEmpty();
}

QByteArray TokenKeeper::refreshToken() const {
    return m_refresh;
}

void TokenKeeper::setKeep(Keep keep) {
    m_keep = std::move(keep);
}

bool TokenKeeper::isFresh() const {
    return !m_access.isEmpty() && m_access_ends - std::chrono::steady_clock::now() >= LeastLife;
}

void TokenKeeper::accessToken(QObject* context, ApiCallback<QByteArray> callback) {
    Waiting waiting{context, std::move(callback)};
    if (!hasSession()) {
        deliver(std::move(waiting), signedOutError());
        return;
    }
    if (isFresh() && !m_keeping) {
        deliver(std::move(waiting), m_access);
        return;
    }
    m_waiting.push_back(std::move(waiting));
    if (m_call == nullptr && !m_keeping)
        refresh();
}

void TokenKeeper::accessTokenRefused(const QByteArray& token) {
    if (m_access == token) // architecture: both are ours, nobody can guess at them here
        m_access.clear();
}

void TokenKeeper::sessionRefused(const ApiError& why, const QByteArray& refused) {
    if (m_access == refused)
        sessionRefused(why);
}

void TokenKeeper::sessionRefused(const ApiError& why) {
    if (!hasSession())
        return;
    ApiError ended_because = why;
    ended_because.kind = ApiError::Kind::SignedOut;
    std::vector<Waiting> waiting;
    waiting.swap(m_waiting); // these hear why, not only that
    clear();
    m_waiting.swap(waiting);
    release(ended_because);
    Q_EMIT ended(ended_because);
}

void TokenKeeper::refresh() {
    HttpRequest request;
    request.method = "POST";
    request.url = urlOf(m_server, api::endpoints::Refresh.path);
    request.headers.emplace_back("Content-Type", "application/json");
    request.body = QByteArray::fromStdString(api::encode(api::RefreshRequest{m_refresh.toStdString()}));
    m_call = m_network.send(request);
    connect(m_call.get(), &HttpCall::finished, this, &TokenKeeper::refreshAnswered);
    connect(m_call.get(), &HttpCall::failed, this, &TokenKeeper::refreshFailed);
}

void TokenKeeper::refreshAnswered(const HttpAnswer& answer) {
    if (answer.status != 200) {
        refreshFailed(errorOfAnswer(answer));
        return;
    }
    const auto tokens =
        api::decodeTokenPair({answer.body.constData(), static_cast<std::size_t>(answer.body.size())});
    if (!tokens)
        refreshFailed(unreadableAnswer(answer, tokens.error()));
    else
        keep(*tokens);
}

void TokenKeeper::refreshFailed(const ApiError& error) {
    m_call.reset();
    // Only a Dropseal that says 401 has ended the session. No connection, a portal's page, a server in
    // trouble: it stays.
    if (error.kind == ApiError::Kind::Server && error.status == 401)
        sessionRefused(error);
    else
        release(error);
}

void TokenKeeper::keep(const api::TokenPair& tokens) {
    m_call.reset();
    m_access = QByteArray::fromStdString(tokens.access_token);
    m_access_ends = std::chrono::steady_clock::now() + tokens.expires_in;
    const QByteArray refresh = QByteArray::fromStdString(tokens.refresh_token);
    const bool is_new = m_refresh != refresh;
    m_refresh = refresh;
    if (!is_new || !m_keep) {
        if (is_new)
            Q_EMIT rotated(m_refresh);
        release(m_access);
        return;
    }
    m_keeping = true;
    m_keep_limit.start();
    Q_EMIT rotated(m_refresh);
    m_keep(m_refresh, [self = QPointer<TokenKeeper>(this), generation = m_generation] {
        if (self == nullptr || self->m_generation != generation || !self->m_keeping)
            return;
        self->m_keeping = false;
        self->m_keep_limit.stop();
        self->release(self->m_access);
    });
}

void TokenKeeper::release(const ApiResult<QByteArray>& result) {
    std::vector<Waiting> waiting;
    waiting.swap(m_waiting);
    for (Waiting& one : waiting)
        deliver(std::move(one), result);
}

void TokenKeeper::deliver(Waiting waiting, const ApiResult<QByteArray>& result) {
    if (waiting.context == nullptr)
        return;
    QMetaObject::invokeMethod(
        waiting.context.data(), [callback = std::move(waiting.callback), result] { callback(result); },
        Qt::QueuedConnection);
}

} // namespace dropseal::app
