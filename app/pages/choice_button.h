// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QPushButton>

namespace dropseal::app {

/// One of few large choices: an icon, what it does, one sentence about it. To readers a push button with that
/// name, and the sentence as its description.
class ChoiceButton : public QPushButton {
    Q_OBJECT
public:
    ChoiceButton(const QString& icon_name, const QString& text, const QString& sentence,
                 QWidget* parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    int textWidth(int width) const;
    int heightOf(const QString& text, const QFont& font, int width) const;

    QString m_icon_name;
    QString m_sentence;
};

} // namespace dropseal::app
