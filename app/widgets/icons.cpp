// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/icons.h"

#include "app/widgets/seal_icon_engine.h"
#include "app/widgets/seal_mark.h"

#include <QtCore/QFile>
#include <QtCore/QHash>
#include <QtCore/QLoggingCategory>
#include <QtGui/QGuiApplication>
#include <QtGui/QPainter>
#include <QtGui/QPixmapCache>
#include <QtSvg/QSvgRenderer>

#include <array>

namespace dropseal::app {

namespace {

Q_LOGGING_CATEGORY(log, "dropseal.icons")

/// The drawing as it stands in the file; read once.
QByteArray source(const QString& name) {
    static QHash<QString, QByteArray> known;
    const auto found = known.constFind(name);
    if (found != known.constEnd()) {
        return *found;
    }
    QFile file(QStringLiteral(":/dropseal/icons/%1.svg").arg(name));
    QByteArray bytes;
    if (!name.isEmpty() && file.open(QIODevice::ReadOnly)) {
        bytes = file.readAll(); // architecture: a drawing of our own from the program's resources
    } else if (!name.isEmpty()) {
        qCWarning(log, "no icon \"%s\"", qUtf8Printable(name));
    }
    known.insert(name, bytes);
    return bytes;
}

bool mirrors(const QString& name) {
    static const std::array names{QLatin1String("chevron-left"), QLatin1String("chevron-right"),
                                  QLatin1String("undo-2"), QLatin1String("log-out")};
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// `device_px` wide and high.
QPixmap rendered(const QString& name, int device_px, const QColor& color, bool mirrored) {
    const QString key = QStringLiteral("dropseal/%1/%2/%3/%4")
                            .arg(name)
                            .arg(device_px)
                            .arg(color.rgba(), 8, 16, QLatin1Char('0'))
                            .arg(mirrored ? 1 : 0);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap)) {
        return pixmap;
    }
    QImage image(device_px, device_px, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QByteArray svg = source(name);
    if (!svg.isEmpty()) {
        QSvgRenderer renderer(svg.replace("currentColor", color.name(QColor::HexRgb).toLatin1()));
        QPainter painter(&image);
        painter.setRenderHint(QPainter::Antialiasing);
        renderer.render(&painter, QRectF(0, 0, device_px, device_px));
    }
    pixmap = QPixmap::fromImage(mirrored ? image.mirrored(true, false) : image);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

} // namespace

SealIconEngine::SealIconEngine(QString name, ColorRole color) : m_name(std::move(name)), m_color(color) {
}

QColor SealIconEngine::colorOf(QIcon::Mode mode) const {
    if (mode == QIcon::Disabled) {
        return Theme::color(ColorRole::TextDisabled);
    }
    return Theme::color(mode == QIcon::Selected ? ColorRole::TextOnSelection : m_color);
}

QPixmap SealIconEngine::pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) {
    const bool mirrored = QGuiApplication::isRightToLeft() && mirrors(m_name);
    return rendered(m_name, qMin(size.width(), size.height()), colorOf(mode), mirrored);
}

QPixmap SealIconEngine::scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal) {
    return pixmap(size, mode, state);
}

void SealIconEngine::paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) {
    const int side = qMin(rect.width(), rect.height());
    QRect square(0, 0, side, side);
    square.moveCenter(rect.center());
    drawIcon(*painter, m_name, square, colorOf(mode), painter->layoutDirection());
}

QSize SealIconEngine::actualSize(const QSize& size, QIcon::Mode, QIcon::State) {
    const int side = qMin(size.width(), size.height());
    return {side, side};
}

QString SealIconEngine::iconName() {
    return m_name;
}

QString SealIconEngine::key() const {
    return QStringLiteral("seal");
}

QIconEngine* SealIconEngine::clone() const {
    return new SealIconEngine(m_name, m_color);
}

QIcon icon(const QString& name, ColorRole color) {
    return source(name).isEmpty() ? QIcon() : QIcon(new SealIconEngine(name, color));
}

void drawIcon(QPainter& painter, const QString& name, const QRect& square, const QColor& color,
              Qt::LayoutDirection direction) {
    const double ratio = painter.device()->devicePixelRatioF();
    QPixmap pixmap =
        rendered(name, qRound(square.width() * ratio), color, direction == Qt::RightToLeft && mirrors(name));
    pixmap.setDevicePixelRatio(ratio);
    painter.drawPixmap(square.topLeft(), pixmap);
}

QString kindIconName(const QString& file_name) {
    struct Kind {
        const char* icon;
        const char* suffixes; ///< each between spaces
    };
    static constexpr std::array Kinds{
        Kind{"file-text", " txt md pdf doc docx odt rtf epub log tex "},
        Kind{"file-spreadsheet", " xls xlsx ods csv tsv numbers "},
        Kind{"file-archive", " zip gz xz zst bz2 tar tgz 7z rar deb rpm "},
        Kind{"file-image", " jpg jpeg png gif webp svg tif tiff bmp heic avif ico raw "},
        Kind{"file-video", " mp4 mov mkv avi webm m4v mpg mpeg "},
        Kind{"file-music", " mp3 flac wav ogg opus m4a aac "},
        Kind{"file-code", " c h cpp py js ts html css json xml yml yaml sh rs go java sql "},
        Kind{"disc-3", " iso img dmg vhd qcow2 "},
    };
    const qsizetype dot = file_name.lastIndexOf(QLatin1Char('.'));
    if (dot > 0) {
        const QString suffix = QLatin1Char(' ') + file_name.mid(dot + 1).toLower() + QLatin1Char(' ');
        for (const Kind& kind : Kinds) {
            if (suffix.size() > 2 && QLatin1String(kind.suffixes).contains(suffix)) {
                return QString::fromLatin1(kind.icon);
            }
        }
    }
    return QStringLiteral("file");
}

QIcon appIcon() {
    QIcon result;
    for (const int side : {16, 22, 24, 32, 48, 64, 128, 256}) {
        QPixmap pixmap(side, side);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        drawSeal(painter, QRectF(0, 0, side, side), SealState::Filled,
                 themeColor(ThemeName::Light, ColorRole::Accent),
                 themeColor(ThemeName::Light, ColorRole::TextOnAccent));
        painter.end();
        result.addPixmap(pixmap);
    }
    return result;
}

} // namespace dropseal::app
