// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/api_client/network.h"

#include <QtCore/QTimer>
#include <QtNetwork/QNetworkReply>
#include <QtNetwork/QSslError>

namespace dropseal::app {

/// One request of QtNetwork.
class QtCall final : public HttpCall {
public:
    struct Options {
        std::chrono::milliseconds timeout;
        bool stream_body = false;
        QByteArray pin; ///< empty: the system's authorities decide
    };

    /// Deletes `reply`, which was just started, when it goes.
    QtCall(QNetworkReply* reply, const Options& options);
    ~QtCall() override;

    void cancel() override;
    void setPaused(bool is_paused) override;

private:
    void watchTls();
    void checkPin();
    void certificateErrors(const QList<QSslError>& errors);
    void takeHead();
    void takeBody();
    void replyFinished();
    void giveUp(const ApiError& error);
    ApiError errorOfReply() const;

    QPointer<QNetworkReply> m_reply; ///< a child of the manager
    Options m_options;
    QTimer m_idle;
    HttpAnswer m_answer;
    QString m_bad_certificate; ///< fingerprint of a certificate that we do not take
    bool m_head_taken = false;
    bool m_is_paused = false;
    bool m_over = false;
};

} // namespace dropseal::app
