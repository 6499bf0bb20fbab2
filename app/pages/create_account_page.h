// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/form_page.h"

namespace dropseal::app {

class PasswordField;
class TruthLine;

/// An account on the server in use; it signs in by itself. Where the server takes none, it says so. GUI
/// thread.
class CreateAccountPage : public FormPage {
    Q_OBJECT
public:
    explicit CreateAccountPage(PageContext& context, QWidget* parent = nullptr);

    QString title() const override;
    void entered() override;

protected:
    void submit() override;
    void cancel() override;
    void leave() override;
    FormField* fieldOf(ErrorCode code) const override;

private:
    void showServer();
    void answered(const ApiResult<Nothing>& result);

    Session& m_session;
    Navigator& m_navigator;
    QLineEdit* m_email;
    PasswordField* m_password;
    FormField* m_email_field;
    FormField* m_password_field;
    QPushButton* m_create;
    TruthLine* m_truth;
    QString m_server;
};

} // namespace dropseal::app
