// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/widgets/bar.h"
#include "app/widgets/theme.h"

namespace dropseal::app {

class IconView;
class Session;
class TextLabel;

/// Who can read along, said in a few words: "Encrypted, certificate checked".
struct ConnectionTruth {
    QString icon;
    ColorRole color;
    QString text;
};
ConnectionTruth connectionTruth(const Session& session, bool unreachable);

/// The server in use as it is called inside a sentence: "files.example.org", "this computer".
QString serverInSentence(const Session& session);

/// The left side of a footer that says it.
class TruthLine : public QWidget {
    Q_OBJECT
public:
    explicit TruthLine(QWidget* parent = nullptr);
    void say(const ConnectionTruth& truth);

private:
    IconView* m_icon;
    TextLabel* m_text;
};

} // namespace dropseal::app
