// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/api_client/api_error.h"

namespace dropseal::app {

/// Where the error is shown, and what it was about. What is not known stays empty.
struct ErrorContext {
    enum class Place {
        Other,
        Connect,
        SignIn,
        CreateAccount,
        FirstAccount,
        Upload,
        Download,
        Files,
        Session
    };

    Place place = Place::Other;
    QString server;   ///< "files.example.org", or "this computer"
    QString file;     ///< a file's name, as it may be shown
    qint64 size = -1; ///< of that file
    qint64 quota = -1;
};

/// The one thing that helps; the page gives it a button with its own words.
enum class ErrorAct { None, Retry, SignIn, UseAnotherServer, ShowCertificate, ChooseFolder, AddFileAgain };

struct ErrorWords {
    QString text; ///< what did not happen, why, and what to do; plain text
    ErrorAct act = ErrorAct::None;
    QString
        details; ///< for the tool tip and for Copy details: code, status, request id, the system's own words
};

/// The words for a person. Their language is the language of the whole app; numbers and times are of
/// QLocale().
ErrorWords errorWords(const ApiError& error, const ErrorContext& context);
/// For below a field that the server found wrong (validation_failed).
QString fieldWords(const FieldError& field);

} // namespace dropseal::app
