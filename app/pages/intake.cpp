// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/intake.h"

#include "app/transfers/transfer_queue.h"

#include <QtCore/QBuffer>
#include <QtCore/QMimeData>
#include <QtCore/QThread>
#include <QtCore/QUrl>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtGui/QImage>
#include <QtWidgets/QFileDialog>

#include <memory>

namespace dropseal::app {

namespace {

QStringList localPaths(const QMimeData& mime) {
    QStringList paths;
    const QList<QUrl> urls = mime.urls();
    for (const QUrl& url : urls) {
        if (url.isLocalFile() && !url.toLocalFile().isEmpty())
            paths += url.toLocalFile();
    }
    return paths;
}

} // namespace

Intake::Intake(TransferQueue& queue, QWidget* window, QObject* parent)
    : QObject(parent), m_queue(queue), m_window(window) {
}

/// A link to a web page is text too, but who drags one does not mean a text file with an address in it.
bool Intake::takes(const QMimeData& mime) {
    if (mime.hasUrls())
        return !localPaths(mime).isEmpty() || mime.hasImage();
    return mime.hasImage() || (mime.hasText() && !mime.text().isEmpty());
}

QFileDialog* Intake::makeDialog(const QString& title) {
    if (m_dialog) { // one at a time: the one that is open comes to the front
        m_dialog->raise();
        m_dialog->activateWindow();
        return nullptr;
    }
    m_dialog = new QFileDialog(m_window, title, m_folder);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    m_dialog->setAccessibleName(title);
    connect(m_dialog, &QFileDialog::filesSelected, this, [this](const QStringList& paths) {
        if (m_dialog)
            m_folder = m_dialog->directory().absolutePath();
        addPaths(paths);
    });
    return m_dialog;
}

void Intake::addFiles() {
    if (QFileDialog* dialog = makeDialog(tr("Add files"))) {
        dialog->setFileMode(QFileDialog::ExistingFiles);
        dialog->open();
    }
}

void Intake::addFolder() {
    if (QFileDialog* dialog = makeDialog(tr("Add folder"))) {
        dialog->setFileMode(QFileDialog::Directory);
        dialog->setOption(QFileDialog::ShowDirsOnly);
        dialog->open();
    }
}

void Intake::paste() {
    const QMimeData* mime = QGuiApplication::clipboard()->mimeData();
    if (!mime || !takes(*mime)) {
        Q_EMIT refused(tr("The clipboard holds no file, image or text."));
        return;
    }
    take(*mime);
}

void Intake::take(const QMimeData& mime) {
    const QStringList paths = localPaths(mime);
    const qsizetype elsewhere = mime.urls().size() - paths.size();
    if (!paths.isEmpty()) {
        addPaths(paths);
        if (elsewhere > 0)
            Q_EMIT refused(tr("%1 of these are not on this computer and were left out. Save them here, then "
                              "add them.")
                               .arg(QLocale().toString(elsewhere)));
        return;
    }
    if (takeContent(mime))
        return;
    Q_EMIT refused(elsewhere > 0 ? tr("This is not on this computer. Save it here, then add it.")
                                 : tr("There is no file, image or text in what was dropped."));
}

bool Intake::takeContent(const QMimeData& mime) {
    if (mime.hasImage()) {
        const QImage image = qvariant_cast<QImage>(mime.imageData());
        if (!image.isNull()) {
            takeImage(image);
            return true;
        }
    }
    if (mime.hasUrls() || !mime.hasText() || mime.text().isEmpty())
        return false;
    m_queue.addUploadOfBytes(pastedName(tr("Pasted text %1.txt", "date and time")), mime.text().toUtf8());
    Q_EMIT taken(1);
    return true;
}

/// Packing a large picture takes a while: not on this thread.
void Intake::takeImage(const QImage& image) {
    const QString name = pastedName(tr("Pasted image %1.png", "date and time"));
    const auto png = std::make_shared<QByteArray>();
    QThread* packer = QThread::create([image, png] {
        QBuffer buffer(png.get());
        buffer.open(QIODevice::WriteOnly);
        if (!image.save(&buffer, "PNG"))
            png->clear();
    });
    connect(packer, &QThread::finished, this, [this, name, png] {
        if (png->isEmpty()) {
            Q_EMIT refused(tr("This image cannot be read."));
            return;
        }
        m_queue.addUploadOfBytes(name, *png);
        Q_EMIT taken(1);
    });
    connect(packer, &QThread::finished, packer, &QObject::deleteLater);
    packer->start();
}

/// "Pasted image 2026-11-20 14.02.png"; a second one of the same minute gets "(2)".
QString Intake::pastedName(const QString& pattern) {
    const QString when = QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd HH.mm"));
    const QString name = pattern.arg(when);
    m_same_names = name == m_last_name ? m_same_names + 1 : 1;
    m_last_name = name;
    return m_same_names == 1 ? name : pattern.arg(QStringLiteral("%1 (%2)").arg(when).arg(m_same_names));
}

void Intake::addPaths(const QStringList& paths) {
    QStringList named;
    for (const QString& path : paths) {
        if (!path.isEmpty())
            named += path;
    }
    if (named.isEmpty())
        return;
    m_queue.addUploads(named);
    Q_EMIT taken(static_cast<int>(named.size()));
}

} // namespace dropseal::app
