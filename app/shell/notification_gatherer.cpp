// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/notification_gatherer.h"

namespace dropseal::app {

std::optional<NotificationGatherer::Clock::time_point> NotificationGatherer::due() const {
    if (m_waiting.empty())
        return std::nullopt;
    return m_last ? *m_last + Pause : Clock::time_point::min();
}

std::optional<DesktopNotice> NotificationGatherer::take(Clock::time_point now) {
    const auto when = due();
    if (!when || now < *when)
        return std::nullopt;
    DesktopNotice notification = gathered();
    m_waiting.clear();
    m_last = now;
    return notification;
}

/// What concerns the person outweighs what concerns files; of that, only the last counts.
DesktopNotice NotificationGatherer::gathered() const {
    std::vector<const NoticeEvent*> sealed;
    std::vector<const NoticeEvent*> failed;
    const NoticeEvent* standing = nullptr;
    for (const NoticeEvent& event : m_waiting) {
        if (event.kind == NoticeEvent::Kind::Sealed)
            sealed.push_back(&event);
        else if (event.kind == NoticeEvent::Kind::NotSent)
            failed.push_back(&event);
        else if (standing == nullptr || standing->kind != NoticeEvent::Kind::SignedOut)
            standing = &event;
    }
    if (standing == nullptr)
        return aboutFiles(sealed, failed);
    const QString files = sealed.empty() && failed.empty() ? QString() : aboutFiles(sealed, failed).title;
    switch (standing->kind) {
    case NoticeEvent::Kind::SignedOut:
        return {tr("You were signed out"), files, {DesktopNotice::Act::SignIn}, {}};
    case NoticeEvent::Kind::StorageFull:
        return {standing->text, files, {DesktopNotice::Act::Show}, {}};
    default:
        return {tr("Dropseal keeps running"), standing->text, {DesktopNotice::Act::Show}, {}};
    }
}

DesktopNotice NotificationGatherer::aboutFiles(const std::vector<const NoticeEvent*>& sealed,
                                               const std::vector<const NoticeEvent*>& failed) const {
    DesktopNotice told;
    const auto sealed_count = static_cast<int>(sealed.size());
    const auto failed_count = static_cast<int>(failed.size());
    QStringList parts;
    if (sealed_count == 1)
        parts += m_names_shown ? tr("%1 is sealed").arg(sealed.front()->name) : tr("A file is sealed");
    else if (sealed_count > 1)
        parts += tr("%1 files are sealed").arg(sealed_count);
    if (failed_count == 1)
        parts += m_names_shown ? tr("%1 was not sent").arg(failed.front()->name) : tr("A file was not sent");
    else if (failed_count > 1)
        parts += tr("%1 files were not sent").arg(failed_count);
    told.title = parts.join(QStringLiteral(" · "));

    if (failed_count == 1 && m_names_shown) // a cause may name the file
        told.body = failed.front()->text;
    else if (failed_count == 0 && sealed.back()->link_copied)
        told.body = sealed_count == 1 ? tr("Link copied.") : tr("Links copied.");

    for (const NoticeEvent* event : failed_count > 0 ? failed : sealed)
        told.transfers.push_back(event->transfer);
    if (failed_count > 0)
        told.acts = {DesktopNotice::Act::Retry, DesktopNotice::Act::Show};
    else
        told.acts = {sealed_count == 1 ? DesktopNotice::Act::CopyLink : DesktopNotice::Act::Show};
    return told;
}

} // namespace dropseal::app
