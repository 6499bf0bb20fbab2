// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/settings_page.h"

#include "app/pages/settings_group.h"
#include "app/session/app_settings.h"
#include "app/widgets/bar.h"
#include "app/widgets/buttons.h"
#include "app/widgets/empty_state.h"
#include "app/widgets/metrics.h"
#include "app/widgets/page_header.h"
#include "app/widgets/sidebar.h"
#include "app/widgets/text_label.h"
#include "app/words/display_text.h"

#include <QtGui/QKeyEvent>
#include <QtWidgets/QFrame>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

namespace dropseal::app {

namespace {

int contentWidth() {
    return metrics::units(150);
}

} // namespace

SettingsPage::SettingsPage(PageContext& context, QWidget* parent)
    : Page(parent)
    , m_context(context)
    , m_header(new PageHeader(tr("Settings")))
    , m_search(m_header->addSearch(tr("Search settings"))) {
    m_groups = {makeLinkSettings(context),         makeTransferSettings(context),
                makeNotificationSettings(context), makeAppearanceSettings(context),
                makeServersSettings(context),      makeServerSettings(context)};
    QWidget* body = makeBody();
    makeFooter();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(body, 1);
    column->addWidget(m_footer);
    connect(m_search, &QLineEdit::textChanged, this, &SettingsPage::search);
    connect(&context.settings, &AppSettings::changed, this, [this] {
        for (SettingsGroup* group : m_groups)
            group->load();
    });
    showGroup(m_groups.front()->key());
}

QString SettingsPage::title() const {
    return tr("Settings");
}

void SettingsPage::entered() {
    for (SettingsGroup* group : m_groups)
        group->load();
    m_places->setFocus(Qt::OtherFocusReason);
}

bool SettingsPage::find() {
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
    return true;
}

QList<QWidget*> SettingsPage::areas() const {
    return {m_header, m_places, m_scroll, m_footer};
}

int SettingsPage::roomBelow() const {
    return m_footer->height();
}

void SettingsPage::setMenu(QMenu* menu) {
    QToolButton* button = m_header->addMenu(menu);
    QWidget::setTabOrder(m_search, button);
}

QWidget* SettingsPage::makeBody() {
    m_places = new PlaceList(tr("Settings groups"));
    std::vector<PlaceList::Place> places;
    for (const SettingsGroup* group : m_groups)
        places.push_back({group->key(), group->name(), group->iconName(), {}});
    m_places->setPlaces(places);
    connect(m_places, &PlaceList::chosen, this, [this] {
        m_search->clear();
        showChosen();
    });
    auto* content = new QWidget;
    content->setMaximumWidth(contentWidth());
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics::space(4));
    for (SettingsGroup* group : m_groups)
        column->addWidget(group);
    m_nothing_found = new EmptyState(EmptyState::Kind::TextOnly);
    QPushButton* clear = makeButton(tr("Clear search"), ButtonRole::Raised);
    m_nothing_found->addButton(clear);
    connect(clear, &QPushButton::clicked, this, [this] {
        m_search->clear();
        m_search->setFocus(Qt::OtherFocusReason);
    });
    m_nothing_found->hide();
    column->addWidget(m_nothing_found);
    column->addStretch(1);
    auto* room = new QWidget;
    auto* row = new QHBoxLayout(room);
    row->setContentsMargins(metrics::units(7), metrics::space(4), metrics::units(7), metrics::space(4));
    row->addWidget(content, 100);
    row->addStretch(1);
    m_scroll = new QScrollArea;
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setWidget(room);
    auto* body = new QWidget;
    body->setAutoFillBackground(true);
    body->setBackgroundRole(QPalette::Base);
    room->setBackgroundRole(QPalette::Base);
    auto* parts = new QHBoxLayout(body);
    parts->setContentsMargins(0, 0, 0, 0);
    parts->setSpacing(0);
    auto* side = new QWidget;
    side->setFixedWidth(metrics::units(57)); // the longest name in bold, and its room
    auto* side_room = new QVBoxLayout(side);
    side_room->setContentsMargins(metrics::space(2), metrics::space(3), metrics::space(2), 0);
    side_room->addWidget(m_places);
    parts->addWidget(side);
    auto* line = new QFrame;
    line->setFrameShape(QFrame::VLine);
    parts->addWidget(line);
    parts->addWidget(m_scroll, 1);
    return body;
}

void SettingsPage::makeFooter() {
    m_footer = new Bar(Bar::Kind::Footer);
    m_footer->row()->addWidget(
        new TextLabel(tr("Changes apply at once."), TextRole::Small, ColorRole::TextMuted));
    m_footer->row()->addStretch(1);
    m_restore = makeFooterLink(tr("Restore defaults"));
    m_restore->setAccessibleName(tr("Restore defaults"));
    connect(m_restore, &QPushButton::clicked, this, [this] {
        if (SettingsGroup* group = chosenGroup())
            group->restoreDefaults(m_context);
    });
    m_footer->row()->addWidget(m_restore);
}

SettingsGroup* SettingsPage::chosenGroup() const {
    const auto found = std::ranges::find(m_groups, m_places->chosenKey(), &SettingsGroup::key);
    return found == m_groups.end() ? nullptr : *found;
}

void SettingsPage::showGroup(const QString& key) {
    if (std::ranges::find(m_groups, key, &SettingsGroup::key) == m_groups.end())
        return;
    m_places->choose(key);
    m_search->clear();
    showChosen();
}

void SettingsPage::search(const QString& text) {
    if (text.trimmed().isEmpty())
        showChosen();
    else
        showResults(text.trimmed());
}

void SettingsPage::showChosen() {
    const SettingsGroup* chosen = chosenGroup();
    for (SettingsGroup* group : m_groups) {
        group->filter({});
        group->setVisible(group == chosen);
    }
    m_nothing_found->hide();
    m_restore->setVisible(chosen && chosen->hasDefaults());
    if (chosen)
        m_restore->setText(tr("Restore defaults for %1").arg(chosen->name()));
}

void SettingsPage::showResults(const QString& text) {
    bool any = false;
    for (SettingsGroup* group : m_groups) {
        const bool matches = group->filter(text);
        group->setVisible(matches);
        any = any || matches;
    }
    m_nothing_found->setTexts(tr("No setting matches “%1”.").arg(isolated(text)), {});
    m_nothing_found->setVisible(!any);
    m_restore->hide(); // of which group would it be
}

void SettingsPage::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        m_context.navigator.goBack();
        return;
    }
    Page::keyPressEvent(event);
}

} // namespace dropseal::app
