// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/first_account_page.h"

#include "app/pages/connection_truth.h"
#include "app/pages/form_checks.h"
#include "app/session/session.h"
#include "app/widgets/buttons.h"
#include "app/widgets/form_field.h"
#include "app/widgets/password_field.h"

#include <QtWidgets/QLineEdit>

namespace dropseal::app {

FirstAccountPage::FirstAccountPage(PageContext& context, QWidget* parent)
    : FormPage(tr("Create the first account"), parent)
    , m_session(context.session)
    , m_navigator(context.navigator)
    , m_email(new QLineEdit)
    , m_password(new PasswordField) {
    setSentence(tr("It administers the server on this computer."));
    m_email_field = addField(tr("E-mail"), m_email, {QStringLiteral("email")}, wrongEmail);
    FormField* password =
        addField(tr("Password"), m_password, {QStringLiteral("password")}, wrongNewPassword);
    password->setHelp(tr("At least 8 characters."));
    addButtons(tr("Continue"), tr("Creating the account"));
    m_sign_in = addLine({}, tr("Sign in"));
    m_sign_in->parentWidget()->hide();
    auto* truth = new TruthLine;
    truth->say({QStringLiteral("monitor"), ColorRole::TextMuted,
                tr("The account and the files stay on this computer")});
    QPushButton* other = makeFooterLink(tr("Use another server"));
    footer()->row()->addWidget(truth, 1);
    footer()->row()->addWidget(other);
    connect(m_sign_in, &QPushButton::clicked, this, [this] { m_navigator.show(PageId::SignIn); });
    connect(other, &QPushButton::clicked, this, [this] { m_navigator.show(PageId::ChooseServer); });
}

QString FirstAccountPage::title() const {
    return tr("Create the first account");
}

void FirstAccountPage::submit() {
    setWorking(true);
    m_session.createFirstAccount(m_email->text(), m_password->text(), this,
                                 [this](const ApiResult<Nothing>& result) { answered(result); });
}

void FirstAccountPage::cancel() {
    m_session.cancelSignIn();
}

void FirstAccountPage::answered(const ApiResult<Nothing>& result) {
    setWorking(false);
    if (result) {
        m_email->clear();
        m_password->clear();
        return;
    }
    ErrorContext about;
    about.place = ErrorContext::Place::FirstAccount;
    about.server = serverInSentence(m_session);
    showError(result.error(), about);
    const ErrorAct act = errorWords(result.error(), about).act;
    m_sign_in->parentWidget()->setVisible(act == ErrorAct::SignIn &&
                                          fieldOf(result.error().problem.code) == nullptr);
}

FormField* FirstAccountPage::fieldOf(ErrorCode code) const {
    return code == ErrorCode::email_taken ? m_email_field : nullptr;
}

} // namespace dropseal::app
