// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/form_page.h"

#include "app/widgets/banner.h"
#include "app/widgets/buttons.h"
#include "app/widgets/form_field.h"
#include "app/widgets/metrics.h"
#include "app/widgets/seal_mark.h"
#include "app/widgets/text_label.h"

#include <QtGui/QKeyEvent>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QVBoxLayout>

namespace dropseal::app {

namespace {

constexpr std::chrono::milliseconds Tick{200};

QVBoxLayout* tightColumn(QWidget* widget) {
    auto* column = new QVBoxLayout(widget);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    return column;
}

/// Scrolls only where a small window or a large font leaves no other way.
QScrollArea* scrolling(QWidget* content) {
    auto* area = new QScrollArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setFocusPolicy(Qt::NoFocus);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(content);
    return area;
}

} // namespace

FormPage::FormPage(const QString& heading, QWidget* parent)
    : Page(parent)
    , m_banner(new Banner)
    , m_form(new QWidget)
    , m_body(new QWidget)
    , m_column(tightColumn(m_body))
    , m_heading(new TextLabel(heading, TextRole::Hero))
    , m_sentence(new TextLabel(QString(), TextRole::Body, ColorRole::TextMuted))
    , m_error(new FormError(m_form)) {
    m_form->setFixedWidth(metrics::formWidth());
    m_heading->setWrapping(true);
    m_sentence->setWrapping(true);
    m_sentence->hide();
    auto* words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(m_heading);
    words->addWidget(m_sentence);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(0, 0, 0, metrics::space(5));
    head->setSpacing(metrics::units(3.5));
    head->addWidget(new SealView(SealView::Kind::Mark, metrics::headingSeal()), 0, Qt::AlignTop);
    head->addLayout(words, 1);
    QVBoxLayout* parts = tightColumn(m_form);
    parts->addLayout(head);
    parts->addWidget(m_body);

    auto* middle = new QWidget;
    QVBoxLayout* room = tightColumn(middle);
    room->setContentsMargins(metrics::pageMargin(), metrics::space(3), metrics::pageMargin(),
                             metrics::space(3));
    auto* centred = new QHBoxLayout; // not by an alignment: then its height were asked for at another width
    centred->addStretch(1);
    centred->addWidget(m_form);
    centred->addStretch(1);
    room->addStretch(1);
    room->addLayout(centred);
    room->addStretch(1);
    QVBoxLayout* page = tightColumn(this);
    page->addWidget(m_banner);
    m_scroll = scrolling(middle);
    page->addWidget(m_scroll, 1);
    m_wait_tick.setInterval(Tick);
    connect(&m_wait_tick, &QTimer::timeout, this, &FormPage::tick);
}

void FormPage::setHeading(const QString& heading) {
    m_heading->setText(heading);
}

void FormPage::setSentence(const QString& sentence) {
    m_sentence->setText(sentence);
    m_sentence->setVisible(!sentence.isEmpty());
}

QString FormPage::sentence() const {
    return m_sentence->text();
}

FormField* FormPage::addField(const QString& label, QLineEdit* input, const QStringList& wire_names,
                              std::function<QString(const QString&)> check) {
    auto* field = new FormField(label, input);
    field->setCheck(std::move(check));
    connect(input, &QLineEdit::textEdited, this, [this, field] {
        field->setToolTip(QString());
        edited();
    });
    addRow(field, m_rows.empty() ? 0 : 3.5);
    m_rows.push_back({field, input, wire_names});
    return field;
}

void FormPage::addRow(QWidget* row, double units_above) {
    m_column->addSpacing(metrics::units(units_above));
    m_column->addWidget(row);
}

void FormPage::addInstead(QWidget* other) {
    m_form->layout()->addWidget(other);
    other->hide();
}

QPushButton* FormPage::addButtons(const QString& primary, const QString& while_working) {
    m_primary_text = primary;
    m_working_text = while_working;
    m_primary = makeButton(primary, ButtonRole::Primary);
    m_cancel = makeButton(tr("Cancel"), ButtonRole::Raised);
    for (QPushButton* button : {m_primary, m_cancel})
        button->setMinimumHeight(metrics::units(9));
    m_cancel->hide();
    m_error->layout()->setContentsMargins(0, metrics::units(3.5), 0, 0);
    m_column->addWidget(m_error);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(0, metrics::units(5), 0, 0);
    row->setSpacing(metrics::space(2));
    row->addWidget(m_primary, 1);
    row->addWidget(m_cancel);
    m_column->addLayout(row);
    connect(m_primary, &QPushButton::clicked, this, &FormPage::trySubmit);
    connect(m_cancel, &QPushButton::clicked, this, [this] { cancel(); });
    return m_primary;
}

QPushButton* FormPage::addLine(const QString& question, const QString& link) {
    auto* line = new QWidget;
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::units(1));
    QPushButton* button = makeButton(link, ButtonRole::Link);
    setFlush(button);
    row->addStretch(1);
    if (!question.isEmpty())
        row->addWidget(new TextLabel(question, TextRole::Body, ColorRole::TextMuted));
    row->addWidget(button);
    row->addStretch(1);
    addRow(line, 3);
    return button;
}

Bar* FormPage::footer() {
    if (m_footer == nullptr) {
        m_footer = new Bar(Bar::Kind::Footer);
        layout()->addWidget(m_footer);
    }
    return m_footer;
}

void FormPage::entered() {
    focusFirstEmpty();
}

