// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/theme_picker.h"

#include "app/widgets/metrics.h"
#include "app/widgets/paint_tools.h"
#include "app/widgets/seal_mark.h"
#include "app/widgets/typography.h"

#include <QtGui/QPainterPath>
#include <QtWidgets/QButtonGroup>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QRadioButton>
#include <QtWidgets/QStyleOptionButton>

namespace dropseal::app {

namespace {

QSize pictureSize() {
    return {metrics::units(27), metrics::units(17)};
}

/// The app, very small, in one theme.
void drawSmallApp(QPainter& painter, const QRectF& rect, ThemeName theme) {
    const PainterScope scope(painter);
    const auto color = [theme](ColorRole role) { return themeColor(theme, role); };
    const double u = metrics::unit();
    painter.fillRect(rect, color(ColorRole::Window));
    const double side = rect.width() * 0.28;
    painter.fillRect(QRectF(rect.left(), rect.top(), side, rect.height()), color(ColorRole::Sidebar));
    drawRounded(painter, QRectF(rect.left() + u, rect.top() + 2 * u, side - 2 * u, 2 * u), u / 2,
                color(ColorRole::Selection));
    const QRectF list(rect.left() + side, rect.top() + 4 * u, rect.width() - side, rect.height() - 4 * u);
    painter.fillRect(list, color(ColorRole::Surface));
    drawRounded(painter, QRectF(rect.right() - 6 * u, rect.top() + u, 5 * u, 2 * u), u / 2,
                color(ColorRole::Accent));
    for (int row = 0; row < 3; ++row) {
        const double y = list.top() + (1.5 + row * 3.5) * u;
        drawSeal(painter, QRectF(list.left() + u, y, 2 * u, 2 * u), SealState::Filled,
                 color(ColorRole::Accent), color(ColorRole::TextOnAccent));
        drawRounded(painter, QRectF(list.left() + 4 * u, y + u / 2, list.width() - 7 * u, u), u / 2,
                    color(ColorRole::TextMuted));
    }
}

class ThemeButton : public QRadioButton {
public:
    ThemeButton(const QString& name, ThemeSource::Choice choice) : QRadioButton(name), m_choice(choice) {
        setAttribute(Qt::WA_Hover);
    }

    QSize sizeHint() const override {
        const int words =
            metrics::indicator() + metrics::units(2.25) + fontMetrics().horizontalAdvance(text());
        return {qMax(pictureSize().width(), words),
                pictureSize().height() + metrics::space(2) +
                    qMax(metrics::SmallestHitArea, fontMetrics().height())};
    }
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    bool hitButton(const QPoint& at) const override { return rect().contains(at); }

    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        const PainterScope scope(painter);
        const QRectF frame(QStyle::visualRect(layoutDirection(), rect(), QRect(QPoint(), pictureSize())));
        paintPicture(painter, frame);
        drawRounded(painter, frame, metrics::radiusControl(), {},
                    Theme::color(isChecked() ? ColorRole::Accent : ColorRole::BorderStrong),
                    isChecked() ? metrics::FocusWidth : hairlineOf(painter));
        QStyleOptionButton words;
        initStyleOption(&words);
        words.rect.setTop(pictureSize().height() + metrics::space(2));
        style()->drawControl(QStyle::CE_RadioButton, &words, &painter, this);
    }

private:
    void paintPicture(QPainter& painter, const QRectF& frame) const {
        const PainterScope scope(painter);
        QPainterPath shape;
        shape.addRoundedRect(frame, metrics::radiusControl(), metrics::radiusControl());
        painter.setClipPath(shape);
        switch (m_choice) {
        case ThemeSource::Choice::Light:
            drawSmallApp(painter, frame, ThemeName::Light);
            return;
        case ThemeSource::Choice::Dark:
            drawSmallApp(painter, frame, ThemeName::Dark);
            return;
        case ThemeSource::Choice::HighContrast:
            drawSmallApp(painter, frame,
                         Theme::isDark() ? ThemeName::ContrastDark : ThemeName::ContrastLight);
            return;
        case ThemeSource::Choice::System:
            break;
        }
        drawSmallApp(painter, frame, ThemeName::Light);
        QPainterPath corner(frame.topRight());
        corner.lineTo(frame.bottomRight());
        corner.lineTo(frame.bottomLeft());
        corner.closeSubpath();
        painter.setClipPath(corner, Qt::IntersectClip);
        drawSmallApp(painter, frame, ThemeName::Dark);
    }

    ThemeSource::Choice m_choice;
};

} // namespace

ThemePicker::ThemePicker(QWidget* parent) : QWidget(parent), m_group(new QButtonGroup(this)) {
    setAccessibleName(tr("Theme"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::space(4));
    using Choice = ThemeSource::Choice;
    const std::pair<Choice, QString> choices[] = {{Choice::System, tr("System")},
                                                  {Choice::Light, tr("Light")},
                                                  {Choice::Dark, tr("Dark")},
                                                  {Choice::HighContrast, tr("High contrast")}};
    for (const auto& [choice, name] : choices) {
        auto* button = new ThemeButton(name, choice);
        m_group->addButton(button, static_cast<int>(choice));
        row->addWidget(button);
    }
    row->addStretch(1);
    // A screen reader toggles, and clicks nothing.
    connect(m_group, &QButtonGroup::idToggled, this, [this](int id, bool checked) {
        if (checked)
            Q_EMIT chosenByPerson(static_cast<ThemeSource::Choice>(id));
    });
}

void ThemePicker::choose(ThemeSource::Choice choice) {
    const QSignalBlocker silent(m_group);
    m_group->button(static_cast<int>(choice))->setChecked(true);
}

ThemeSource::Choice ThemePicker::chosen() const {
    const int id = m_group->checkedId();
    return id < 0 ? ThemeSource::Choice::System : static_cast<ThemeSource::Choice>(id);
}

} // namespace dropseal::app
