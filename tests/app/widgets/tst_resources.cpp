// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/seal_mark.h"
#include "app/widgets/theme.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtGui/QImage>
#include <QtGui/QPainter>
#include <QtSvg/QSvgRenderer>
#include <QtTest/QtTest>

using namespace dropseal::app;

/// What the program carries with it, against the files in resources/.
class ResourcesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyIconIsCarriedAndCanBeDrawn();
    void theirLicencesAreCarried();
    void theDesktopIconIsTheMark();
    void theDesktopFileNamesWhatThereIs();

private:
    static QString text(const QString& path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    }
    static QString source(const char* path) {
        return QStringLiteral(RESOURCES_FOLDER) + QLatin1Char('/') + QLatin1String(path);
    }
};

void ResourcesTest::everyIconIsCarriedAndCanBeDrawn() {
    const QStringList files = QDir(source("icons")).entryList({QStringLiteral("*.svg")}, QDir::Files);
    QVERIFY(!files.isEmpty());
    for (const QString& file : files) {
        const QString carried = QStringLiteral(":/dropseal/icons/") + file;
        QVERIFY2(QFile::exists(carried), qPrintable(file));
        QVERIFY2(QSvgRenderer(carried).isValid(), qPrintable(file));
    }
}

void ResourcesTest::theirLicencesAreCarried() {
    const QString licence = text(QStringLiteral(":/dropseal/icons/LICENSE"));
    QVERIFY(licence.contains(QStringLiteral("ISC License")));
    QVERIFY(licence.contains(QStringLiteral("The MIT License (MIT)")));
    QVERIFY(licence.contains(QStringLiteral("Cole Bemis")));
}

void ResourcesTest::theDesktopIconIsTheMark() {
    constexpr int Side = 96;
    QImage drawn(Side, Side, QImage::Format_ARGB32_Premultiplied);
    QImage loaded = drawn;
    for (QImage* image : {&drawn, &loaded})
        image->fill(Qt::transparent);
    QSvgRenderer svg(source("desktop/dropseal.svg"));
    QVERIFY(svg.isValid());
    {
        QPainter painter(&loaded);
        svg.render(&painter, QRectF(0, 0, Side, Side));
    }
    {
        QPainter painter(&drawn);
        drawSeal(painter, QRectF(0, 0, Side, Side), SealState::Filled,
                 themeColor(ThemeName::Light, ColorRole::Accent),
                 themeColor(ThemeName::Light, ColorRole::TextOnAccent));
    }
    qint64 difference = 0;
    for (int y = 0; y < Side; ++y) {
        for (int x = 0; x < Side; ++x) {
            const QRgb one = drawn.pixel(x, y);
            const QRgb other = loaded.pixel(x, y);
            difference += qAbs(qAlpha(one) - qAlpha(other)) + qAbs(qRed(one) - qRed(other));
        }
    }
    QVERIFY2(difference < qint64{Side} * Side, qPrintable(QString::number(difference)));
}

void ResourcesTest::theDesktopFileNamesWhatThereIs() {
    const QString entry = text(source("desktop/dropseal.desktop"));
    QVERIFY(entry.contains(QStringLiteral("\nExec=dropseal %F\n")));
    QVERIFY(entry.contains(QStringLiteral("\nIcon=dropseal\n")));
}

QTEST_MAIN(ResourcesTest)
#include "tst_resources.moc"
