// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QObject>
#include <QtCore/QPointer>
#include <QtCore/QStringList>

class QFileDialog;
class QImage;
class QMimeData;
class QWidget;

namespace dropseal::app {

class TransferQueue;

/// The ways in for files: dialog, drop, clipboard, a second start's arguments. Hands all to the queue and
/// says what could not be taken. GUI thread.
class Intake : public QObject {
    Q_OBJECT
public:
    Intake(TransferQueue& queue, QWidget* window, QObject* parent = nullptr);

    static bool takes(const QMimeData& mime); ///< local files, images, text
    void addFiles();                          ///< the system's dialog "Add files"
    void addFolder();
    void paste();                     ///< the clipboard: files, an image, a text
    void take(const QMimeData& mime); ///< a drop
    void addPaths(const QStringList& paths);

Q_SIGNALS:
    /// Something was not taken; words for the notice ("The clipboard holds no file, image or text.").
    void refused(const QString& why);
    void taken(int count); ///< top-level things

private:
    QFileDialog* makeDialog(const QString& title);
    bool takeContent(const QMimeData& mime);
    void takeImage(const QImage& image);
    QString pastedName(const QString& pattern);

    TransferQueue& m_queue;
    QPointer<QWidget> m_window;
    QPointer<QFileDialog> m_dialog;
    QString m_folder;    ///< where the last dialog was
    QString m_last_name; ///< of what was pasted
    int m_same_names = 0;
};

} // namespace dropseal::app
