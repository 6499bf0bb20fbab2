// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QWidget>

#include <functional>

class QHBoxLayout;
class QLineEdit;
class QPushButton;

namespace dropseal::app {

class TextLabel;

/// Label above, input, help or error below. The label is the input's accessible name. An error: red border,
/// icon, a sentence, which is the input's accessible description too; the label that shows it has the
/// description "Error" and is not shown when there is none.
class FormField : public QWidget {
    Q_OBJECT
public:
    /// Takes ownership of `input`.
    FormField(const QString& label, QWidget* input, QWidget* parent = nullptr);

    QWidget* input() const { return m_input; }
    void setHelp(const QString& text);
    void setError(const QString& sentence); ///< empty: none
    QString error() const;
    /// Something beside the label, at the far side ("Forgot password"); takes ownership.
    void addBesideLabel(QWidget* widget);
    /// Checks on leaving a filled field; the error goes at the first change. Returns the sentence, or nothing
    /// when it is right.
    void setCheck(std::function<QString(const QString& text)> check);
    /// For submitting: checks even an empty field, shows the error, says whether it is right.
    bool check();
    QString text() const; ///< of a QLineEdit inside; else empty
    void focusInput();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QLineEdit* lineEdit() const;

    QWidget* m_input;
    TextLabel* m_label;
    TextLabel* m_help;
    QWidget* m_error_row;
    TextLabel* m_error;
    QHBoxLayout* m_head;
    std::function<QString(const QString&)> m_check;
};

/// The error of a whole form (wrong sign-in): icon and sentence in red above the button; description "Error";
/// hidden when empty.
class FormError : public QWidget {
    Q_OBJECT
public:
    explicit FormError(QWidget* parent = nullptr);
    void setText(const QString& sentence);
    QString text() const;

private:
    TextLabel* m_text;
};

} // namespace dropseal::app
