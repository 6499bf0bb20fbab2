// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/api_client/api_error.h"
#include "shared/api/auth_messages.h"
#include "shared/api/file_messages.h"
#include "shared/api/system_messages.h"

#include <QtCore/QByteArray>
#include <QtCore/QCryptographicHash>

namespace dropseal::app::test {

inline QByteArray tokens(const char* access, const char* refresh, int seconds = 900) {
    return QByteArray::fromStdString(
        api::encode(api::TokenPair{access, refresh, std::chrono::seconds(seconds)}));
}

inline api::User user(const char* email = "ada@example.org") {
    api::User ada;
    ada.id = UserId::make(SystemClock().now());
    ada.email = email;
    ada.role = "user";
    ada.status = "active";
    return ada;
}

inline api::RootInfo rootInfo(bool setup_required = false) {
    api::RootInfo info;
    info.name = "Dropseal";
    info.version = "0.1.0";
    info.docs = "/docs";
    info.openapi = "/openapi.json";
    info.registration = "open";
    info.setup_required = setup_required;
    return info;
}

/// Bytes that do not repeat soon.
inline QByteArray someBytes(int size) {
    QByteArray bytes(size, '\0');
    for (int i = 0; i < size; ++i)
        bytes[i] = static_cast<char>(i * 31 + i / 251);
    return bytes;
}

/// What a transfer said.
struct Heard {
    int finished = 0;
    int checking = 0;
    std::optional<ApiError> error;
    std::vector<qint64> progress;

    bool isOver() const { return finished > 0 || error.has_value(); }
};

inline QByteArray sha256Hex(const QByteArray& bytes) {
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

/// What an honest server says of an upload.
inline api::UploadAnswer uploadAnswer(const QByteArray& bytes) {
    api::UploadAnswer answer;
    answer.filename = "a.bin";
    answer.key = "1-0123abcd-a.bin";
    answer.url = "http://127.0.0.1:1/d/1";
    answer.id = FileId::make(SystemClock().now());
    answer.size = bytes.size();
    answer.sha256 = sha256Hex(bytes).toStdString();
    answer.content_type = "application/octet-stream";
    return answer;
}

template <class Message>
QByteArray encoded(const Message& message) {
    return QByteArray::fromStdString(api::encode(message));
}

} // namespace dropseal::app::test
