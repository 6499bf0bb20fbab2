// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/stores/login_name.h"

#include <QtCore/QString>

namespace dropseal::stores {
namespace {

std::string fold(std::string_view text) {
    const QString composed = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()))
                                 .normalized(QString::NormalizationForm_C);
    return composed.toCaseFolded().normalized(QString::NormalizationForm_C).toStdString();
}

} // namespace

std::string foldLoginName(std::string_view name) {
    return fold(name);
}

std::string foldForSearch(std::string_view text) {
    return fold(text);
}

} // namespace dropseal::stores
