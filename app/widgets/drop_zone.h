// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QVariantAnimation>
#include <QtWidgets/QPushButton>

#include <functional>
#include <optional>

class QMimeData;

namespace dropseal::app {

class EmptyState;

/// The empty Files page: a dashed zone with the blank seal, the line and the buttons put in it. It is itself
/// a push button named "Drop zone"; clicked() asks for the file dialog.
class DropZone : public QPushButton {
    Q_OBJECT
public:
    explicit DropZone(QWidget* parent = nullptr);

    EmptyState* content() const { return m_content; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    EmptyState* m_content;
};

/// Makes a whole widget (the page, or the window's content) take drops, and draws the frame, the veil and
/// "Drop to seal 3 files" over it while something is dragged. The drop itself is the page's: dropped() hands
/// over the data, valid only during the call.
class DropCover : public QWidget {
    Q_OBJECT
public:
    explicit DropCover(QWidget* target); ///< child of target, hidden until a drag comes

    /// Which data is taken; the default: URLs, images, text. Told as the reason to refuse otherwise ("This
    /// cannot be read").
    void setEnabledFor(std::function<bool(const QMimeData&)> takes);

Q_SIGNALS:
    void dropped(const QMimeData* mime);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void begin(const QMimeData& mime);
    void end();
    void showFocusRings(bool shown);

    std::function<bool(const QMimeData&)> m_takes;
    QVariantAnimation m_fade; ///< 1: all there, 0: gone
    std::optional<int> m_count;
    bool m_refused = false;
};

} // namespace dropseal::app
