// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/sidebar.h"

#include "app/widgets/icons.h"
#include "app/widgets/metrics.h"
#include "app/widgets/paint_tools.h"
#include "app/widgets/typography.h"

#include <QtWidgets/QVBoxLayout>

namespace dropseal::app {

namespace {

/// "Ada Ostwald" and "ada.ostwald@example.org" are both AO.
QString initials(const QString& name) {
    QString letters;
    bool at_start = true;
    for (const QChar unit : name.section(QLatin1Char('@'), 0, 0)) {
        if (unit.isLetterOrNumber()) {
            if (at_start && letters.size() < 2) {
                letters += unit.toUpper();
            }
            at_start = false;
        } else {
            at_start = true;
        }
    }
    return letters;
}

ColorRole dotColor(AccountButton::Connection connection) {
    switch (connection) {
    case AccountButton::Connection::Online:
        return ColorRole::Accent;
    case AccountButton::Connection::Connecting:
        return ColorRole::BorderStrong;
    case AccountButton::Connection::Offline:
        return ColorRole::Warning;
    }
    return ColorRole::BorderStrong;
}

} // namespace

AccountButton::AccountButton(QWidget* parent) : MenuButton(parent) {
    setAccessibleName(tr("Account menu"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAttribute(Qt::WA_Hover);
}

void AccountButton::setAccount(const QString& name, const QString& server, Connection connection,
                               const QString& word) {
    m_name = name;
    m_server = server;
    m_connection = connection;
    m_word = word;
    setAccessibleDescription(QStringList{name, server, word}.join(QStringLiteral(", ")));
    setToolTip(accessibleDescription().toHtmlEscaped());
    update();
}

void AccountButton::setIconsOnly(bool icons_only) {
    m_icons_only = icons_only;
    updateGeometry();
    update();
}

QSize AccountButton::sizeHint() const {
    return {m_icons_only ? metrics::sidebarCollapsed() : metrics::sidebarWidth(), metrics::units(12)};
}

void AccountButton::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setLayoutDirection(layoutDirection());
    const PainterScope scope(painter);
    if (underMouse() && isEnabled()) {
        drawRounded(painter, QRectF(rect()).adjusted(2, 2, -2, -2), metrics::radiusControl(),
                    Theme::color(ColorRole::Hover));
    }
    const auto placed = [this](const QRect& part) {
        return QStyle::visualRect(layoutDirection(), rect(), part);
    };
    const int side = metrics::avatar();
    const int left = m_icons_only ? (width() - side) / 2 : metrics::space(2);
    const QRect avatar(left, (height() - side) / 2, side, side);
    drawRounded(painter, placed(avatar), side / 2.0, Theme::color(ColorRole::AccentSoft),
                Theme::isHighContrast() ? Theme::color(ColorRole::Border) : QColor(), hairlineOf(painter));
    drawText(painter, placed(avatar), initials(m_name), textFont(TextRole::Caption),
             Theme::color(ColorRole::Accent), Qt::ElideNone, Qt::AlignCenter);
    if (m_icons_only) {
        return;
    }
    const int mark = metrics::SmallIcon;
    const QRect chevron(width() - metrics::space(2) - mark, (height() - mark) / 2, mark, mark);
    drawIcon(painter, QStringLiteral("chevron-up"), placed(chevron), Theme::color(ColorRole::TextMuted));
    const int text_left = left + side + metrics::units(2.5);
    const int text_width = chevron.left() - metrics::space(1) - text_left;
    const int line = metrics::units(4);
    const int top = (height() - 2 * line) / 2;
    drawText(painter, placed(QRect(text_left, top, text_width, line)), m_name, textFont(TextRole::Label),
             Theme::color(ColorRole::Text));
    const int dot = metrics::space(2);
    const QRect dot_rect(text_left, top + line + (line - dot) / 2, dot, dot);
    drawRounded(painter, placed(dot_rect), dot / 2.0, Theme::color(dotColor(m_connection)));
    const bool online = m_connection == Connection::Online || m_word.isEmpty();
    const QString second = online ? m_server : m_word + QStringLiteral(" · ") + m_server;
    const int second_left = dot_rect.right() + 1 + metrics::units(1.25);
    drawText(painter,
             placed(QRect(second_left, top + line, chevron.left() - metrics::space(1) - second_left, line)),
             second, textFont(TextRole::Small), Theme::color(ColorRole::TextMuted));
}

Sidebar::Sidebar(QWidget* parent)
    : QWidget(parent), m_places(new PlaceList(tr("Pages"))), m_account(new AccountButton) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metrics::space(2), metrics::space(3), metrics::space(2), 0);
    column->setSpacing(0);
    column->addWidget(m_places, 1);
    column->addWidget(m_account);
    setMinimumWidth(metrics::sidebarMin());
    setMaximumWidth(metrics::sidebarMax());
}

void Sidebar::setIconsOnly(bool icons_only) {
    if (icons_only == m_places->iconsOnly()) {
        return;
    }
    m_places->setIconsOnly(icons_only);
    m_account->setIconsOnly(icons_only);
    setMinimumWidth(icons_only ? metrics::sidebarCollapsed() : metrics::sidebarMin());
    setMaximumWidth(icons_only ? metrics::sidebarCollapsed() : metrics::sidebarMax());
    updateGeometry();
}

QSize Sidebar::sizeHint() const {
    return {m_places->sizeHint().width(), metrics::units(100)};
}

void Sidebar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), Theme::color(ColorRole::Sidebar));
    drawHairline(painter, QRect(0, m_account->y(), width(), 1), Qt::TopEdge);
}

} // namespace dropseal::app
