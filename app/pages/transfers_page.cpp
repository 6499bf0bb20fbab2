// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/transfers_page.h"

#include "app/pages/actions.h"
#include "app/pages/intake.h"
#include "app/pages/transfer_acts.h"
#include "app/pages/transfer_view.h"
#include "app/session/app_settings.h"
#include "app/widgets/action_row.h"
#include "app/widgets/buttons.h"
#include "app/widgets/choice_box.h"
#include "app/widgets/drop_zone.h"
#include "app/widgets/empty_state.h"
#include "app/widgets/metrics.h"
#include "app/widgets/page_header.h"
#include "app/widgets/text_label.h"

#include <QtCore/QMimeData>
#include <QtGui/QAction>
#include <QtWidgets/QApplication>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QVBoxLayout>

namespace dropseal::app {

TransfersPage::TransfersPage(PageContext& context, QWidget* parent)
    : Page(parent)
    , m_context(context)
    , m_stack(new QStackedWidget)
    , m_view(new TransferView(context))
    , m_empty(new EmptyState(EmptyState::Kind::TextOnly)) {
    makeHeader();
    makeActionRow();
    makeFooter();
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_empty);
    m_empty->setAutoFillBackground(true); // as the list, whose place it takes
    m_empty->setBackgroundRole(QPalette::Base);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_acts);
    column->addWidget(m_stack, 1);
    column->addWidget(m_footer);
    auto* cover = new DropCover(this);
    cover->setEnabledFor(&Intake::takes);
    connect(cover, &DropCover::dropped, this,
            [this](const QMimeData* mime) { m_context.intake.take(*mime); });
    connect(m_view, &TransferView::chosenChanged, this, &TransfersPage::updateChosen);
    connect(m_view->model(), &QAbstractItemModel::rowsInserted, this, &TransfersPage::updateAll);
    connect(m_view->model(), &QAbstractItemModel::rowsRemoved, this, &TransfersPage::updateAll);
    connect(m_view->model(), &QAbstractItemModel::modelReset, this, &TransfersPage::updateAll);
    connect(&context.transfers, &TransfersModel::summaryChanged, this, &TransfersPage::updateAll);
    connect(&context.transfer_acts, &TransferActs::offersChanged, this, &TransfersPage::updateAll);
    connect(&context.settings, &AppSettings::changed, this, &TransfersPage::updateAll);
    updateAll();
    updateChosen();
}

QString TransfersPage::title() const {
    return tr("Transfers");
}

void TransfersPage::entered() {
    if (m_stack->currentWidget() == m_view)
        m_view->setFocus(Qt::OtherFocusReason);
    else
        m_filter->setFocus(Qt::OtherFocusReason);
}

QList<QWidget*> TransfersPage::areas() const {
    return {m_header, m_stack->currentWidget(), m_footer};
}

int TransfersPage::roomBelow() const {
    return m_footer->height();
}

void TransfersPage::setMenu(QMenu* menu) {
    QToolButton* button = m_header->addMenu(menu);
    QWidget::setTabOrder(m_resume_all, button);
}

void TransfersPage::makeHeader() {
    const Actions& actions = m_context.actions;
    m_header = new PageHeader(title());
    m_filter = new ChoiceBox(tr("Show transfers"));
    m_filter->addItems({tr("All"), tr("Active"), tr("Failed"), tr("Done")});
    connect(m_filter, &QComboBox::currentIndexChanged, this, &TransfersPage::setShow);
    m_header->addFilter(m_filter);
    m_header->addAct(makeActionButton(actions.retry_failed, tr("Retry failed"), ButtonRole::Link));
    m_header->addAct(makeActionButton(actions.clear_done, tr("Clear done"), ButtonRole::Flat));
    m_pause_all =
        makeActionButton(actions.pause_all, tr("Pause all"), ButtonRole::Raised, QStringLiteral("pause"));
    m_resume_all =
        makeActionButton(actions.resume_all, tr("Resume all"), ButtonRole::Raised, QStringLiteral("play"));
    m_header->addAct(m_pause_all);
    m_header->addAct(m_resume_all);
}

void TransfersPage::makeActionRow() {
    const Actions& actions = m_context.actions;
    m_acts = new ActionRow;
    m_acts->addAct(makeActionButton(actions.pause, tr("Pause"), ButtonRole::Flat, QStringLiteral("pause")));
    m_acts->addAct(makeActionButton(actions.resume, tr("Resume"), ButtonRole::Flat, QStringLiteral("play")));
    m_acts->addAct(
        makeActionButton(actions.retry, tr("Retry"), ButtonRole::Flat, QStringLiteral("rotate-ccw")));
    m_acts->addAct(
        makeActionButton(actions.copy_paths, tr("Copy paths"), ButtonRole::Flat, QStringLiteral("copy")));
    m_acts->addDestructiveAct(makeActionButton(actions.cancel_transfer, tr("Cancel transfer"),
                                               ButtonRole::Danger, QStringLiteral("x")));
}

void TransfersPage::makeFooter() {
    m_footer = new Bar(Bar::Kind::Footer);
    m_summary = new TextLabel(QString(), TextRole::Small, ColorRole::TextMuted);
    m_parallel = new TextLabel(QString(), TextRole::Small, ColorRole::TextMuted);
    QPushButton* change = makeFooterLink(tr("Change"));
    change->setAccessibleName(tr("Change transfer settings"));
    connect(change, &QPushButton::clicked, this,
            [this] { m_context.navigator.showSettings(QStringLiteral("transfers")); });
    m_footer->row()->addWidget(m_summary);
    m_footer->row()->addStretch(1);
    m_footer->row()->addWidget(m_parallel);
    m_footer->row()->addWidget(change);
}

void TransfersPage::setShow(int index) {
    using Show = TransfersFilter::Show;
    constexpr std::array Shows{Show::All, Show::Active, Show::Failed, Show::Done};
    m_view->setShow(Shows.at(static_cast<std::size_t>(qMax(0, index))));
    updateAll();
}

void TransfersPage::updateAll() {
    const QString nothing[] = {tr("There are no transfers."), tr("Nothing is being sent."),
                               tr("Nothing has failed."), tr("Nothing is done yet.")};
    m_empty->setTexts(nothing[qMax(0, m_filter->currentIndex())],
                      m_context.transfers.rowCount() == 0
                          ? tr("Files that you add stand here, with what becomes of them.")
                          : QString());
    const bool has_rows = m_view->model()->rowCount() > 0;
    const bool focus_goes = !has_rows && m_view->hasFocus();
    m_stack->setCurrentWidget(has_rows ? static_cast<QWidget*>(m_view) : m_empty);
    if (focus_goes)
        m_filter->setFocus(Qt::OtherFocusReason);
    const bool resumes = m_context.transfer_acts.offersResumeAll();
    m_pause_all->setVisible(!resumes);
    m_resume_all->setVisible(resumes);
    m_summary->setText(m_context.transfers.summaryText());
    const int parallel = m_context.settings.parallelTransfers();
    m_parallel->setText(parallel == 1 ? tr("1 at the same time")
                                      : tr("%1 at the same time").arg(QLocale().toString(parallel)));
}

void TransfersPage::updateChosen() {
    const std::size_t count = m_view->chosen().size();
    m_acts->setSummary(count == 0   ? tr("No transfer selected")
                       : count == 1 ? tr("1 transfer selected")
                                    : tr("%1 transfers selected").arg(QLocale().toString(count)));
}

} // namespace dropseal::app
