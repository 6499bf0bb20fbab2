// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QTimer>
#include <QtWidgets/QWidget>

class QPushButton;
class QSplitter;
class QToolButton;

namespace dropseal::app {

class Bar;
class TextLabel;
class TransferView;
struct PageContext;

/// The transfers under the Files list: a head that folds it, and the list. Shown while anything is unfinished
/// or failed; its height and whether it is open are kept.
class TransferDock : public QWidget {
    Q_OBJECT
public:
    explicit TransferDock(PageContext& context, QWidget* parent = nullptr);

    /// It is the lower of the two widgets of `splitter`, and sets its own share there.
    void liveIn(QSplitter* splitter);
    TransferView* view() const { return m_view; }
    bool isOpen() const;
    void applyHeight(); ///< when the splitter has another size, or its other widget another least size

Q_SIGNALS:
    void goesAway(); ///< it is about to be hidden: the focus must not be lost with it

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    Bar* makeHead();
    void setOpen(bool open);
    void keepHeight();
    void updateHead();
    void updateChosenActs();

    PageContext& m_context;
    QSplitter* m_splitter = nullptr;
    QToolButton* m_fold;
    TextLabel* m_summary;
    TransferView* m_view;
    QPushButton* m_pause_all = nullptr;
    QPushButton* m_resume_all = nullptr;
    QTimer m_look;                    ///< gathers what came and failed
    QWidget* m_chosen_acts = nullptr; ///< of the rows that are selected; not there while none is
    Bar* m_head;                      ///< made last: it fills in the ones above
};

} // namespace dropseal::app