QList<QWidget*> FormPage::areas() const {
    QList<QWidget*> list;
    for (QWidget* area : {static_cast<QWidget*>(m_banner), m_form, static_cast<QWidget*>(m_footer)}) {
        if (area != nullptr && area->isVisible())
            list.append(area);
    }
    return list;
}

int FormPage::roomBelow() const {
    return m_footer == nullptr ? 0 : m_footer->height();
}

void FormPage::focusFirstEmpty() {
    QLineEdit* target = nullptr;
    for (const Row& row : m_rows) {
        if (!row.input->isVisibleTo(this))
            continue;
        target = row.input;
        if (row.input->text().isEmpty())
            break;
    }
    if (target != nullptr)
        target->setFocus(Qt::OtherFocusReason);
    else if (m_primary != nullptr && m_primary->isVisibleTo(this))
        m_primary->setFocus(Qt::OtherFocusReason);
}

void FormPage::setWorking(bool working) {
    if (m_working == working || m_primary == nullptr)
        return;
    m_working = working;
    const bool button_had_focus = m_primary->hasFocus() || m_cancel->hasFocus();
    for (const Row& row : m_rows)
        row.input->setReadOnly(working); // not disabled: the focus stays where it is
    m_cancel->setVisible(working);
    updateButton();
    if (!button_had_focus)
        return;
    if (working)
        m_cancel->setFocus(Qt::OtherFocusReason);
    else
        focusFirstEmpty();
}

void FormPage::updateButton() {
    if (m_primary == nullptr)
        return;
    m_primary->setText(m_working ? m_working_text : m_primary_text);
    m_primary->setEnabled(!m_working && !isWaiting());
}

void FormPage::trySubmit() {
    if (m_working || isWaiting() || m_primary == nullptr || !m_primary->isVisibleTo(this))
        return;
    clearErrors();
    FormField* first_wrong = nullptr;
    for (const Row& row : m_rows) {
        if (row.field->isVisibleTo(this) && !row.field->check() && first_wrong == nullptr)
            first_wrong = row.field;
    }
    if (first_wrong != nullptr)
        first_wrong->focusInput();
    else
        submit();
}

FormField* FormPage::fieldOf(ErrorCode) const {
    return nullptr;
}

void FormPage::clearErrors() {
    if (isWaiting())
        return;
    m_error->setText({});
    m_error->setToolTip(QString());
    for (const Row& row : m_rows) {
        row.field->setError({});
        row.field->setToolTip(QString());
    }
    m_refused.clear();
}

void FormPage::edited() {
    if (m_refused != nullptr) {
        m_refused->setError({});
        m_refused.clear();
    }
    if (!isWaiting())
        m_error->setText({});
}

void FormPage::showError(const ApiError& error, const ErrorContext& context) {
    if (error.kind == ApiError::Kind::Cancelled)
        return;
    clearErrors();
    if (!error.problem.extras.fields.empty()) {
        showFieldErrors(error);
        return;
    }
    const ErrorWords words = errorWords(error, context);
    const bool is_of_request = error.kind == ApiError::Kind::Server;
    m_refused = is_of_request ? fieldOf(error.problem.code) : nullptr;
    if (m_refused != nullptr) {
        m_refused->setError(words.text);
        m_refused->setToolTip(words.details.toHtmlEscaped());
        m_refused->focusInput();
        if (auto* input = qobject_cast<QLineEdit*>(m_refused->input()))
            input->selectAll();
        return;
    }
    m_error->setText(words.text);
    m_error->setToolTip(words.details.toHtmlEscaped());
    if (is_of_request && error.problem.extras.retry_after)
        startWaiting(error, context);
}

void FormPage::showFieldErrors(const ApiError& error) {
    const ErrorWords words = errorWords(error, {});
    FormField* first = nullptr;
    QStringList rest;
    for (const FieldError& wrong : error.problem.extras.fields) {
        const QString name = QString::fromStdString(wrong.field);
        const auto row = std::find_if(m_rows.begin(), m_rows.end(),
                                      [&name](const Row& known) { return known.wire_names.contains(name); });
        if (row == m_rows.end()) {
            rest += fieldWords(wrong);
            continue;
        }
        row->field->setError(fieldWords(wrong));
        row->field->setToolTip(words.details.toHtmlEscaped());
        first = first == nullptr ? row->field : first;
    }
    m_error->setText(rest.join(QLatin1Char(' ')));
    m_error->setToolTip(words.details.toHtmlEscaped());
    if (first != nullptr)
        first->focusInput();
}

void FormPage::startWaiting(const ApiError& error, const ErrorContext& context) {
    m_wait_error = error;
    m_wait_context = context;
    m_wait_over = QDeadlineTimer(std::chrono::milliseconds(*error.problem.extras.retry_after));
    m_wait_tick.start();
    updateButton();
}

void FormPage::tick() {
    const auto left = std::chrono::ceil<std::chrono::seconds>(m_wait_over.remainingTimeAsDuration());
    if (left.count() <= 0) {
        m_wait_tick.stop();
        m_error->setText({});
        updateButton();
        return;
    }
    m_wait_error.problem.extras.retry_after = left;
    m_error->setText(errorWords(m_wait_error, m_wait_context).text);
}

void FormPage::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        if (m_working)
            cancel();
        else
            leave();
        return;
    }
    if (event->key() != Qt::Key_Return && event->key() != Qt::Key_Enter) {
        Page::keyPressEvent(event);
        return;
    }
    // A button under the focus means itself; anything else means the form.
    auto* button = qobject_cast<QPushButton*>(focusWidget());
    if (button != nullptr && button->hasFocus())
        button->click();
    else
        trySubmit();
}

} // namespace dropseal::app
