// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/tray.h"

#include "app/models/transfers_model.h"
#include "app/pages/actions.h"
#include "app/widgets/icons.h"

#include <QtGui/QAction>
#include <QtWidgets/QMenu>
#include <QtWidgets/QSystemTrayIcon>

namespace dropseal::app {

Tray::Tray(Actions& actions, TransfersModel& transfers, QObject* parent)
    : QObject(parent)
    , m_transfers(transfers)
    , m_menu(std::make_unique<QMenu>())
    , m_icon(std::make_unique<QSystemTrayIcon>(appIcon()))
    , m_state(m_menu->addAction(QString())) {
    m_state->setEnabled(false);
    m_menu->addSeparator();
    m_menu->addActions({actions.copy_newest_link, actions.add_files, actions.paste});
    m_menu->addSeparator();
    m_menu->addActions({actions.pause_all, actions.resume_all});
    m_menu->addSeparator();
    m_menu->addActions({actions.open_window, actions.quit});
    m_icon->setContextMenu(m_menu.get());
    connect(&transfers, &TransfersModel::summaryChanged, this, &Tray::updateState);
    connect(m_icon.get(), &QSystemTrayIcon::activated, this,
            [this](QSystemTrayIcon::ActivationReason reason) {
                if (reason == QSystemTrayIcon::Trigger || reason == QSystemTrayIcon::DoubleClick)
                    Q_EMIT pressed();
            });
    connect(m_icon.get(), &QSystemTrayIcon::messageClicked, this, &Tray::pressed);
    updateState();
}

Tray::~Tray() {
    m_icon->hide();
}

bool Tray::isThere() {
    const bool there = QSystemTrayIcon::isSystemTrayAvailable();
    if (there != m_icon->isVisible())
        m_icon->setVisible(there);
    return there;
}

void Tray::setLiveLinks(int count) {
    m_live_links = count;
    updateState();
}

void Tray::updateState() {
    const TransfersModel::Summary summary = m_transfers.summary();
    QString text;
    if (summary.unfinished > 0) {
        constexpr double Whole = 100;
        const int percent = static_cast<int>(summary.fraction * Whole);
        text = summary.unfinished == 1 ? tr("Sending 1 file, %1 %").arg(percent)
                                       : tr("Sending %1 files, %2 %").arg(summary.unfinished).arg(percent);
    } else if (m_live_links > 0) {
        text = m_live_links == 1 ? tr("1 link works") : tr("%1 links work").arg(m_live_links);
    } else {
        text = tr("Nothing is being sent");
    }
    m_state->setText(text);
    m_icon->setToolTip(tr("Dropseal – %1").arg(text));
}

} // namespace dropseal::app
