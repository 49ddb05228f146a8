#include "ui/theme/theme.h"

#include "ui/theme/shelf_style.h"

#include <QApplication>

namespace shelf {

namespace {

constexpr int darkBelowLightness = 128;

QPalette paletteOf(const Tokens& tokens, bool dark)
{
    QPalette palette;
    palette.setColor(QPalette::Window, tokens.window);
    palette.setColor(QPalette::WindowText, tokens.text);
    palette.setColor(QPalette::Base, tokens.base);
    palette.setColor(QPalette::AlternateBase, tokens.window);
    palette.setColor(QPalette::Text, tokens.text);
    palette.setColor(QPalette::Button, tokens.raised);
    palette.setColor(QPalette::ButtonText, tokens.text);
    palette.setColor(QPalette::BrightText, tokens.error);
    palette.setColor(QPalette::ToolTipBase, tokens.raised);
    palette.setColor(QPalette::ToolTipText, tokens.text);
    palette.setColor(QPalette::PlaceholderText, tokens.muted);
    palette.setColor(QPalette::Link, tokens.accent);
    palette.setColor(QPalette::LinkVisited, tokens.accent);
    palette.setColor(QPalette::Highlight, tokens.accent);
    palette.setColor(QPalette::HighlightedText, dark ? tokens.base : QColor(Qt::white));
    // Fusion draws edges with these.
    palette.setColor(QPalette::Light, dark ? tokens.raised.lighter(110) : QColor(Qt::white));
    palette.setColor(QPalette::Midlight, tokens.raised);
    palette.setColor(QPalette::Mid, tokens.line);
    palette.setColor(QPalette::Dark, tokens.controlEdge);
    palette.setColor(QPalette::Shadow, dark ? QColor(Qt::black) : tokens.controlEdge);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, tokens.muted);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, tokens.line);
    return palette;
}

} // namespace

QString appearanceName(Appearance appearance)
{
    switch (appearance) {
    case Appearance::Light:
        return QStringLiteral("light");
    case Appearance::Dark:
        return QStringLiteral("dark");
    case Appearance::System:
        break;
    }
    return QStringLiteral("system");
}

Appearance appearanceFromName(const QString& name)
{
    for (const Appearance appearance : {Appearance::Light, Appearance::Dark}) {
        if (name == appearanceName(appearance))
            return appearance;
    }
    return Appearance::System;
}

const Tokens& tokensFor(bool dark)
{
    static const Tokens lightTokens{.base = 0xFFFFFF,
        .window = 0xF5F6F8,
        .raised = 0xFFFFFF,
        .line = 0xD9DDE3,
        .controlEdge = 0x78838F,
        .text = 0x1B2430,
        .muted = 0x59636F,
        .accent = 0x0A62C2,
        .accentSoft = 0xE3EEFB,
        .error = 0xB3261E,
        .errorSoft = 0xFCE8E6};
    static const Tokens darkTokens{.base = 0x14181E,
        .window = 0x1B2027,
        .raised = 0x222933,
        .line = 0x39424F,
        .controlEdge = 0x7F8C99,
        .text = 0xE8ECF1,
        .muted = 0xA3AEBB,
        .accent = 0x6BAEFF,
        .accentSoft = 0x1D3350,
        .error = 0xFF8A80,
        .errorSoft = 0x3E1F1E};
    return dark ? darkTokens : lightTokens;
}

Theme::Theme() : m_systemIsDark(QApplication::palette().color(QPalette::Window).lightness() < darkBelowLightness)
{
    QApplication::setStyle(new ShelfStyle);
}

bool Theme::isDark() const
{
    return m_appearance == Appearance::Dark || (m_appearance == Appearance::System && m_systemIsDark);
}

void Theme::use(Appearance appearance)
{
    m_appearance = appearance;
    QPalette palette = paletteOf(tokens(), isDark());
    QApplication::setPalette(palette);
    // A scroll bar's handle stands out from its groove.
    palette.setColor(QPalette::Button, tokens().line);
    QApplication::setPalette(palette, "QScrollBar");
}

} // namespace shelf
