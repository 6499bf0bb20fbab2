// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/widgets/theme.h"
#include "app/widgets/typography.h"

#include <QtWidgets/QLabel>

namespace dropseal::app {

/// A label of plain text, always: what comes from a server or a file name is never markup. Its font follows
/// the application font and its colour the theme. Its accessible name is its text; a label that carries a
/// value gets a word in accessibleDescription (UI.md 8), never an accessible name.
class TextLabel : public QLabel {
    Q_OBJECT
public:
    explicit TextLabel(const QString& text, TextRole role = TextRole::Body, ColorRole color = ColorRole::Text,
                       QWidget* parent = nullptr);

    void setText(const QString& text);
    void setTextRole(TextRole role);
    void setColorRole(ColorRole color);
    /// Wraps at words (long texts), or stays on one line.
    void setWrapping(bool wraps);
    /// The word by which a test and a screen reader find a label that carries a value: "Notice", "Error",
    /// "Reason", "Expiry".
    void setValueName(const QString& word);

protected:
    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void restyle();
    void keepAllLines();

    TextRole m_role;
    ColorRole m_color;
    bool m_restyling = false;
};

/// One line that elides (names in the middle, all else at the end) and shows the whole as its tool tip;
/// text() is always the whole.
class ElidedLabel : public TextLabel {
    Q_OBJECT
public:
    explicit ElidedLabel(const QString& text, Qt::TextElideMode mode, TextRole role = TextRole::Body,
                         ColorRole color = ColorRole::Text, QWidget* parent = nullptr);
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    Qt::TextElideMode m_mode;
};

} // namespace dropseal::app
