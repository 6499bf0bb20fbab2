// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/drop_zone.h"

#include "app/widgets/empty_state.h"
#include "app/widgets/metrics.h"
#include "app/widgets/paint_tools.h"
#include "app/widgets/seal_mark.h"
#include "app/widgets/typography.h"

#include <QtCore/QLocale>
#include <QtCore/QMimeData>
#include <QtCore/QUrl>
#include <QtGui/QDragEnterEvent>
#include <QtWidgets/QFocusFrame>
#include <QtWidgets/QVBoxLayout>

namespace dropseal::app {

DropZone::DropZone(QWidget* parent)
    : QPushButton(parent), m_content(new EmptyState(EmptyState::Kind::WithSeal)) {
    setAccessibleName(tr("Drop zone"));
    setAutoDefault(false);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_content);
}

QSize DropZone::sizeHint() const {
    return m_content->sizeHint().expandedTo(minimumSizeHint());
}

QSize DropZone::minimumSizeHint() const {
    return m_content->minimumSizeHint();
}

void DropZone::changeEvent(QEvent* event) {
    QPushButton::changeEvent(event);
    updateGeometry();
}

void DropZone::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const PainterScope scope(painter);
    const double line = metrics::snapped(metrics::SquareBorder, devicePixelRatioF());
    const double inset = line / 2;
    const QRectF zone = QRectF(rect()).adjusted(inset, inset, -inset, -inset);
    const bool pressed = isDown();
    painter.setBrush(Theme::color(pressed ? ColorRole::Hover : ColorRole::SurfaceAlt));
    QPen pen(Theme::color(underMouse() ? ColorRole::Accent : ColorRole::BorderStrong), line);
    pen.setDashPattern({3 / line, 3 / line});
    pen.setCapStyle(Qt::FlatCap);
    painter.setPen(pen);
    painter.drawRoundedRect(zone, metrics::radiusZone(), metrics::radiusZone());
}

DropCover::DropCover(QWidget* target)
    : QWidget(target)
    , m_takes([](const QMimeData& mime) { return mime.hasUrls() || mime.hasImage() || mime.hasText(); }) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    target->setAcceptDrops(true);
    target->installEventFilter(this);
    m_fade.setStartValue(1.0);
    m_fade.setEndValue(0.0);
    m_fade.setEasingCurve(QEasingCurve::OutCubic);
    connect(&m_fade, &QVariantAnimation::valueChanged, this, [this] { update(); });
    connect(&m_fade, &QVariantAnimation::finished, this, &QWidget::hide);
    hide();
}

void DropCover::setEnabledFor(std::function<bool(const QMimeData&)> takes) {
    m_takes = std::move(takes);
}

void DropCover::begin(const QMimeData& mime) {
    m_refused = !m_takes(mime);
    const bool files = mime.hasUrls();
    m_count = files ? std::optional(static_cast<int>(mime.urls().size())) : std::nullopt;
    m_fade.stop();
    setGeometry(parentWidget()->rect());
    show();
    raise();
    showFocusRings(false);
    update();
}

/// A ring stands above all of its window, and so above this cover too.
void DropCover::showFocusRings(bool shown) {
    for (QFocusFrame* ring : window()->findChildren<QFocusFrame*>())
        ring->setVisible(shown && ring->widget() != nullptr && ring->widget()->isVisible());
}

void DropCover::end() {
    showFocusRings(true);
    if (const int time_ms = Theme::duration(metrics::QuickMs); time_ms > 0) {
        m_fade.setDuration(time_ms);
        m_fade.start();
    } else {
        hide();
    }
}

bool DropCover::eventFilter(QObject* watched, QEvent* event) {
    if (watched != parentWidget()) {
        return false;
    }
    switch (event->type()) {
    case QEvent::DragEnter: {
        auto* drag = static_cast<QDragEnterEvent*>(event);
        begin(*drag->mimeData());
        m_refused ? drag->ignore() : drag->acceptProposedAction();
        return true;
    }
    case QEvent::DragMove: {
        auto* drag = static_cast<QDragMoveEvent*>(event);
        m_refused ? drag->ignore() : drag->acceptProposedAction();
        return true;
    }
    case QEvent::DragLeave:
        end();
        return true;
    case QEvent::Drop: {
        auto* drop = static_cast<QDropEvent*>(event);
        end();
        if (m_takes(*drop->mimeData())) {
            // The files stay where they are: whatever the other side proposes, this is a copy.
            drop->setDropAction(Qt::CopyAction);
            drop->accept();
            Q_EMIT dropped(drop->mimeData());
        }
        return true;
    }
    case QEvent::Resize:
        setGeometry(parentWidget()->rect());
        return false;
    default:
        return false;
    }
}

void DropCover::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    if (m_fade.state() == QAbstractAnimation::Running) {
        painter.setOpacity(m_fade.currentValue().toDouble());
    }
    QColor veil = Theme::color(ColorRole::Surface);
    veil.setAlphaF(static_cast<float>(1 - metrics::ScrimOpacity));
    // An empty page has a seal and words of its own at the same place.
    const auto zones = parentWidget()->findChildren<DropZone*>();
    const bool covers_zone =
        std::any_of(zones.begin(), zones.end(), [](const DropZone* zone) { return zone->isVisible(); });
    if (Theme::isHighContrast() || covers_zone)
        veil.setAlphaF(1);
    painter.fillRect(rect(), veil);
    const int margin = metrics::space(1);
    drawRounded(painter, QRectF(rect()).adjusted(margin, margin, -margin, -margin), metrics::radiusFloat(),
                {}, Theme::color(m_refused ? ColorRole::Danger : ColorRole::Accent), metrics::FocusWidth);
    QString line = tr("Drop to seal");
    if (m_refused) {
        line = tr("This cannot be read");
    } else if (m_count) {
        line = *m_count == 1 ? tr("Drop to seal 1 file")
                             : tr("Drop to seal %1 files").arg(locale().toString(*m_count));
    }
    const QFont font = textFont(TextRole::Hero);
    const int seal = metrics::blankSeal();
    const int text_height = QFontMetrics(font).height();
    const int top = (height() - seal - metrics::units(5) - text_height) / 2;
    if (!m_refused) {
        drawBlankSeal(painter, QRectF((width() - seal) / 2.0, top, seal, seal));
    }
    const QRect text(metrics::pageMargin(), top + seal + metrics::units(5),
                     width() - 2 * metrics::pageMargin(), text_height);
    drawText(painter, text, line, font, Theme::color(m_refused ? ColorRole::Danger : ColorRole::Text),
             Qt::ElideRight, Qt::AlignCenter);
}

} // namespace dropseal::app
