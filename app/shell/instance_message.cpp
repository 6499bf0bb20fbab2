// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/instance_message.h"

#include <QtCore/QDir>
#include <QtCore/QFile>

namespace dropseal::app {

namespace {

constexpr QByteArrayView Greeting = "dropseal-1 ";
constexpr qsizetype LongestHead = 32;
constexpr qsizetype LongestToken = 1024;

} // namespace

std::optional<QByteArray> encodeInstanceMessage(const InstanceMessage& message) {
    QByteArray body = message.activation_token.left(LongestToken).replace('\0', QByteArray());
    body += '\0';
    for (const QString& file : message.files) {
        body += QFile::encodeName(file);
        body += '\0';
    }
    if (body.size() > InstanceMessageLimit)
        return std::nullopt;
    return Greeting.toByteArray() + QByteArray::number(body.size()) + '\n' + body;
}

InstanceMessageReader::State InstanceMessageReader::take(QByteArrayView piece) {
    m_bytes.append(piece);
    if (m_body_at < 0) {
        const qsizetype known = std::min(m_bytes.size(), Greeting.size());
        if (QByteArrayView(m_bytes).first(known) != Greeting.first(known))
            return State::Refused;
        const qsizetype end = m_bytes.indexOf('\n');
        if (end < 0)
            return m_bytes.size() > LongestHead ? State::Refused : State::More;
        bool is_number = false;
        m_length = m_bytes.mid(Greeting.size(), end - Greeting.size()).toLongLong(&is_number);
        if (!is_number || m_length < 1 || m_length > InstanceMessageLimit)
            return State::Refused;
        m_body_at = end + 1;
    }
    if (m_bytes.size() < m_body_at + m_length)
        return State::More;
    return m_bytes.size() > m_body_at + m_length ? State::Refused : parse();
}

InstanceMessageReader::State InstanceMessageReader::parse() {
    QByteArray body = m_bytes.mid(m_body_at);
    if (!body.endsWith('\0'))
        return State::Refused;
    body.chop(1);
    QByteArrayList fields = body.split('\0');
    m_message.activation_token = fields.takeFirst();
    for (const QByteArray& field : fields) {
        const QString path = QFile::decodeName(field);
        if (!QDir::isAbsolutePath(path))
            return State::Refused;
        m_message.files += path;
    }
    return State::Done;
}

} // namespace dropseal::app
