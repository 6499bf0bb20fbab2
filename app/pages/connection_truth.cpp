// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/connection_truth.h"

#include "app/session/session.h"
#include "app/widgets/icon_view.h"
#include "app/widgets/metrics.h"
#include "app/widgets/text_label.h"

#include <QtCore/QCoreApplication>

namespace dropseal::app {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("ConnectionTruth", text);
}

bool isThisComputer(const QString& host) {
    return host == QLatin1String("localhost") || host == QLatin1String("::1") ||
           host.startsWith(QLatin1String("127."));
}

} // namespace

QString serverInSentence(const Session& session) {
    return session.profile().bundled ? tr("this computer") : session.profile().displayName();
}

ConnectionTruth connectionTruth(const Session& session, bool unreachable) {
    const ServerProfile& profile = session.profile();
    if (unreachable)
        return {QStringLiteral("wifi-off"), ColorRole::Warning,
                tr("No connection to %1").arg(serverInSentence(session))};
    if (profile.bundled)
        return {QStringLiteral("monitor"), ColorRole::TextMuted, tr("The server runs on this computer")};
    if (profile.base.scheme() == QLatin1String("https")) {
        return {QStringLiteral("shield-check"), ColorRole::TextMuted,
                profile.pinned_fingerprint.isEmpty() ? tr("Encrypted, certificate checked")
                                                     : tr("Encrypted, certificate trusted by you")};
    }
    if (isThisComputer(profile.base.host()))
        return {QStringLiteral("monitor"), ColorRole::TextMuted, tr("Not encrypted, stays on this computer")};
    return {QStringLiteral("triangle-alert"), ColorRole::Warning,
            tr("Not encrypted: others on the network can read along")};
}

TruthLine::TruthLine(QWidget* parent)
    : QWidget(parent)
    , m_icon(new IconView(QStringLiteral("info"), metrics::SmallIcon, ColorRole::TextMuted))
    , m_text(new ElidedLabel(QString(), Qt::ElideRight, TextRole::Small, ColorRole::TextMuted)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::space(2));
    row->addWidget(m_icon);
    row->addWidget(m_text, 1);
}

void TruthLine::say(const ConnectionTruth& truth) {
    m_icon->setIcon(truth.icon, truth.color);
    m_text->setColorRole(truth.color);
    m_text->setText(truth.text);
}

} // namespace dropseal::app
