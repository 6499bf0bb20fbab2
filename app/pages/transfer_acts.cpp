// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/transfer_acts.h"

#include "app/models/transfers_model.h"
#include "app/pages/actions.h"
#include "app/pages/link_copier.h"
#include "app/pages/transfer_view.h"

#include <QtCore/QCoreApplication>
#include <QtGui/QAction>

#include <algorithm>

namespace dropseal::app {

namespace {

constexpr int SelectionUpdateMs = 100;
constexpr int AllUpdateMs = 500; ///< looks at every transfer

bool canPause(TransferState state) {
    return state == TransferState::Waiting || state == TransferState::Sending ||
           state == TransferState::Offline;
}
bool canResume(TransferState state) {
    return state == TransferState::Paused;
}
bool canStart(TransferState state) {
    return state == TransferState::Waiting;
}
bool canRetry(TransferState state) {
    return state == TransferState::Failed;
}

/// Enabled, or disabled with a tool tip that says why.
void allow(QAction* action, bool allowed, const QString& why_not) {
    action->setEnabled(allowed);
    action->setToolTip(allowed ? QString() : why_not);
}

} // namespace

/// What the states of some transfers allow.
struct TransferActs::Means {
    bool some = false;
    bool pause = false;
    bool resume = false;
    bool start = false;
    bool retry = false;

