// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/certificate_panel.h"

#include "app/widgets/buttons.h"
#include "app/widgets/form_field.h"
#include "app/widgets/metrics.h"
#include "app/widgets/text_label.h"

#include <QtWidgets/QLineEdit>
#include <QtWidgets/QVBoxLayout>

namespace dropseal::app {

namespace {
constexpr int Groups = 8;
constexpr int LastCharacters = 4;
} // namespace

QString fingerprintInGroups(const QString& fingerprint) {
    const qsizetype length = std::max<qsizetype>(1, (fingerprint.size() + Groups - 1) / Groups);
    QString groups;
    for (qsizetype at = 0; at < fingerprint.size(); at += length) {
        if (at > 0)
            groups += at == length * Groups / 2 ? u'\n' : u' ';
        groups += fingerprint.mid(at, length);
    }
    return groups;
}

CertificatePanel::CertificatePanel(QWidget* parent)
    : QWidget(parent)
    , m_sentence(new TextLabel(QString()))
    , m_groups(new TextLabel(QString(), TextRole::Mono))
    , m_last(new QLineEdit)
    , m_last_field(new FormField(tr("Last four characters of the fingerprint"), m_last))
    , m_trust(makeButton(tr("Trust this server"), ButtonRole::Primary))
    , m_back(makeButton(tr("Go back"), ButtonRole::Raised)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::units(3.5));
    m_sentence->setWrapping(true);
    m_groups->setWrapping(true);
    m_groups->setValueName(tr("Fingerprint"));
    m_groups->setLayoutDirection(Qt::LeftToRight); // a hash reads the same way everywhere
    m_groups->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_last->setMaxLength(LastCharacters);
    for (QPushButton* button : {m_trust, m_back})
        button->setMinimumHeight(metrics::units(9));
    column->addWidget(m_sentence);
    column->addWidget(m_groups);
    column->addWidget(m_last_field);
    column->addSpacing(metrics::units(1.5));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(metrics::space(2));
    buttons->addWidget(m_trust, 1);
    buttons->addWidget(m_back);
    column->addLayout(buttons);
    connect(m_last, &QLineEdit::textChanged, this, &CertificatePanel::refresh);
    connect(m_trust, &QPushButton::clicked, this, &CertificatePanel::submit);
    connect(m_back, &QPushButton::clicked, this, &CertificatePanel::refused);
}

void CertificatePanel::ask(const ApiError& fault, const QString& sentence) {
    m_changed = fault.kind == ApiError::Kind::CertificateChanged;
    m_fingerprint = fault.fingerprint;
    m_sentence->setText(sentence);
    m_groups->setText(fingerprintInGroups(m_fingerprint));
    m_last->clear();
    m_last_field->setVisible(m_changed);
    setButtonRole(m_trust, m_changed ? ButtonRole::FilledDanger : ButtonRole::Primary);
    refresh();
    setVisible(true);
}

bool CertificatePanel::mayTrust() const {
    return !m_fingerprint.isEmpty() &&
           (!m_changed || m_last->text().trimmed().toLower() == m_fingerprint.right(LastCharacters));
}

void CertificatePanel::refresh() {
    setEnabledOrWhy(m_trust, mayTrust(), tr("Type the last four characters of the fingerprint first."));
}

void CertificatePanel::focusFirst() {
    QWidget* first = m_changed ? static_cast<QWidget*>(m_last) : m_back;
    first->setFocus(Qt::OtherFocusReason);
}

void CertificatePanel::submit() {
    if (mayTrust())
        Q_EMIT trusted(m_fingerprint);
}

} // namespace dropseal::app
