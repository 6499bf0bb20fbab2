// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/link_chip.h"

#include "app/widgets/icons.h"
#include "app/widgets/metrics.h"
#include "app/widgets/paint_tools.h"
#include "app/widgets/typography.h"
#include "app/words/display_text.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QMimeData>
#include <QtCore/QUrl>
#include <QtGui/QDrag>
#include <QtGui/QMouseEvent>
#include <QtWidgets/QApplication>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QStyle>

namespace dropseal::app {

namespace {

QString copyWord(bool copied) {
    return copied ? QCoreApplication::translate("LinkChip", "Copied")
                  : QCoreApplication::translate("LinkChip", "Copy");
}

int copyWidth() {
    const QFontMetrics measure(textFont(TextRole::SmallLabel));
    const int words =
        qMax(measure.horizontalAdvance(copyWord(false)), measure.horizontalAdvance(copyWord(true)));
    return qMax(metrics::chipCopyWidth(),
                metrics::SmallIcon + metrics::units(1.5) + words + 2 * metrics::space(2));
}

/// The part of the chip that copies: transparent, the chip paints it.
class CopyButton : public QPushButton {
public:
    using QPushButton::QPushButton;

protected:
    void paintEvent(QPaintEvent*) override {}
};

} // namespace

QRect linkChipCopyRect(const QRect& rect, Qt::LayoutDirection direction) {
    const int width = copyWidth();
    return QStyle::visualRect(direction, rect,
                              QRect(rect.right() + 1 - width, rect.top(), width, rect.height()));
}

void drawLinkChip(QPainter& painter, const QRect& rect, const LinkChipLook& look) {
    painter.save();
    painter.setLayoutDirection(look.direction);
    const QRect copy = linkChipCopyRect(rect, look.direction);
    drawRounded(painter, rect, metrics::radiusControl(), Theme::color(ColorRole::Surface));
    if (look.copy_hovered) {
        const PainterScope scope(painter);
        painter.setClipRect(copy);
        drawRounded(painter, rect, metrics::radiusControl(), Theme::color(ColorRole::Hover));
    }
    drawRounded(painter, rect, metrics::radiusControl(), {}, Theme::color(ColorRole::Border),
                hairlineOf(painter));
    drawHairline(painter, copy, look.direction == Qt::LeftToRight ? Qt::LeftEdge : Qt::RightEdge);

    const auto placed = [&](const QRect& part) { return QStyle::visualRect(look.direction, rect, part); };
    const int side = metrics::space(2);
    const int seal = metrics::SmallIcon;
    const int middle = rect.top() + (rect.height() - seal) / 2;
    drawSeal(painter, placed(QRect(rect.left() + side, middle, seal, seal)), look.seal);
    const int link_left = rect.left() + side + seal + metrics::units(1.75);
    const QRect link(link_left, rect.top(), rect.right() - copyWidth() - side - link_left, rect.height());
    // Elided before it is isolated: the marks must stay in pairs.
    const QFont mono = textFont(TextRole::Mono);
    const QString shown = elidedText(shownLink(look.link), mono, Qt::ElideRight, link.width());
    drawText(painter, placed(link), isolatedLeftToRight(shown), mono,
             Theme::color(look.enabled ? ColorRole::Text : ColorRole::TextDisabled), Qt::ElideNone);

    const QColor act = Theme::color(look.enabled ? ColorRole::Link : ColorRole::TextDisabled);
    const int copy_left = rect.right() + 1 - copyWidth() + side;
    drawIcon(painter, look.copied ? QStringLiteral("check") : QStringLiteral("copy"),
             placed(QRect(copy_left, middle, seal, seal)), act);
    const int word_left = copy_left + seal + metrics::units(1.5);
    drawText(painter, placed(QRect(word_left, rect.top(), rect.right() - word_left, rect.height())),
             copyWord(look.copied), textFont(TextRole::SmallLabel), act);
    painter.restore();
}

void dragLink(QWidget* source, const QString& url) {
    auto* data = new QMimeData;
    data->setText(url);
    data->setUrls({QUrl(url)});
    auto* drag = new QDrag(source); // lives until the drag ends; Qt deletes it
    drag->setMimeData(data);
    drag->exec(Qt::CopyAction | Qt::LinkAction, Qt::CopyAction);
}

LinkChip::LinkChip(QWidget* parent) : QWidget(parent), m_copy(new CopyButton(this)) {
    m_copy->setAccessibleName(tr("Copy link"));
    m_copy->setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_copied_life.setSingleShot(true);
    m_copied_life.setInterval(metrics::CopiedMs);
    connect(&m_copied_life, &QTimer::timeout, this, [this] {
        m_look.copied = false;
        update();
    });
    connect(m_copy, &QPushButton::clicked, this, &LinkChip::copyRequested);
}

void LinkChip::setLink(const QString& url, SealState seal) {
    m_look.link = url;
    m_look.seal = seal;
    setToolTip(shownLink(url).toHtmlEscaped());
    m_copy->setEnabled(!url.isEmpty());
    update();
}

void LinkChip::showCopied() {
    m_look.copied = true;
    m_copied_life.start();
    update();
}

QSize LinkChip::sizeHint() const {
    return {metrics::chipWidth(), metrics::chipHeight()};
}

void LinkChip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    LinkChipLook look = m_look;
    look.direction = layoutDirection();
    look.enabled = isEnabled() && !look.link.isEmpty();
    look.copy_hovered = look.enabled && m_copy->underMouse();
    drawLinkChip(painter, rect(), look);
}

void LinkChip::mousePressEvent(QMouseEvent* event) {
    m_pressed_at = event->pos();
}

void LinkChip::mouseMoveEvent(QMouseEvent* event) {
    const bool far = (event->pos() - m_pressed_at).manhattanLength() >= QApplication::startDragDistance();
    if (event->buttons().testFlag(Qt::LeftButton) && far && !m_look.link.isEmpty()) {
        dragLink(this, m_look.link);
    }
}

void LinkChip::resizeEvent(QResizeEvent*) {
    m_copy->setGeometry(linkChipCopyRect(rect(), layoutDirection()));
}

} // namespace dropseal::app
