// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/widgets/gallery_pages.h"

#include "app/widgets/banner.h"
#include "app/widgets/buttons.h"
#include "app/widgets/choice_box.h"
#include "app/widgets/file_delegate.h"
#include "app/widgets/icons.h"
#include "app/widgets/link_chip.h"
#include "app/widgets/metrics.h"
#include "app/widgets/paint_tools.h"
#include "app/widgets/seal_mark.h"
#include "app/widgets/segments.h"
#include "app/widgets/theme_picker.h"
#include "app/widgets/toast.h"

#include <QtCore/QCoreApplication>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QDateTimeEdit>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QListWidget>
#include <QtWidgets/QMenu>
#include <QtWidgets/QMessageBox>
#include <QtWidgets/QProgressBar>
#include <QtWidgets/QRadioButton>
#include <QtWidgets/QSpinBox>
#include <QtWidgets/QTreeView>

namespace dropseal::gallery {

using namespace dropseal::app;

namespace {

QString text(const char* utf8) {
    return QString::fromUtf8(utf8);
}

QHBoxLayout* line(std::initializer_list<QWidget*> widgets) {
    auto* row = new QHBoxLayout;
    for (QWidget* widget : widgets) {
        row->addWidget(widget);
    }
    row->addStretch(1);
    return row;
}

template <typename Widget>
Widget* disabled(Widget* widget) {
    widget->setEnabled(false);
    return widget;
}

QWidget* controlsPage() {
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setSpacing(metrics::space(3));
    column->addLayout(
        line({makeButton(text("Primary"), ButtonRole::Primary, text("plus")),
              makeButton(text("Raised"), ButtonRole::Raised, text("folder")),
              makeButton(text("Flat"), ButtonRole::Flat, text("download")),
              makeButton(text("Danger"), ButtonRole::Danger, text("trash-2")),
              makeButton(text("Delete user"), ButtonRole::FilledDanger),
              makeButton(text("Link"), ButtonRole::Link), makeIconButton(text("menu"), text("Menu"))}));
    column->addLayout(line({disabled(makeButton(text("Primary"), ButtonRole::Primary, text("plus"))),
                            disabled(makeButton(text("Raised"), ButtonRole::Raised, text("folder"))),
                            disabled(makeButton(text("Flat"), ButtonRole::Flat, text("download"))),
                            disabled(makeButton(text("Danger"), ButtonRole::Danger, text("trash-2"))),
                            disabled(makeButton(text("Link"), ButtonRole::Link))}));
    auto* box = new ChoiceBox(text("Expire after"));
    box->addItems({text("7 days"), text("1 day")});
    auto* spin = new QSpinBox;
    spin->setValue(10);
    auto* plain = new QLineEdit;
    plain->setPlaceholderText(text("Server address"));
    auto* off = disabled(new QLineEdit(text("cannot be changed")));
    column->addLayout(line({box, spin, plain, off}));
    auto* on = new QCheckBox(text("Copy the link at once"));
    on->setChecked(true);
    auto* partly = new QCheckBox(text("Some"));
    partly->setTristate(true);
    partly->setCheckState(Qt::PartiallyChecked);
    auto* fixed = disabled(new QCheckBox(text("Check the fingerprint")));
    fixed->setChecked(true);
    column->addLayout(line({on, new QCheckBox(text("Show a notification")), partly, fixed}));
    auto* live = new QRadioButton(text("When the upload is complete"));
    live->setChecked(true);
    column->addLayout(line({live, new QRadioButton(text("At once"))}));
    auto* segments = new Segments(text("Protect with a password"));
    segments->setChoices({text("Never"), text("Ask each time"), text("Always, suggested")});
    segments->choose(0);
    column->addLayout(line({segments}));
    auto* progress = new QProgressBar;
    progress->setValue(40);
    auto* unknown = new QProgressBar;
    unknown->setRange(0, 0);
    column->addWidget(progress);
    column->addWidget(unknown);
    auto* chip = new LinkChip;
    chip->setLink(text("https://files.ostwald.example/s/7Kq9xWmTn4Rb2LcDpQ8v"), SealState::Filled);
    column->addLayout(line({chip}));
    auto* picker = new ThemePicker;
    picker->choose(ThemeSource::Choice::System);
    column->addWidget(picker);
    auto* warning = new Banner;
    warning->say(Banner::Level::Warning, text("triangle-alert"), {},
                 text("Your keyring is locked, so Dropseal cannot stay signed in."), text("Unlock"));
    auto* danger = new Banner;
    danger->say(Banner::Level::Danger, text("circle-alert"), text("The certificate has changed."),
                text("Somebody may be reading along."));
    column->addWidget(warning);
    column->addWidget(danger);
    column->addStretch(1);
    return page;
}

class FloatingPage : public QWidget {
public:
    FloatingPage() {
        auto* column = new QVBoxLayout(this);
        auto* list = new QTreeView;
        column->addWidget(list);
        makeTable(list, text("Files"));
        auto* toast = new Toast(this);
        toast->setRoomBelow(metrics::footer() + metrics::space(4));
        toast->say(text("Link copied. Facade north.jpg is on its way."),
                   {text("Change options"), [] {}, false});
        m_menu = new QMenu(this);
        m_menu->addAction(icon(text("plus")), text("Add files…"))->setShortcut(QKeySequence(text("Ctrl+O")));
        m_menu->addAction(icon(text("clipboard-paste")), text("Paste"))->setShortcut(QKeySequence::Paste);
        m_menu->addSeparator();
        QAction* compact = m_menu->addAction(text("Compact rows"));
        compact->setCheckable(true);
        compact->setChecked(true);
        m_menu->addAction(text("Rename"))->setEnabled(false);
        m_menu->addMenu(text("Copy link for"));
        m_menu->setActiveAction(compact);
        m_menu->setWindowFlags(Qt::Widget); // part of the picture
        m_menu->move(40, 40);
        m_menu->resize(m_menu->sizeHint());
        m_menu->show();
    }

private:
    QMenu* m_menu;
};

/// A combo box that is open and a question, as pictures in a page.
class PopupsPage : public QWidget {
public:
    PopupsPage() {
        auto* column = new QVBoxLayout(this);
        auto* box = new ChoiceBox(text("Expire after"));
        box->addItems({text("1 hour"), text("1 day"), text("7 days"), text("30 days")});
        box->setCurrentIndex(2);
        column->addWidget(box, 0, Qt::AlignLeading);
        column->addWidget(grabbed(openList(*box)));
        QMessageBox question(QMessageBox::Question, text("Dropseal"), text("Delete 3 files?"));
        question.setInformativeText(text("Their links stop working."));
        setButtonRole(question.addButton(text("Delete"), QMessageBox::DestructiveRole),
                      ButtonRole::FilledDanger);
        question.addButton(QMessageBox::Cancel);
        question.show();
        column->addWidget(grabbed(question.grab()));
        auto* when = new QDateTimeEdit(QDateTime(QDate(2026, 11, 26), QTime(13, 47)));
        column->addWidget(when, 0, Qt::AlignLeading);
        auto* scrolled = new QListWidget;
        for (int row = 0; row < 40; ++row) {
            scrolled->addItem(text("Row"));
        }
        scrolled->setCurrentRow(1);
        column->addWidget(scrolled, 1);
    }

private:
    static QPixmap openList(ChoiceBox& box) {
        box.showPopup();
        QCoreApplication::processEvents();
        const QPixmap picture = box.view()->window()->grab();
        box.hidePopup();
        return picture;
    }

    static QLabel* grabbed(const QPixmap& picture) {
        auto* label = new QLabel;
        label->setPixmap(picture);
        return label;
    }
};

class SealsPage : public QWidget {
protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        int x = 8;
        for (const int side : {14, 16, 24, 48, 96}) {
            int y = 8;
            for (const SealState state : {SealState::Filled, SealState::Dashed, SealState::Cracked}) {
                drawSeal(painter, QRectF(x, y, side, side), state);
                y += 104;
            }
            x += side + 16;
        }
        drawBlankSeal(painter, QRectF(x, 8, 140, 140));
        drawBlankSeal(painter, QRectF(x, 160, 48, 48));
    }
};

} // namespace

std::vector<Page> controlPages() {
    return {{"controls", {760, 620}, controlsPage},
            {"floating", {700, 420}, [] { return new FloatingPage; }},
            {"popups", {700, 640}, [] { return new PopupsPage; }},
            {"seals", {460, 320}, [] { return new SealsPage; }}};
}

} // namespace dropseal::gallery
