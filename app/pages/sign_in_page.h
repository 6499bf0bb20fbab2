// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/form_page.h"

class QCheckBox;

namespace dropseal::app {

class PasswordField;
class TruthLine;

/// Sign in to the server in use. What was typed stays until the sign-in worked. GUI thread.
class SignInPage : public FormPage {
    Q_OBJECT
public:
    explicit SignInPage(PageContext& context, QWidget* parent = nullptr);

    QString title() const override;
    void entered() override;

protected:
    void submit() override;
    void cancel() override;
    FormField* fieldOf(ErrorCode code) const override;

private:
    void addStaySignedIn();
    void showServer();
    void showKeyring();
    void answered(const ApiResult<Nothing>& result);

    Session& m_session;
    Navigator& m_navigator;
    QLineEdit* m_login;
    PasswordField* m_password;
    FormField* m_password_field;
    QCheckBox* m_stay = nullptr;
    QPushButton* m_create = nullptr;
    TextLabel* m_closed;
    TruthLine* m_truth;
    QString m_server; ///< for which the fields were filled
    bool m_unreachable = false;
};

} // namespace dropseal::app
