// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/form_field.h"

#include "app/widgets/buttons.h"
#include "app/widgets/icon_view.h"
#include "app/widgets/metrics.h"
#include "app/widgets/password_field.h"
#include "app/widgets/text_label.h"

#include <QtCore/QEvent>
#include <QtGui/QFocusEvent>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QVBoxLayout>

namespace dropseal::app {

namespace {

/// Icon and sentence in red; returns the label.
TextLabel* addErrorTo(QWidget* row) {
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::units(1.5));
    auto* label = new TextLabel(QString(), TextRole::Small, ColorRole::Danger);
    label->setWrapping(true);
    label->setValueName(FormField::tr("Error"));
    layout->addWidget(new IconView(QStringLiteral("circle-alert"), metrics::SmallIcon, ColorRole::Danger), 0,
                      Qt::AlignTop);
    layout->addWidget(label, 1);
    row->hide();
    return label;
}

} // namespace

FormField::FormField(const QString& label, QWidget* input, QWidget* parent)
    : QWidget(parent)
    , m_input(input)
    , m_label(new TextLabel(label, TextRole::Label))
    , m_help(new TextLabel(QString(), TextRole::Small, ColorRole::TextMuted))
    , m_error_row(new QWidget)
    , m_error(addErrorTo(m_error_row))
    , m_head(new QHBoxLayout) {
    const int gap = metrics::units(1.25);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(gap);
    m_head->setContentsMargins(0, 0, 0, 0);
    m_head->addWidget(m_label, 1);
    column->addLayout(m_head);
    column->addWidget(input);
    column->addWidget(m_error_row);
    column->addWidget(m_help);
    m_help->setWrapping(true);
    m_help->hide();
    input->setAccessibleName(QString(label).remove(QLatin1Char('&')));
    input->installEventFilter(this);
    if (QLineEdit* line = lineEdit()) {
        connect(line, &QLineEdit::textEdited, this, [this] { setError({}); });
    }
    if (auto* password = qobject_cast<PasswordField*>(input)) {
        auto* caps = new TextLabel(tr("Caps Lock is on."), TextRole::Small, ColorRole::Warning);
        caps->hide();
        column->addWidget(caps);
        connect(password, &PasswordField::capsLockChanged, caps, &QWidget::setVisible);
    }
}

QLineEdit* FormField::lineEdit() const {
    return qobject_cast<QLineEdit*>(m_input);
}

void FormField::setHelp(const QString& text) {
    m_help->setText(text);
    m_help->setVisible(!text.isEmpty() && error().isEmpty());
    if (error().isEmpty()) {
        m_input->setAccessibleDescription(text);
    }
}

void FormField::setError(const QString& sentence) {
    if (sentence == error()) {
        return;
    }
    m_error->setText(sentence);
    m_error_row->setVisible(!sentence.isEmpty());
    m_help->setVisible(sentence.isEmpty() && !m_help->text().isEmpty());
    m_input->setAccessibleDescription(sentence.isEmpty() ? m_help->text() : sentence);
    m_input->setProperty("invalid", !sentence.isEmpty());
    m_input->update();
}

QString FormField::error() const {
    return m_error->text();
}

void FormField::addBesideLabel(QWidget* widget) {
    if (auto* button = qobject_cast<QPushButton*>(widget)) {
        setFlush(button);
    }
    m_head->addWidget(widget);
}

void FormField::setCheck(std::function<QString(const QString&)> check) {
    m_check = std::move(check);
}

bool FormField::check() {
    if (m_check) {
        setError(m_check(text()));
    }
    return error().isEmpty();
}

QString FormField::text() const {
    const QLineEdit* line = lineEdit();
    return line ? line->text() : QString();
}

void FormField::focusInput() {
    m_input->setFocus(Qt::OtherFocusReason);
}

bool FormField::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_input && event->type() == QEvent::FocusOut && !text().isEmpty()) {
        const auto reason = static_cast<QFocusEvent*>(event)->reason();
        if (reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason ||
            reason == Qt::MouseFocusReason) {
            check();
        }
    }
    return QWidget::eventFilter(watched, event);
}

FormError::FormError(QWidget* parent) : QWidget(parent), m_text(addErrorTo(this)) {
}

void FormError::setText(const QString& sentence) {
    m_text->setText(sentence);
    setVisible(!sentence.isEmpty());
}

QString FormError::text() const {
    return m_text->text();
}

} // namespace dropseal::app
