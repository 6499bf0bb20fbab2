// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/form_page.h"
#include "shared/api/system_messages.h"

class QStringListModel;

namespace dropseal::app {

class CertificatePanel;

/// Asks for the address of a server and checks what answers there. GUI thread.
class ChooseServerPage : public FormPage {
    Q_OBJECT
public:
    explicit ChooseServerPage(PageContext& context, QWidget* parent = nullptr);

    QString title() const override;
    void entered() override;

protected:
    void submit() override;
    void cancel() override;
    void leave() override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void answered(const ApiResult<api::RootInfo>& root);
    void say(const ApiError& error, const QString& server);
    void showAddress();
    void showCertificate(const ApiError& error, const QString& server);
    void trust(const QString& fingerprint);

    Session& m_session;
    ServerProfiles& m_profiles;
    Navigator& m_navigator;
    QLineEdit* m_address;
    QStringListModel* m_known;
    QPushButton* m_this_computer;
    CertificatePanel* m_certificate;
};

} // namespace dropseal::app
