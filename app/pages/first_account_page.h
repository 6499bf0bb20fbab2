// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/form_page.h"

namespace dropseal::app {

class PasswordField;

/// "Create the first account" of the server on this computer: its administrator. GUI thread.
class FirstAccountPage : public FormPage {
    Q_OBJECT
public:
    explicit FirstAccountPage(PageContext& context, QWidget* parent = nullptr);

    QString title() const override;

protected:
    void submit() override;
    void cancel() override;
    FormField* fieldOf(ErrorCode code) const override;

private:
    void answered(const ApiResult<Nothing>& result);

    Session& m_session;
    Navigator& m_navigator;
    QLineEdit* m_email;
    PasswordField* m_password;
    FormField* m_email_field;
    QPushButton* m_sign_in; ///< shown where somebody else made the first account meanwhile
};

} // namespace dropseal::app
