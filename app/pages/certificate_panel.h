// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/api_client/api_error.h"

#include <QtWidgets/QWidget>

class QLineEdit;
class QPushButton;

namespace dropseal::app {

class FormField;
class TextLabel;

/// "3a7f01c2 9be4…": the SHA-256 of a certificate in eight groups on two lines.
QString fingerprintInGroups(const QString& fingerprint);

/// A certificate that no authority vouches for: its fingerprint, Trust this server, Go back. One that changed
/// is not trusted by one click: its last four characters must be typed. GUI thread.
class CertificatePanel : public QWidget {
    Q_OBJECT
public:
    explicit CertificatePanel(QWidget* parent = nullptr);

    void ask(const ApiError& fault, const QString& sentence);
    QString fingerprint() const { return m_fingerprint; }
    void focusFirst();
    void submit(); ///< Enter

Q_SIGNALS:
    void trusted(const QString& fingerprint);
    void refused();

private:
    bool mayTrust() const;
    void refresh();

    TextLabel* m_sentence;
    TextLabel* m_groups;
    QLineEdit* m_last;
    FormField* m_last_field;
    QPushButton* m_trust;
    QPushButton* m_back;
    QString m_fingerprint;
    bool m_changed = false;
};

} // namespace dropseal::app
