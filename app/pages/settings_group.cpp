// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/settings_group.h"

#include "app/pages/page_context.h"
#include "app/session/app_settings.h"
#include "app/widgets/metrics.h"
#include "app/widgets/text_label.h"

#include <QtWidgets/QAbstractSpinBox>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QFrame>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QVBoxLayout>

namespace dropseal::app {

namespace {

int labelWidth() {
    return metrics::units(51);
}

TextLabel* makeHelp(const QString& text) {
    auto* help = new TextLabel(text, TextRole::Small, ColorRole::TextMuted);
    help->setWrapping(true);
    return help;
}

} // namespace

SettingsGroup::SettingsGroup(const QString& key, const QString& name, const QString& icon_name)
    : m_key(key)
    , m_name(name)
    , m_icon_name(icon_name)
    , m_column(new QVBoxLayout(this))
    , m_title(new TextLabel(name, TextRole::Page)) {
    m_column->setContentsMargins(0, 0, 0, metrics::space(3));
    m_column->setSpacing(metrics::space(3));
    m_column->addWidget(m_title);
    m_title->hide();
}

void SettingsGroup::restoreDefaults(PageContext& context) {
    context.settings.restoreDefaults(m_key);
}

void SettingsGroup::addSection(const QString& heading) {
    auto* head = new QWidget;
    auto* column = new QVBoxLayout(head);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::space(4));
    if (!m_sections.empty()) {
        auto* line = new QFrame;
        line->setFrameShape(QFrame::HLine);
        column->addWidget(line);
    }
    column->addWidget(new TextLabel(heading, TextRole::Section));
    m_column->addWidget(head);
    m_sections.push_back({head});
}

void SettingsGroup::addRow(const QString& label, QWidget* control, const QString& help,
                           const QString& after) {
    auto* row = new QWidget;
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(metrics::space(3));
    auto* name = new TextLabel(label);
    name->setFixedWidth(labelWidth());
    name->setWrapping(true);
    name->setAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    name->setMinimumHeight(metrics::controlHeight());
    line->addWidget(name, 0, Qt::AlignTop);
    if (qobject_cast<QComboBox*>(control) || qobject_cast<QAbstractSpinBox*>(control))
        control->setMinimumWidth(metrics::units(40));
    auto* right = new QVBoxLayout;
    right->setSpacing(metrics::space(1));
    auto* beside = new QHBoxLayout;
    beside->setSpacing(metrics::units(2.5));
    beside->addWidget(control);
    if (!after.isEmpty())
        beside->addWidget(new TextLabel(after));
    beside->addStretch(1);
    right->addLayout(beside);
    if (!help.isEmpty())
        right->addWidget(makeHelp(help));
    line->addLayout(right, 1);
    m_column->addWidget(row);
    m_rows.push_back(
        {row, label + u' ' + help + u' ' + after + u' ' + control->accessibleName(), m_sections.size()});
}

QCheckBox* SettingsGroup::addCheck(const QString& label, const QString& text, const QString& help) {
    auto* check = new QCheckBox(text);
    check->setAccessibleName(text);
    check->setMinimumHeight(metrics::controlHeight());
    addRow(label, check, help);
    return check;
}

void SettingsGroup::addWide(const QString& label, QWidget* content, const QString& words) {
    auto* row = new QWidget;
    auto* column = new QVBoxLayout(row);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::space(2));
    if (!label.isEmpty())
        column->addWidget(new TextLabel(label));
    column->addWidget(content);
    m_column->addWidget(row);
    m_rows.push_back({row, label + u' ' + words, m_sections.size()});
}

bool SettingsGroup::filter(const QString& text) {
    const bool all = text.isEmpty() || m_name.contains(text, Qt::CaseInsensitive);
    std::vector<bool> has_rows(m_sections.size() + 1, false);
    bool any = false;
    for (const Row& row : m_rows) {
        const bool shown = all || row.words.contains(text, Qt::CaseInsensitive);
        row.widget->setVisible(shown);
        has_rows.at(row.section) = has_rows.at(row.section) || shown;
        any = any || shown;
    }
    for (std::size_t at = 0; at < m_sections.size(); ++at)
        m_sections.at(at).head->setVisible(has_rows.at(at + 1));
    m_title->setVisible(!text.isEmpty() && any);
    return any;
}

} // namespace dropseal::app
