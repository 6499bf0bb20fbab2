// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/api_client/api_client.h"

#include "app/api_client/answer_error.h"
#include "app/api_client/api_call.h"
#include "shared/api/endpoints.h"

#include <QtCore/QUrlQuery>

namespace dropseal::app {

namespace endpoints = api::endpoints;

namespace {

/// No server of ours at the other end: nobody answers, or somebody with another certificate.
bool isAboutTheWay(ApiError::Kind kind) {
    using Kind = ApiError::Kind;
    return kind == Kind::NoConnection || kind == Kind::Timeout || kind == Kind::CertificateUnknown ||
           kind == Kind::CertificateChanged;
}

/// Makes the callback of a message from the callback of its value.
template <class T>
ApiCallback<HttpAnswer> decoded(Result<T> (*decode)(std::string_view), ApiCallback<T> callback) {
    return [decode, callback = std::move(callback)](const ApiResult<HttpAnswer>& answer) {
        if (!answer) {
            callback(answer.error());
            return;
        }
        auto value = decode({answer->body.constData(), static_cast<std::size_t>(answer->body.size())});
        if (value)
            callback(std::move(value).value());
        else
            callback(unreadableAnswer(*answer, value.error()));
    };
}

ApiCallback<HttpAnswer> ignoringBody(ApiCallback<Nothing> callback) {
    return [callback = std::move(callback)](const ApiResult<HttpAnswer>& answer) {
        if (answer)
            callback(Nothing());
        else
            callback(answer.error());
    };
}

QByteArray bytes(const std::string& text) {
    return QByteArray::fromStdString(text);
}

} // namespace

struct ApiClient::Spec {
    api::Endpoint endpoint;
    bool with_session = true;
    QByteArray body;
    std::string path; ///< where the endpoint's has parameters
    QUrlQuery query;
};

ApiClient::ApiClient(Network& network, TokenKeeper& tokens, QObject* parent)
    : QObject(parent), m_network(network), m_tokens(tokens) {
}

ApiClient::~ApiClient() = default;

void ApiClient::setServer(const QUrl& base) {
    m_server = base;
}

QUrl ApiClient::server() const {
    return m_server;
}

void ApiClient::Handle::cancel() {
    if (auto* call = qobject_cast<ApiCall*>(m_call.data()))
        call->cancel();
}

void ApiClient::cancelAll() {
    const auto calls = findChildren<ApiCall*>(QString(), Qt::FindDirectChildrenOnly);
    for (ApiCall* call : calls)
        call->cancel();
}

void ApiClient::noteOutcome(const std::optional<ApiError>& error) {
    if (!error || error->status != 0)
        Q_EMIT reached();
    else if (isAboutTheWay(error->kind))
        Q_EMIT unreachable(*error);
}

ApiClient::Handle ApiClient::startAt(const QUrl& base, Spec spec, QObject* context,
                                     ApiCallback<HttpAnswer> callback) {
    HttpRequest request;
    const std::string_view method = api::toText(spec.endpoint.method);
    request.method = QByteArray(method.data(), static_cast<qsizetype>(method.size()));
    request.url = base;
    const std::string path = spec.path.empty() ? std::string(spec.endpoint.path) : std::move(spec.path);
    request.url.setPath(QString::fromStdString(path), QUrl::TolerantMode);
    if (!spec.query.isEmpty())
        request.url.setQuery(spec.query);
    request.headers.emplace_back("Accept", "application/json, application/problem+json");
    if (!spec.body.isEmpty())
        request.headers.emplace_back("Content-Type", "application/json");
    request.body = std::move(spec.body);
    auto* call = new ApiCall(*this, std::move(request), spec.with_session, context, std::move(callback));
    call->start();
    return Handle(call);
}

ApiClient::Handle ApiClient::start(Spec spec, QObject* context, ApiCallback<HttpAnswer> callback) {
    return startAt(m_server, std::move(spec), context, std::move(callback));
}

ApiClient::Handle ApiClient::rootOf(const QUrl& base, QObject* context, ApiCallback<api::RootInfo> callback) {
    return startAt(base, {endpoints::Root, false, {}, {}, {}}, context,
                   decoded(&api::decodeRootInfo, std::move(callback)));
}

ApiClient::Handle ApiClient::root(QObject* context, ApiCallback<api::RootInfo> callback) {
    return rootOf(m_server, context, std::move(callback));
}

ApiClient::Handle ApiClient::ready(QObject* context, ApiCallback<Nothing> callback) {
    return start({endpoints::Ready, false, {}, {}, {}}, context, ignoringBody(std::move(callback)));
}

ApiClient::Handle ApiClient::setup(const api::SetupRequest& request, QObject* context,
                                   ApiCallback<api::SetupAnswer> callback) {
    return start({endpoints::Setup, false, bytes(api::encode(request)), {}, {}}, context,
                 decoded(&api::decodeSetupAnswer, std::move(callback)));
}

ApiClient::Handle ApiClient::registerUser(const api::RegisterRequest& request, QObject* context,
                                          ApiCallback<api::User> callback) {
    return start({endpoints::Register, false, bytes(api::encode(request)), {}, {}}, context,
                 decoded(&api::decodeUser, std::move(callback)));
}

ApiClient::Handle ApiClient::login(const api::LoginRequest& request, QObject* context,
                                   ApiCallback<api::TokenPair> callback) {
    return start({endpoints::Login, false, bytes(api::encode(request)), {}, {}}, context,
                 decoded(&api::decodeTokenPair, std::move(callback)));
}

ApiClient::Handle ApiClient::logout(QObject* context, ApiCallback<Nothing> callback) {
    const api::RefreshRequest request{m_tokens.refreshToken().toStdString()};
    return start({endpoints::Logout, false, bytes(api::encode(request)), {}, {}}, context,
                 ignoringBody(std::move(callback)));
}

ApiClient::Handle ApiClient::me(QObject* context, ApiCallback<api::User> callback) {
    return start({endpoints::Me, true, {}, {}, {}}, context, decoded(&api::decodeUser, std::move(callback)));
}

ApiClient::Handle ApiClient::files(const QString& search, const QString& sort, bool trash,
                                   const QString& cursor, QObject* context,
                                   ApiCallback<api::FileList> callback) {
    QUrlQuery query;
    const auto add = [&query](const QString& name, const QString& value) {
        if (!value.isEmpty())
            query.addQueryItem(name, QString::fromStdString(api::percentEncode(value.toStdString())));
    };
    add(QStringLiteral("q"), search);
    add(QStringLiteral("sort"), sort);
    add(QStringLiteral("cursor"), cursor);
    if (trash)
        add(QStringLiteral("trash"), QStringLiteral("true"));
    add(QStringLiteral("limit"), QStringLiteral("200"));
    return start({endpoints::Files, true, {}, {}, query}, context,
                 decoded(&api::decodeFileList, std::move(callback)));
}

ApiClient::Handle ApiClient::renameFile(const FileId& id, const QString& filename, QObject* context,
                                        ApiCallback<api::File> callback) {
    const api::ChangeFileRequest request{filename.toStdString()};
    return start({endpoints::ChangeFile,
                  true,
                  bytes(api::encode(request)),
                  api::fillPath(endpoints::ChangeFile.path, {id.toString()}),
                  {}},
                 context, decoded(&api::decodeFile, std::move(callback)));
}

ApiClient::Handle ApiClient::deleteFile(const FileId& id, bool purge, QObject* context,
                                        ApiCallback<Nothing> callback) {
    QUrlQuery query;
    if (purge)
        query.addQueryItem(QStringLiteral("purge"), QStringLiteral("true"));
    return start(
        {endpoints::DeleteFile, true, {}, api::fillPath(endpoints::DeleteFile.path, {id.toString()}), query},
        context, ignoringBody(std::move(callback)));
}

ApiClient::Handle ApiClient::restoreFile(const FileId& id, QObject* context,
                                         ApiCallback<api::File> callback) {
    return start(
        {endpoints::RestoreFile, true, {}, api::fillPath(endpoints::RestoreFile.path, {id.toString()}), {}},
        context, decoded(&api::decodeFile, std::move(callback)));
}

ApiClient::Handle ApiClient::presign(const api::PresignRequest& request, QObject* context,
                                     ApiCallback<api::PresignAnswer> callback) {
    return start({endpoints::Presign, true, bytes(api::encode(request)), {}, {}}, context,
                 decoded(&api::decodePresignAnswer, std::move(callback)));
}

} // namespace dropseal::app