    void add(TransferState state) {
        some = true;
        pause = pause || canPause(state);
        resume = resume || canResume(state);
        start = start || canStart(state);
        retry = retry || canRetry(state);
    }
};

TransferActs::TransferActs(Actions& actions, TransferQueue& queue, TransfersModel& model, QObject* parent)
    : QObject(parent), m_actions(actions), m_queue(queue), m_model(model) {
    m_selection_update.setSingleShot(true);
    m_selection_update.setInterval(SelectionUpdateMs);
    connect(&m_selection_update, &QTimer::timeout, this, &TransferActs::updateForSelection);
    m_all_update.setSingleShot(true);
    m_all_update.setInterval(AllUpdateMs);
    connect(&m_all_update, &QTimer::timeout, this, &TransferActs::updateForAll);
    const auto soon = [this] {
        if (!m_selection_update.isActive())
            m_selection_update.start();
        if (!m_all_update.isActive())
            m_all_update.start();
    };
    connect(&m_model, &QAbstractItemModel::dataChanged, this, soon);
    connect(&m_model, &QAbstractItemModel::rowsInserted, this, soon);
    connect(&m_model, &QAbstractItemModel::rowsRemoved, this, soon);
    connect(&m_model, &QAbstractItemModel::modelReset, this, soon);
    connect(&m_model, &TransfersModel::summaryChanged, this, soon);
    connectSelectionActs();
    connectActsOnAll();
    updateForSelection();
    updateForAll();
}

void TransferActs::addView(TransferView* view) {
    m_views.push_back(view);
    connect(view, &TransferView::chosenChanged, this, &TransferActs::updateForSelection);
    connect(view, &QObject::destroyed, this, [this, view] {
        std::erase(m_views, view);
        updateForSelection();
    });
}

TransferView* TransferActs::shownView() const {
    const auto found = std::ranges::find_if(m_views, &QWidget::isVisible);
    return found == m_views.end() ? nullptr : *found;
}

std::vector<TransferNumber> TransferActs::chosen() const {
    const TransferView* view = shownView();
    return view ? view->chosen() : std::vector<TransferNumber>();
}

void TransferActs::connectSelectionActs() {
    connect(m_actions.pause, &QAction::triggered, this, [this] { each(&TransferQueue::pause, canPause); });
    connect(m_actions.resume, &QAction::triggered, this, [this] { each(&TransferQueue::resume, canResume); });
    connect(m_actions.start_now, &QAction::triggered, this,
            [this] { each(&TransferQueue::startNow, canStart); });
    connect(m_actions.retry, &QAction::triggered, this, [this] { each(&TransferQueue::retry, canRetry); });
    connect(m_actions.cancel_transfer, &QAction::triggered, this, &TransferActs::cancelChosen);
    connect(m_actions.move_up, &QAction::triggered, this, [this] { move(-1); });
    connect(m_actions.move_down, &QAction::triggered, this, [this] { move(1); });
    connect(m_actions.copy_paths, &QAction::triggered, this, &TransferActs::copyPaths);
}

void TransferActs::connectActsOnAll() {
    connect(m_actions.retry_failed, &QAction::triggered, this, [this] { m_queue.retryFailed(); });
    connect(m_actions.pause_all, &QAction::triggered, this, [this] { m_queue.pauseAll(); });
    connect(m_actions.resume_all, &QAction::triggered, this, [this] { m_queue.resumeAll(); });
    connect(m_actions.clear_done, &QAction::triggered, this, [this] { m_queue.clearDone(); });
}

void TransferActs::each(void (TransferQueue::*act)(TransferNumber), bool (*meant)(TransferState)) {
    for (const TransferNumber number : chosen()) {
        const auto transfer = m_queue.find(number);
        if (transfer && meant(transfer->state))
            (m_queue.*act)(number);
    }
    updateForSelection();
}

void TransferActs::cancelChosen() {
    TransferView* view = shownView();
    if (!view)
        return;
    view->expectChosenToGo();
    for (const TransferNumber number : view->chosen())
        m_queue.cancel(number);
    updateForSelection();
}

void TransferActs::move(int places) {
    std::vector<TransferNumber> numbers = chosen();
    if (places > 0)
        std::ranges::reverse(numbers); // the last one first, so that they do not overtake each other
    for (const TransferNumber number : numbers)
        m_queue.move(number, places);
}

void TransferActs::copyPaths() {
    std::vector<TransferNumber> numbers = chosen();
    if (numbers.empty())
        numbers = m_queue.order();
    QStringList paths;
    for (const TransferNumber number : numbers) {
        if (const auto transfer = m_queue.find(number); transfer && !transfer->local_path.isEmpty())
            paths += transfer->local_path;
    }
    LinkCopier::toClipboard(paths.join(u'\n'));
}

void TransferActs::perform(TransferNumber number, TransferAct act) {
    switch (act) {
    case TransferAct::StartNow:
        m_queue.startNow(number);
        break;
    case TransferAct::Pause:
        m_queue.pause(number);
        break;
    case TransferAct::Resume:
        m_queue.resume(number);
        break;
    case TransferAct::Retry:
        m_queue.retry(number);
        break;
    case TransferAct::Cancel:
    case TransferAct::Remove:
    case TransferAct::Clear:
        m_queue.cancel(number);
        break;
    }
    updateForSelection();
}

void TransferActs::updateForSelection() {
    Means means;
    for (const TransferNumber number : chosen()) {
        if (const auto transfer = m_queue.find(number))
            means.add(transfer->state);
    }
    const QString none = tr("Select a transfer first.");
    const auto why = [&](const QString& because) { return means.some ? because : none; };
    allow(m_actions.pause, means.pause, why(tr("Nothing that is selected can be paused.")));
    allow(m_actions.resume, means.resume, why(tr("Nothing that is selected is paused.")));
    allow(m_actions.start_now, means.start, why(tr("Nothing that is selected is waiting.")));
    allow(m_actions.retry, means.retry, why(tr("Nothing that is selected has failed.")));
    allow(m_actions.cancel_transfer, means.some, none);
    allow(m_actions.move_up, means.some, none);
    allow(m_actions.move_down, means.some, none);
    // One key for two acts, each time for the one that means something.
    const bool resumes = means.resume && !means.pause;
    const QKeySequence toggle(Qt::CTRL | Qt::Key_P);
    m_actions.pause->setShortcut(resumes ? QKeySequence() : toggle);
    m_actions.resume->setShortcut(resumes ? toggle : QKeySequence());
    const QKeySequence again(Qt::CTRL | Qt::Key_R);
    const QKeySequence reload(Qt::Key_F5);
    m_actions.retry->setShortcut(means.retry ? again : QKeySequence());
    m_actions.reload->setShortcuts(means.retry ? QList{reload} : QList{reload, again});
}

void TransferActs::updateForAll() {
    Means means;
    for (const TransferNumber number : m_queue.order()) {
        if (means.pause)
            break; // something can be paused: that is what is offered
        if (const auto transfer = m_queue.find(number))
            means.add(transfer->state);
    }
    const TransfersModel::Summary summary = m_model.summary();
    const bool resumes = means.resume && !means.pause;
    allow(m_actions.pause_all, means.pause, tr("Nothing is being sent."));
    allow(m_actions.resume_all, means.pause || means.resume, tr("Nothing is paused."));
    allow(m_actions.retry_failed, summary.failed > 0, tr("Nothing has failed."));
    allow(m_actions.clear_done, summary.done > 0, tr("Nothing is done yet."));
    allow(m_actions.copy_paths, m_model.rowCount() > 0, tr("There are no transfers."));
    const QKeySequence toggle(Qt::CTRL | Qt::SHIFT | Qt::Key_P);
    m_actions.pause_all->setShortcut(resumes ? QKeySequence() : toggle);
    m_actions.resume_all->setShortcut(resumes ? toggle : QKeySequence());
    if (resumes != m_offers_resume_all) {
        m_offers_resume_all = resumes;
        Q_EMIT offersChanged();
    }
}

} // namespace dropseal::app
