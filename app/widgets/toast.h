// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QTimer>
#include <QtWidgets/QWidget>

#include <functional>

class QPushButton;
class QToolButton;

namespace dropseal::app {

class TextLabel;

/// The notice that floats above the footer: text, one act, Close. One at a time, newer ones replace it. Lives
/// 8 s, stays while hovered or focused, 20 s with a screen reader. Its label has the accessible description
/// "Notice" and exists for readers only while shown; Close is named "Close notice".
class Toast : public QWidget {
    Q_OBJECT
public:
    struct Act {
        QString text;              ///< "Undo", "Change options"; empty: no button
        std::function<void()> run; ///< called once; the toast goes
        bool is_undo = false;      ///< undo() runs it (Ctrl+Z)
    };

    /// Floats over `host`, `gap_below` px above its lower edge (the footer's height + 4 u).
    explicit Toast(QWidget* host);
    void setRoomBelow(int px);

    void say(const QString& text);
    void say(const QString& text, Act act);
    /// News that nobody asked for: they take no Undo away that still stands, but wait until it has gone.
    void announce(const QString& text, Act act);
    void dismiss();
    void clear(); ///< and what waits behind it: of an account that is no longer in use
    /// Runs the act if it is an Undo that still stands; false if there is none.
    bool undo();
    QString text() const;

protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void place();
    void restartLife();
    void runAct();

    TextLabel* m_label;
    QPushButton* m_act_button;
    QToolButton* m_close;
    Act m_act;
    QString m_next_text; ///< waits behind an Undo; empty: nothing does
    Act m_next;
    QTimer m_life;
    int m_room_below = 0;
};

} // namespace dropseal::app
