// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/transfers/transfer_queue.h"

#include <QtCore/QTimer>

namespace dropseal::app {

class LinkCopier;
struct PageContext;

/// What happens when transfers end: the links of those that are sealed together go to the clipboard, one per
/// line, the notice says so, list and storage are asked anew, and the expiry is remembered. One for the whole
/// program; GUI thread.
class SealAnnouncer : public QObject {
    Q_OBJECT
public:
    explicit SealAnnouncer(PageContext& context, QObject* parent = nullptr);

private:
    struct Ended {
        QString name;
        QString link;
        FileId file;
    };

    void sealed(TransferNumber number);
    void downloaded(TransferNumber number);
    void announce();
    void announceOne(const Ended& file);
    void announceMany();
    void say(const QString& text, const QString& links);
    void reloadSoon();

    PageContext& m_context;
    LinkCopier* m_copier;
    std::vector<Ended> m_group; ///< sealed together: each within a second of the one before
    QTimer m_group_end;
    QTimer m_announce;
    QTimer m_reload;
};

} // namespace dropseal::app
