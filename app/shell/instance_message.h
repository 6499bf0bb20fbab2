// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QStringList>

#include <optional>

namespace dropseal::app {

/// What a second start tells the first: "come to the front, and take these".
struct InstanceMessage {
    QStringList files;           ///< absolute paths
    QByteArray activation_token; ///< of the desktop (XDG_ACTIVATION_TOKEN), so that raising is allowed

    bool operator==(const InstanceMessage&) const = default;
};

/// On the socket: a line "dropseal-1 LENGTH", then LENGTH bytes of fields that each end with a zero byte: the
/// token, then the paths. The answer is a line "ok".
inline constexpr qsizetype InstanceMessageLimit = 8 * 1024 * 1024; ///< more than a command line can be
inline constexpr QByteArrayView InstanceAnswer = "ok\n";

/// None where it is longer than the limit.
std::optional<QByteArray> encodeInstanceMessage(const InstanceMessage& message);

/// Takes one message as it comes, piece by piece.
class InstanceMessageReader {
public:
    enum class State { More, Done, Refused };
    State take(QByteArrayView piece);
    const InstanceMessage& message() const { return m_message; } ///< when Done

private:
    State parse();

    QByteArray m_bytes;
    qsizetype m_body_at = -1;
    qsizetype m_length = 0;
    InstanceMessage m_message;
};

} // namespace dropseal::app
