// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/transfers/transfer_queue.h"
#include "app/widgets/transfer_delegate.h"

#include <QtCore/QObject>
#include <QtCore/QTimer>

namespace dropseal::app {

class Actions;
class TransferView;
class TransfersModel;

/// The acts of the transfers behind buttons, menus and keys: on the selection of the view that is shown (the
/// dock's or the page's; never both), or on all. Says when each means something. One for the whole program;
/// GUI thread.
class TransferActs : public QObject {
    Q_OBJECT
public:
    TransferActs(Actions& actions, TransferQueue& queue, TransfersModel& model, QObject* parent = nullptr);

    void addView(TransferView* view);                     ///< its selection counts while it is shown
    void perform(TransferNumber number, TransferAct act); ///< a painted button of one row
    /// What can be paused, or resumed, at all: a page shows the one button or the other.
    bool offersResumeAll() const { return m_offers_resume_all; }

Q_SIGNALS:
    void offersChanged();

private:
    struct Means;

    TransferView* shownView() const;
    std::vector<TransferNumber> chosen() const;
    void connectSelectionActs();
    void connectActsOnAll();
    void each(void (TransferQueue::*act)(TransferNumber), bool (*meant)(TransferState));
    void cancelChosen();
    void move(int places);
    void copyPaths();
    void updateForSelection();
    void updateForAll();

    Actions& m_actions;
    TransferQueue& m_queue;
    TransfersModel& m_model;
    std::vector<TransferView*> m_views;
    QTimer
        m_selection_update; ///< a queue of thousands changes often; the buttons follow a few times a second
    QTimer m_all_update;
    bool m_offers_resume_all = false;
};

} // namespace dropseal::app
