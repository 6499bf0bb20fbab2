// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/choose_server_page.h"

#include "app/pages/certificate_panel.h"
#include "app/pages/connection_truth.h"
#include "app/session/server_address.h"
#include "app/session/session.h"
#include "app/widgets/banner.h"
#include "app/widgets/buttons.h"
#include "app/widgets/form_field.h"

#include <QtCore/QStringListModel>
#include <QtGui/QKeyEvent>
#include <QtWidgets/QCompleter>
#include <QtWidgets/QLineEdit>

namespace dropseal::app {

namespace {

QString wrongAddress(const QString& text) {
    if (text.trimmed().isEmpty())
        return ChooseServerPage::tr("Type the address of a server.");
    return parseServerAddress(text)
               ? QString()
               : ChooseServerPage::tr("This is no address of a server. It looks like files.example.org.");
}

bool isOfCertificate(const ApiError& error) {
    return !error.fingerprint.isEmpty() && (error.kind == ApiError::Kind::CertificateUnknown ||
                                            error.kind == ApiError::Kind::CertificateChanged);
}

} // namespace

ChooseServerPage::ChooseServerPage(PageContext& context, QWidget* parent)
    : FormPage(tr("Use a server"), parent)
    , m_session(context.session)
    , m_profiles(context.profiles)
    , m_navigator(context.navigator)
    , m_address(new QLineEdit)
    , m_known(new QStringListModel(this))
    , m_certificate(new CertificatePanel) {
    m_address->setPlaceholderText(QStringLiteral("files.example.org"));
    m_address->setInputMethodHints(Qt::ImhUrlCharactersOnly | Qt::ImhNoAutoUppercase);
    auto* completer = new QCompleter(m_known, m_address);
    completer->setCompletionMode(QCompleter::InlineCompletion);
    m_address->setCompleter(completer);
    addField(tr("Server address"), m_address, {QStringLiteral("address")}, wrongAddress);
    addButtons(tr("Connect"), tr("Connecting"));
    QPushButton* back = addLine({}, tr("Go back"));
    addInstead(m_certificate);
    m_this_computer = makeFooterLink(tr("Use this computer"));
    footer()->row()->addStretch(1);
    footer()->row()->addWidget(m_this_computer);
    connect(back, &QPushButton::clicked, this, &ChooseServerPage::leave);
    connect(m_this_computer, &QPushButton::clicked, this, [this] { m_session.useBundledBackend(); });
    connect(m_certificate, &CertificatePanel::trusted, this, &ChooseServerPage::trust);
    connect(m_certificate, &CertificatePanel::refused, this, [this] {
        showAddress();
        m_address->setFocus(Qt::OtherFocusReason);
    });
    showAddress();
}

QString ChooseServerPage::title() const {
    return tr("Choose server");
}

void ChooseServerPage::entered() {
    QStringList known;
    for (const ServerProfile& profile : m_profiles.all()) {
        if (!profile.bundled)
            known += profile.displayName();
    }
    m_known->setStringList(known);
    footer()->setVisible(m_session.state() != Session::State::NoServer && !m_session.profile().bundled);
    const auto& fault = m_session.connectionFault();
    if (!isWorking() && fault && isOfCertificate(*fault)) {
        m_address->setText(m_session.profile().displayName());
        say(*fault, serverInSentence(m_session));
        return;
    }
    FormPage::entered();
}

void ChooseServerPage::submit() {
    setWorking(true);
    m_session.connectTo(m_address->text(), this,
                        [this](const ApiResult<api::RootInfo>& root) { answered(root); });
}

void ChooseServerPage::cancel() {
    m_session.cancelConnect();
}

void ChooseServerPage::leave() {
    if (!m_certificate->isHidden()) {
        showAddress();
        m_address->setFocus(Qt::OtherFocusReason);
    } else if (!isWorking()) {
        m_navigator.goBack();
    }
}

void ChooseServerPage::answered(const ApiResult<api::RootInfo>& root) {
    setWorking(false);
    if (!root)
        say(root.error(), shownServer(m_session.lastTried()));
    else
        showAddress(); // the session goes on by itself
}

void ChooseServerPage::say(const ApiError& error, const QString& server) {
    if (isOfCertificate(error)) {
        showCertificate(error, server);
        return;
    }
    showAddress();
    ErrorContext about;
    about.place = ErrorContext::Place::Connect;
    about.server = server;
    showError(error, about);
    if (error.kind != ApiError::Kind::Cancelled)
        m_address->setFocus(Qt::OtherFocusReason);
}

void ChooseServerPage::showAddress() {
    clearErrors();
    banner()->dismiss();
    m_certificate->hide();
    setHeading(tr("Use a server"));
    setSentence(tr("Someone runs Dropseal for you, and gave you an address."));
    body()->show();
}

void ChooseServerPage::showCertificate(const ApiError& error, const QString& server) {
    clearErrors();
    body()->hide();
    setHeading(server);
    ErrorContext about;
    about.place = ErrorContext::Place::Connect;
    about.server = server;
    const QString words = errorWords(error, about).text;
    if (error.kind == ApiError::Kind::CertificateChanged) {
        setSentence({});
        banner()->say(Banner::Level::Danger, QStringLiteral("triangle-alert"),
                      tr("The certificate has changed."), words);
        m_certificate->ask(error, tr("Only go on when the administrator gives you this new fingerprint:"));
    } else {
        setSentence(tr("Is this the right server?"));
        banner()->dismiss();
        m_certificate->ask(error, words);
    }
    m_certificate->focusFirst();
}

void ChooseServerPage::trust(const QString& fingerprint) {
    m_session.trustCertificate(fingerprint);
    showAddress();
    const ServerProfile& profile = m_session.profile();
    const bool goes_on_by_itself = m_session.state() == Session::State::Connecting && !profile.bundled &&
                                   profile.base == m_session.lastTried();
    if (goes_on_by_itself)
        m_navigator.show(PageId::Connecting);
    else
        submit();
}

void ChooseServerPage::keyPressEvent(QKeyEvent* event) {
    const bool is_enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    const bool on_button = qobject_cast<QPushButton*>(focusWidget()) != nullptr;
    if (is_enter && !m_certificate->isHidden() && !on_button)
        m_certificate->submit();
    else
        FormPage::keyPressEvent(event);
}

} // namespace dropseal::app
