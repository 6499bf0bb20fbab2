// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QCoreApplication>
#include <QtCore/QString>

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

namespace dropseal::app {

/// Something that may be worth a notification of the desktop.
struct NoticeEvent {
    enum class Kind { Sealed, NotSent, StorageFull, SignedOut, StillServing };
    Kind kind = Kind::Sealed;
    QString name;              ///< the file's, as it may be shown
    QString text;              ///< NotSent: the cause; StorageFull and StillServing: the sentence
    bool link_copied = false;  ///< Sealed: its link is on the clipboard, and nobody saw the window say so
    std::int64_t transfer = 0; ///< what the buttons act on
};

/// One notification, in words. What its buttons do is the shell's.
struct DesktopNotice {
    enum class Act { CopyLink, Retry, Show, SignIn };
    QString title;
    QString body;
    std::vector<Act> acts;
    std::vector<std::int64_t> transfers;
};

/// At most one notification per 5 s: what comes meanwhile is gathered into one ("12 files are sealed"). The
/// clock is an argument.
class NotificationGatherer {
    Q_DECLARE_TR_FUNCTIONS(NotificationGatherer)
public:
    using Clock = std::chrono::steady_clock;
    static constexpr std::chrono::seconds Pause{5};

    void setNamesShown(bool shown) { m_names_shown = shown; }
    void add(NoticeEvent event) { m_waiting.push_back(std::move(event)); }
    /// The notification that is due, and forgets what it tells; none before its time.
    std::optional<DesktopNotice> take(Clock::time_point now);
    /// When take() has something; none: nothing waits.
    std::optional<Clock::time_point> due() const;

private:
    DesktopNotice gathered() const;
    DesktopNotice aboutFiles(const std::vector<const NoticeEvent*>& sealed,
                             const std::vector<const NoticeEvent*>& failed) const;

    std::vector<NoticeEvent> m_waiting;
    std::optional<Clock::time_point> m_last;
    bool m_names_shown = true;
};

} // namespace dropseal::app
