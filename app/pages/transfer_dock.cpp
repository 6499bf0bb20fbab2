// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/transfer_dock.h"

#include "app/pages/actions.h"
#include "app/pages/page_context.h"
#include "app/pages/transfer_acts.h"
#include "app/pages/transfer_view.h"
#include "app/session/app_settings.h"
#include "app/widgets/bar.h"
#include "app/widgets/buttons.h"
#include "app/widgets/icons.h"
#include "app/widgets/metrics.h"
#include "app/widgets/text_label.h"

#include <QtCore/QEvent>
#include <QtGui/QAction>
#include <QtWidgets/QSplitter>
#include <QtWidgets/QStyleOptionToolButton>
#include <QtWidgets/QVBoxLayout>

namespace dropseal::app {

namespace {

const QString HeightKey = QStringLiteral("dock-height");
const QString OpenKey = QStringLiteral("dock-open");
constexpr int FirstRows = 4;

/// A check box to readers; to the eye, a chevron that points where the dock goes.
class FoldButton final : public QToolButton {
protected:
    void initStyleOption(QStyleOptionToolButton* option) const override {
        QToolButton::initStyleOption(option);
        option->state.setFlag(QStyle::State_On, false);
    }
};

QToolButton* makeFoldButton(const QString& name) {
    auto* button = new FoldButton;
    button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    button->setAccessibleName(name);
    button->setToolTip(name);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

/// A button with an icon only, for an action; named without dots.
QToolButton* makeActionIcon(QAction* action, const QString& icon_name, const QString& name) {
    QToolButton* button = makeIconButton(icon_name, name);
    button->setProperty("small", true);
    const auto follow = [button, action] { button->setEnabled(action->isEnabled()); };
    follow();
    QObject::connect(action, &QAction::changed, button, follow);
    QObject::connect(button, &QToolButton::clicked, action, &QAction::trigger);
    return button;
}

} // namespace

TransferDock::TransferDock(PageContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_fold(makeFoldButton(tr("Show transfers")))
    , m_summary(new TextLabel(QString(), TextRole::Body, ColorRole::TextMuted))
    , m_view(new TransferView(context))
    , m_head(makeHead()) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_head);
    column->addWidget(m_view, 1);
    connect(&context.transfers, &TransfersModel::summaryChanged, this, &TransferDock::updateHead);
    connect(&context.transfer_acts, &TransferActs::offersChanged, this, &TransferDock::updateHead);
    connect(m_view, &TransferView::chosenChanged, this, &TransferDock::updateChosenActs);
    m_look.setSingleShot(true);
    m_look.setInterval(metrics::QuickMs);
    connect(&m_look, &QTimer::timeout, m_view, &TransferView::showUnfinished);
    connect(&context.queue, &TransferQueue::added, &m_look, qOverload<>(&QTimer::start));
    connect(&context.queue, &TransferQueue::sealed, &m_look, qOverload<>(&QTimer::start));
    connect(&context.queue, &TransferQueue::failed, &m_look, qOverload<>(&QTimer::start));
    hide();
    updateHead();
    updateChosenActs();
}

Bar* TransferDock::makeHead() {
    const Actions& actions = m_context.actions;
    auto* head = new Bar(Bar::Kind::DockHead);
    m_fold->setProperty("small", true);
    m_fold->setCheckable(true);
    m_fold->setChecked(m_context.settings.windowState(OpenKey) != "0");
    connect(m_fold, &QToolButton::toggled, this, &TransferDock::setOpen);
    head->row()->addWidget(m_fold);
    head->row()->addWidget(new TextLabel(tr("Transfers"), TextRole::Strong));
    head->row()->addWidget(m_summary);
    head->row()->addStretch(1);

    m_chosen_acts = new QWidget;
    auto* acts = new QHBoxLayout(m_chosen_acts);
    acts->setContentsMargins(0, 0, 0, 0);
    acts->setSpacing(metrics::space(1));
    acts->addWidget(makeActionIcon(actions.pause, QStringLiteral("pause"), tr("Pause")));
    acts->addWidget(makeActionIcon(actions.resume, QStringLiteral("play"), tr("Resume")));
    acts->addWidget(makeActionIcon(actions.retry, QStringLiteral("rotate-ccw"), tr("Retry")));
    acts->addWidget(makeActionIcon(actions.copy_paths, QStringLiteral("copy"), tr("Copy paths")));
    acts->addWidget(makeActionIcon(actions.cancel_transfer, QStringLiteral("x"), tr("Cancel transfer")));
    head->row()->addWidget(m_chosen_acts);

    head->row()->addWidget(makeActionButton(actions.retry_failed, tr("Retry failed"), ButtonRole::Link));
    head->row()->addWidget(makeActionButton(actions.clear_done, tr("Clear done"), ButtonRole::Flat));
    m_pause_all =
        makeActionButton(actions.pause_all, tr("Pause all"), ButtonRole::Flat, QStringLiteral("pause"));
    m_resume_all =
        makeActionButton(actions.resume_all, tr("Resume all"), ButtonRole::Flat, QStringLiteral("play"));
    head->row()->addWidget(m_pause_all);
    head->row()->addWidget(m_resume_all);
    return head;
}

void TransferDock::liveIn(QSplitter* splitter) {
    m_splitter = splitter;
    connect(splitter, &QSplitter::splitterMoved, this, &TransferDock::keepHeight);
    splitter->installEventFilter(this);
    setOpen(m_fold->isChecked());
}

bool TransferDock::isOpen() const {
    return m_fold->isChecked();
}

void TransferDock::setOpen(bool open) {
    m_fold->setIcon(icon(open ? QStringLiteral("chevron-down") : QStringLiteral("chevron-up")));
    m_view->setVisible(open);
    setMinimumHeight(open ? metrics::dockHead() + metrics::rowTwoLine() : metrics::dockHead());
    setMaximumHeight(open ? QWIDGETSIZE_MAX : metrics::dockHead());
    m_context.settings.setWindowState(OpenKey, open ? "1" : "0");
    applyHeight();
}

/// The height that was chosen, or whole rows, of which there are at first as many as have room.
void TransferDock::applyHeight() {
    if (!m_splitter || !isOpen())
        return;
    const int all = m_splitter->height();
    const int most = qMax(all * 3 / 5, minimumHeight());
    const int rows = qBound(1, (most - metrics::dockHead()) / metrics::rowTwoLine(), FirstRows);
    const int kept = m_context.settings.windowState(HeightKey).toInt();
    const int first = metrics::dockHead() + rows * metrics::rowTwoLine();
    const int height = kept > metrics::dockHead() ? qMin(kept, most) : first;
    m_splitter->setSizes({qMax(all - height, 1), height});
}

/// The dock keeps its height and the list gets the rest, also when all this was not shown meanwhile.
bool TransferDock::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_splitter && event->type() == QEvent::Resize)
        QTimer::singleShot(0, this, &TransferDock::applyHeight); // when the splitter has its new size
    return QWidget::eventFilter(watched, event);
}

void TransferDock::keepHeight() {
    if (isOpen() && isVisible())
        m_context.settings.setWindowState(HeightKey, QByteArray::number(height()));
}

void TransferDock::updateHead() {
    const TransfersModel::Summary summary = m_context.transfers.summary();
    m_summary->setText(m_context.transfers.summaryText());
    const bool resumes = m_context.transfer_acts.offersResumeAll();
    m_pause_all->setVisible(!resumes);
    m_resume_all->setVisible(resumes);
    const bool wanted = summary.unfinished > 0 || summary.failed > 0;
    if (wanted == !isHidden())
        return;
    if (!wanted)
        Q_EMIT goesAway();
    setVisible(wanted);
    if (wanted)
        applyHeight();
}

void TransferDock::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_look.start();
}

void TransferDock::updateChosenActs() {
    m_chosen_acts->setVisible(m_view->isVisible() && !m_view->chosen().empty());
}

} // namespace dropseal::app
