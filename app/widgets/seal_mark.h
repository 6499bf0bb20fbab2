// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGui/QColor>
#include <QtWidgets/QWidget>

class QPainter;

namespace dropseal::app {

/// The seal is earned: Filled only when the server has confirmed the SHA-256, Dashed until then, Cracked for
/// a dead link.
enum class SealState { Filled, Dashed, Cracked };

/// The mark (UI.md 2.6): a disc of twelve soft lobes with a drop cut out. `cut` is the colour of the drop in
/// a filled seal.
void drawSeal(QPainter& painter, const QRectF& square, SealState state, const QColor& color,
              const QColor& cut);

/// The same in the colours of the theme, or in the selection's text colour on a selected row of a
/// high-contrast theme.
void drawSeal(QPainter& painter, const QRectF& square, SealState state);

/// The blank seal of empty pages and of the drop frame: no file yet, so no file's guilloche.
void drawBlankSeal(QPainter& painter, const QRectF& square);

/// The filled mark as a picture in a page (sign-in heading); `size` in px, square. Decoration: not in the
/// accessibility tree's focus.
class SealView : public QWidget {
    Q_OBJECT
public:
    enum class Kind { Mark, Blank };
    explicit SealView(Kind kind, int size, QWidget* parent = nullptr);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Kind m_kind;
    int m_size;
};

} // namespace dropseal::app
