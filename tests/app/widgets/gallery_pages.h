// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QWidget>

#include <functional>
#include <vector>

namespace dropseal::gallery {

/// One picture: what it is called, how large it is, what is on it.
struct Page {
    const char* name;
    QSize size;
    std::function<QWidget*()> make; ///< the caller owns it
};

std::vector<Page> pages();        ///< all
std::vector<Page> controlPages(); ///< those of single controls

} // namespace dropseal::gallery
