// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/api_client/network.h"
#include "shared/api/problem.h"

#include <QtCore/QTimer>

#include <functional>

namespace dropseal::app::test {

/// A request that the test answers as it likes: at once, late, never, in pieces, with garbage, or cut in the
/// middle.
class FakeCall final : public HttpCall {
public:
    FakeCall(const HttpRequest& request_, bool is_streamed_) : request(request_), is_streamed(is_streamed_) {}

    const HttpRequest request;
    const bool is_streamed;

    QByteArray path() const { return request.url.path(QUrl::FullyEncoded).toUtf8(); }
    QByteArray header(const QByteArray& name) const {
        for (const auto& [key, value] : request.headers) {
            if (key.compare(name, Qt::CaseInsensitive) == 0)
                return value;
        }
        return {};
    }

    void cancel() override { m_over = true; }

    /// Reads up to `most` bytes of the body, as a socket does, and says how far it got.
    QByteArray takeBody(qint64 most = INT64_MAX) {
        if (request.device == nullptr)
            return request.body;
        QByteArray taken;
        const QPointer<FakeCall> alive(this);
        while (alive && m_taken < request.length && most > 0) {
            const QByteArray piece = request.device->read(std::min<qint64>(16384, most));
            if (piece.isEmpty() && !request.device->waitForReadyRead(30000))
                break;
            if (piece.isEmpty())
                continue;
            taken += piece;
            m_taken += piece.size();
            most -= piece.size();
            Q_EMIT uploadProgress(m_taken, request.length);
        }
        return taken;
    }

    void answer(int status, const QByteArray& body, const QByteArray& type = "application/json",
                std::vector<std::pair<QByteArray, QByteArray>> headers = {}) {
        headers.emplace_back("content-type", type);
        head(status, std::move(headers));
        piece(body);
        end();
    }
    void problem(const Error& error) {
        answer(info(error.code).status, QByteArray::fromStdString(api::encodeProblem(error, "request-1")),
               "application/problem+json");
    }
    void head(int status, std::vector<std::pair<QByteArray, QByteArray>> headers) {
        m_answer.status = status;
        m_answer.headers = std::move(headers);
        if (!m_over)
            Q_EMIT headReceived(HttpAnswer(m_answer));
    }
    /// Every method here may be the last one: the receiver may have destroyed this.
    void piece(const QByteArray& bytes) {
        if (m_over || bytes.isEmpty())
            return;
        if (is_streamed)
            Q_EMIT bodyBytes(QByteArray(bytes));
        else
            m_answer.body += bytes;
    }
    void end() {
        if (m_over)
            return;
        m_over = true;
        Q_EMIT finished(HttpAnswer(m_answer));
    }
    void fail(ApiError::Kind kind) {
        if (m_over)
            return;
        m_over = true;
        ApiError error;
        error.kind = kind;
        error.problem = Error(ErrorCode::service_unavailable);
        Q_EMIT failed(error);
    }

private:
    HttpAnswer m_answer;
    qint64 m_taken = 0;
    bool m_over = false;
};

/// Answers by `script`, which is called from the event loop, once for each request; without one, or where it
/// does nothing, requests hang.
class FakeNetwork final : public Network {
public:
    std::function<void(FakeCall&)> script;
    std::chrono::milliseconds delay{0};
    std::vector<QByteArray> seen; ///< "POST /api/v1/auth/login"
    std::vector<QPointer<FakeCall>> calls;
    std::vector<std::pair<QString, QString>> pins;

    std::unique_ptr<HttpCall> send(const HttpRequest& request, bool stream_body) override {
        auto call = std::make_unique<FakeCall>(request, stream_body);
        seen.push_back(request.method + ' ' + call->path());
        calls.emplace_back(call.get());
        QTimer::singleShot(delay, call.get(), [this, running = call.get()] {
            if (script)
                script(*running);
        });
        return call;
    }
    void setPin(const QString& host, int port, const QString& fingerprint) override {
        pins.emplace_back(host + QLatin1Char(':') + QString::number(port), fingerprint);
    }

    int count(const QByteArray& request) const {
        return static_cast<int>(std::count(seen.begin(), seen.end(), request));
    }
};

} // namespace dropseal::app::test
