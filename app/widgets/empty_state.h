// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QWidget>

class QAbstractButton;
class QHBoxLayout;

namespace dropseal::app {

class TextLabel;

/// Seal blank, a line, one sentence, at most three buttons. Without the seal ("nothing found") the line is
/// body text.
class EmptyState : public QWidget {
    Q_OBJECT
public:
    enum class Kind { WithSeal, TextOnly };
    explicit EmptyState(Kind kind, QWidget* parent = nullptr);

    void setTexts(const QString& line, const QString& sentence, const QString& hint = {});
    void addButton(QAbstractButton* button); ///< takes ownership

private:
    TextLabel* m_line;
    TextLabel* m_sentence;
    TextLabel* m_hint;
    QHBoxLayout* m_buttons;
};

} // namespace dropseal::app
