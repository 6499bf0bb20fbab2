// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/toast.h"

#include "app/widgets/buttons.h"
#include "app/widgets/metrics.h"
#include "app/widgets/paint_tools.h"
#include "app/widgets/text_label.h"

#include <QtCore/QPropertyAnimation>
#include <QtGui/QAccessible>
#include <QtGui/QKeyEvent>
#include <QtWidgets/QHBoxLayout>

namespace dropseal::app {

Toast::Toast(QWidget* host)
    : QWidget(host)
    , m_label(new TextLabel(QString()))
    , m_act_button(makeButton(QString(), ButtonRole::Link))
    , m_close(makeIconButton(QStringLiteral("x"), tr("Close notice"))) {
    m_label->setValueName(tr("Notice"));
    m_close->setProperty("small", true);
    constexpr int Reach = metrics::ShadowReach;
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(Reach + metrics::units(3.5), Reach, Reach + metrics::space(2), Reach);
    row->setSpacing(metrics::space(3));
    row->addWidget(m_label, 1);
    row->addWidget(m_act_button);
    row->addWidget(m_close);
    m_life.setSingleShot(true);
    connect(&m_life, &QTimer::timeout, this, &Toast::dismiss);
    connect(m_close, &QToolButton::clicked, this, &Toast::dismiss);
    connect(m_act_button, &QPushButton::clicked, this, &Toast::runAct);
    host->installEventFilter(this);
    m_close->installEventFilter(this);
    m_act_button->installEventFilter(this);
    hide();
}

void Toast::setRoomBelow(int px) {
    m_room_below = px;
    place();
}

void Toast::say(const QString& text) {
    say(text, Act{});
}

void Toast::announce(const QString& text, Act act) {
    if (!isVisible() || !m_act.is_undo) {
        say(text, std::move(act));
        return;
    }
    m_next_text = text;
    m_next = std::move(act);
}

void Toast::say(const QString& text, Act act) {
    m_act = std::move(act);
    m_act_button->setText(m_act.text);
    m_act_button->setAccessibleName(m_act.text);
    m_act_button->setVisible(!m_act.text.isEmpty());
    const bool appears = !isVisible();
    m_label->setText(text);
    place();
    show();
    raise();
    restartLife();
    // UI.md 3: a name that changes is what Qt 6.4 can tell a screen reader.
    QAccessibleEvent changed(m_label, QAccessible::NameChanged);
    QAccessible::updateAccessibility(&changed);
    if (const int time_ms = Theme::duration(metrics::QuickMs); appears && time_ms > 0) {
        auto* slide = new QPropertyAnimation(this, "pos", this);
        slide->setDuration(time_ms);
        slide->setEasingCurve(QEasingCurve::OutCubic);
        slide->setStartValue(pos() + QPoint(0, metrics::space(2)));
        slide->setEndValue(pos());
        slide->start(QAbstractAnimation::DeleteWhenStopped);
    }
}

void Toast::dismiss() {
    m_life.stop();
    m_act = {};
    hide();
    if (!m_next_text.isEmpty())
        say(std::exchange(m_next_text, QString()), std::exchange(m_next, Act{}));
}

void Toast::clear() {
    m_next_text.clear();
    dismiss();
}

bool Toast::undo() {
    if (!isVisible() || !m_act.is_undo || !m_act.run) {
        return false;
    }
    runAct();
    return true;
}

QString Toast::text() const {
    return isVisible() ? m_label->text() : QString();
}

void Toast::runAct() {
    const auto run = std::move(m_act.run);
    dismiss();
    if (run)
        run();
}

void Toast::restartLife() {
    const bool held = underMouse() || m_close->hasFocus() || m_act_button->hasFocus();
    if (held || !isVisible()) {
        m_life.stop();
    } else {
        m_life.start(QAccessible::isActive() ? metrics::ToastScreenReaderMs : metrics::ToastMs);
    }
}

void Toast::place() {
    constexpr int Reach = metrics::ShadowReach;
    const QWidget* host = parentWidget();
    const int widest = host->width() - 2 * metrics::pageMargin() + 2 * Reach;
    m_label->setWrapping(false);
    int width = sizeHint().width();
    if (width > widest) {
        m_label->setWrapping(true);
        width = widest;
    }
    const int least = metrics::toastHeight() + 2 * Reach;
    const int wanted =
        layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(width) : sizeHint().height();
    const int height = qMax(least, wanted);
    const int bottom = host->height() - m_room_below + Reach;
    setGeometry((host->width() - width) / 2, bottom - height, width, height);
}

void Toast::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    constexpr int Reach = metrics::ShadowReach;
    drawFloat(painter, QRectF(rect()).adjusted(Reach, Reach, -Reach, -Reach), metrics::radiusFloat());
}

void Toast::enterEvent(QEnterEvent*) {
    m_life.stop();
}

void Toast::leaveEvent(QEvent*) {
    restartLife();
}

void Toast::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        dismiss();
        return;
    }
    QWidget::keyPressEvent(event);
}

bool Toast::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parentWidget() && event->type() == QEvent::Resize) {
        place();
    } else if (watched != parentWidget() &&
               (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut)) {
        // The focus has moved when this event is through.
        QTimer::singleShot(0, this, &Toast::restartLife);
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace dropseal::app
