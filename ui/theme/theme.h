// Colours of the window, light and dark: the one place where they are said.
#pragma once

#include <QColor>
#include <QPalette>
#include <QString>

namespace shelf {

enum class Appearance { System, Light, Dark };
QString appearanceName(Appearance appearance); // "system", "light", "dark": as settings and the command line spell it
Appearance appearanceFromName(const QString& name); // System where it is none of them

// All text pairs reach a contrast of 5:1, control edges 3:1.
struct Tokens {
    QColor base, window, raised;
    QColor line, controlEdge;
    QColor text, muted;
    QColor accent, accentSoft;
    QColor error, errorSoft;
};
const Tokens& tokensFor(bool dark);

// Sets Fusion and our palette for the whole program. Made once, before the first window: System is what the desktop's
// palette was then.
class Theme {
public:
    Theme();
    void use(Appearance appearance);
    Appearance appearance() const { return m_appearance; }
    bool isDark() const;
    const Tokens& tokens() const { return tokensFor(isDark()); }

private:
    bool m_systemIsDark;
    Appearance m_appearance = Appearance::System;
};

} // namespace shelf
