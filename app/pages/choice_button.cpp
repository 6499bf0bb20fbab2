// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/choice_button.h"

#include "app/widgets/icons.h"
#include "app/widgets/metrics.h"
#include "app/widgets/paint_tools.h"
#include "app/widgets/typography.h"

#include <QtWidgets/QStyleOptionButton>
#include <QtWidgets/QStylePainter>

namespace dropseal::app {

namespace {

constexpr int Wrapped = Qt::TextWordWrap;

int margin() {
    return metrics::space(4);
}

int textLeft() {
    return margin() + metrics::DialogIcon + metrics::space(4);
}

int textRight() {
    return metrics::space(3) + metrics::ControlIcon + margin();
}

} // namespace

ChoiceButton::ChoiceButton(const QString& icon_name, const QString& text, const QString& sentence,
                           QWidget* parent)
    : QPushButton(text, parent), m_icon_name(icon_name), m_sentence(sentence) {
    setAccessibleName(text);
    setAccessibleDescription(sentence);
    setAutoDefault(false);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

int ChoiceButton::textWidth(int width) const {
    return std::max(metrics::units(20), width - textLeft() - textRight());
}

int ChoiceButton::heightOf(const QString& text, const QFont& font, int width) const {
    const int any = 100 * metrics::formWidth();
    return QFontMetrics(font).boundingRect(QRect(0, 0, width, any), Wrapped, text).height();
}

int ChoiceButton::heightForWidth(int width) const {
    const int room = textWidth(width);
    return 2 * metrics::space(3) + heightOf(text(), textFont(TextRole::Strong), room) + metrics::units(0.5) +
           heightOf(m_sentence, textFont(TextRole::Small), room);
}

QSize ChoiceButton::sizeHint() const {
    return {metrics::formWidth(), heightForWidth(metrics::formWidth())};
}

QSize ChoiceButton::minimumSizeHint() const {
    return {metrics::units(40), heightForWidth(std::max(width(), metrics::units(40)))};
}

void ChoiceButton::resizeEvent(QResizeEvent* event) {
    QPushButton::resizeEvent(event);
    setMinimumHeight(heightForWidth(width())); // a layout may ask at another width than it gives
}

void ChoiceButton::paintEvent(QPaintEvent*) {
    QStylePainter painter(this);
    QStyleOptionButton option;
    initStyleOption(&option);
    painter.drawControl(QStyle::CE_PushButtonBevel, option);

    const auto place = [this](const QRect& square) {
        return QStyle::visualRect(layoutDirection(), rect(), square);
    };
    const int icon = metrics::DialogIcon;
    drawIcon(painter, m_icon_name, place({margin(), (height() - icon) / 2, icon, icon}),
             Theme::color(ColorRole::Accent), layoutDirection());
    const int chevron = metrics::ControlIcon;
    drawIcon(painter, QStringLiteral("chevron-right"),
             place({width() - margin() - chevron, (height() - chevron) / 2, chevron, chevron}),
             Theme::color(ColorRole::TextMuted), layoutDirection());

    const int room = textWidth(width());
    const auto alignment = QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft | Qt::AlignTop);
    const int flags = static_cast<int>(alignment) | Wrapped;
    const int title = heightOf(text(), textFont(TextRole::Strong), room);
    const int below = heightOf(m_sentence, textFont(TextRole::Small), room);
    const int top = (height() - title - metrics::units(0.5) - below) / 2;
    painter.setFont(textFont(TextRole::Strong));
    painter.setPen(Theme::color(ColorRole::Text));
    painter.drawText(place({textLeft(), top, room, title}), flags, text());
    painter.setFont(textFont(TextRole::Small));
    painter.setPen(Theme::color(ColorRole::TextMuted));
    painter.drawText(place({textLeft(), top + title + metrics::units(0.5), room, below}), flags, m_sentence);
}

} // namespace dropseal::app
