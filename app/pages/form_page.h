// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/api_client/api_result.h"
#include "app/api_client/error_words.h"
#include "app/pages/page.h"
#include "app/widgets/bar.h"

#include <QtCore/QDeadlineTimer>
#include <QtCore/QPointer>
#include <QtCore/QTimer>

class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace dropseal::app {

class Banner;
class FormError;
class FormField;
class TextLabel;

/// What the pages around signing in share: a centred column with the seal, a heading and a sentence; fields;
/// the error of the whole form; the primary button, with Cancel beside it while one waits; a line below; a
/// banner above and a footer. Enter submits, Esc cancels or leaves, focus goes to the first empty field,
/// errors stand at their field, and what was typed stays. GUI thread.
class FormPage : public Page {
    Q_OBJECT
public:
    void entered() override;
    QList<QWidget*> areas() const override;
    int roomBelow() const override;

protected:
    FormPage(const QString& heading, QWidget* parent);

    void setHeading(const QString& heading);
    void setSentence(const QString& sentence);
    QString sentence() const;
    QWidget* form() const { return m_form; } ///< all that is in the middle
    /// `wire_names`: how the server calls it in validation_failed. Takes ownership.
    FormField* addField(const QString& label, QLineEdit* input, const QStringList& wire_names,
                        std::function<QString(const QString&)> check);
    void addRow(QWidget* row, double units_above); ///< takes ownership
    /// Something that may stand in the place of the body; hidden. Takes ownership.
    void addInstead(QWidget* other);
    QWidget* body() const { return m_body; } ///< all below the heading
    /// The error of the whole form, the primary button and Cancel; after the fields.
    QPushButton* addButtons(const QString& primary, const QString& while_working);
    /// "No account yet? Create account": gives the link; after the buttons. `question` may be empty.
    QPushButton* addLine(const QString& question, const QString& link);
    Banner* banner() const { return m_banner; }
    Bar* footer(); ///< made at the first call

    bool isWorking() const { return m_working; }
    void setWorking(bool working);
    /// At its field where it has one, else above the button. Cancelled says nothing. Too many tries: counts
    /// down, and the button waits with it.
    void showError(const ApiError& error, const ErrorContext& context);
    void clearErrors();
    void focusFirstEmpty();

    virtual void submit() {} ///< every field passed its check
    virtual void cancel() {} ///< the person does not want to wait any longer
    virtual void leave() {}  ///< Esc, where nothing is waited for
    /// The field that an error of the whole request belongs to; none: it is the form's.
    virtual FormField* fieldOf(ErrorCode code) const;
    void edited(); ///< something was changed: what the server said of it is over

    void keyPressEvent(QKeyEvent* event) override;

private:
    struct Row {
        FormField* field;
        QLineEdit* input;
        QStringList wire_names;
    };

    void trySubmit();
    void showFieldErrors(const ApiError& error);
    void startWaiting(const ApiError& error, const ErrorContext& context);
    void tick();
    bool isWaiting() const { return m_wait_tick.isActive(); }
    void updateButton();

    Banner* m_banner;
    QWidget* m_form;
    QWidget* m_body;
    QVBoxLayout* m_column; ///< of the body
    TextLabel* m_heading;
    TextLabel* m_sentence;
    QWidget* m_scroll;
    std::vector<Row> m_rows;
    FormError* m_error;
    QPushButton* m_primary = nullptr;
    QPushButton* m_cancel = nullptr;
    QString m_primary_text;
    QString m_working_text;
    Bar* m_footer = nullptr;
    bool m_working = false;
    QPointer<FormField> m_refused; ///< the field at which an error of the whole request stands
    QTimer m_wait_tick;
    QDeadlineTimer m_wait_over;
    ApiError m_wait_error;
    ErrorContext m_wait_context;
};

} // namespace dropseal::app
