// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/api_client/error_words.h"

#include <QtCore/QString>

#include <chrono>

namespace dropseal::app {

struct PageContext;

/// The server in a sentence: "files.example.org", "this computer".
QString serverInWords(const PageContext& context);
/// Why a call failed, for a person; `file` as the server has it.
QString errorText(const PageContext& context, const ApiError& error, ErrorContext::Place place,
                  const QString& file = {});
/// "7 days", "1 hour": the lives that a link can have.
QString lifeText(std::chrono::seconds life);

} // namespace dropseal::app
