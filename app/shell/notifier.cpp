// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/notifier.h"

#include "app/api_client/error_words.h"
#include "app/models/storage_use.h"
#include "app/pages/connection_truth.h"
#include "app/session/app_settings.h"
#include "app/session/session.h"
#include "app/words/display_text.h"

#include <QtWidgets/QSystemTrayIcon>
#include <QtWidgets/QWidget>

namespace dropseal::app {

namespace {

constexpr int AlmostFullPercent = 95;

} // namespace

Notifier::Notifier(const Sources& sources, QObject* parent) : QObject(parent), m_sources(sources) {
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Notifier::flush);
    connect(&sources.queue, &TransferQueue::sealed, this, &Notifier::sealed);
    connect(&sources.queue, &TransferQueue::failed, this, &Notifier::failed);
    connect(&sources.storage, &StorageUse::changed, this, &Notifier::storageChanged);
    connect(&sources.session, &Session::stateChanged, this, [this](Session::State state) {
        if (state == Session::State::Ended)
            tell({NoticeEvent::Kind::SignedOut, {}, {}, false, 0});
    });
    connect(&m_desktop, &DesktopNotifications::acted, this, &Notifier::act);
    connect(&m_desktop, &DesktopNotifications::opened, this, &Notifier::openWindow);
    connect(&m_desktop, &DesktopNotifications::unavailable, this, [this](const DesktopNotice& notification) {
        if (m_tray != nullptr && m_tray->isVisible())
            m_tray->showMessage(notification.title, notification.body);
    });
}

void Notifier::sealed(TransferNumber number) {
    const auto transfer = m_sources.queue.find(number);
    if (!transfer || !m_sources.settings.notifyWhenSealed())
        return;
    const bool copied = m_sources.settings.copyLinkAtOnce() && !transfer->link.isEmpty();
    tell({NoticeEvent::Kind::Sealed,
          safeFileName(transfer->name),
          {},
          copied && !m_sources.window.isActiveWindow(),
          number});
}

void Notifier::failed(TransferNumber number) {
    const auto transfer = m_sources.queue.find(number);
    if (!transfer || transfer->kind != TransferKind::Upload)
        return;
    ErrorContext context;
    context.place = ErrorContext::Place::Upload;
    context.server = serverInSentence(m_sources.session);
    context.file = safeFileName(transfer->name);
    context.size = transfer->size;
    const QString cause = transfer->fault ? errorWords(*transfer->fault, context).text : QString();
    tell({NoticeEvent::Kind::NotSent, context.file, cause, false, number});
}

void Notifier::storageChanged() {
    const auto quota = m_sources.storage.quota();
    const bool almost_full =
        quota && *quota > 0 && m_sources.storage.used() >= *quota / 100 * AlmostFullPercent;
    if (almost_full && !m_storage_told)
        tell({NoticeEvent::Kind::StorageFull,
              {},
              tr("Storage is %1 % full").arg(AlmostFullPercent),
              false,
              0});
    m_storage_told = almost_full;
}

void Notifier::stillServing(const QString& why) {
    tell({NoticeEvent::Kind::StillServing, {}, why, false, 0});
}

void Notifier::tell(NoticeEvent event) {
    m_gatherer.setNamesShown(m_sources.settings.namesInNotifications());
    m_gatherer.add(std::move(event));
    flush();
}

void Notifier::flush() {
    const auto now = NotificationGatherer::Clock::now();
    if (const auto notification = m_gatherer.take(now))
        m_desktop.show(*notification);
    else if (const auto due = m_gatherer.due())
        m_timer.start(std::chrono::ceil<std::chrono::milliseconds>(*due - now));
}

void Notifier::act(DesktopNotice::Act act, const DesktopNotice& notification) {
    switch (act) {
    case DesktopNotice::Act::CopyLink:
        for (const std::int64_t number : notification.transfers) {
            if (const auto transfer = m_sources.queue.find(number); transfer && !transfer->link.isEmpty())
                Q_EMIT copyLink(transfer->link);
        }
        return;
    case DesktopNotice::Act::Retry:
        for (const std::int64_t number : notification.transfers)
            m_sources.queue.retry(number);
        return;
    case DesktopNotice::Act::Show:
        if (!notification.transfers.empty())
            Q_EMIT showTransfers();
        Q_EMIT openWindow();
        return;
    case DesktopNotice::Act::SignIn:
        Q_EMIT openWindow();
        return;
    }
}

} // namespace dropseal::app
