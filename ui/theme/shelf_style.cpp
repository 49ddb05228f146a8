#include "ui/theme/shelf_style.h"

#include <QStyleOption>

namespace shelf {

namespace {

constexpr int textMargin = 8;

} // namespace

ShelfStyle::ShelfStyle() : QProxyStyle(QStringLiteral("Fusion")) { }

int ShelfStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const
{
    switch (metric) {
    case PM_FocusFrameHMargin:
        return textMargin - 1; // items put their text one pixel further in
    case PM_HeaderMargin:
        return textMargin;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int ShelfStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* returned) const
{
    if (hint == SH_Table_GridLineColor && option)
        return static_cast<int>(option->palette.color(QPalette::Mid).rgb());
    return QProxyStyle::styleHint(hint, option, widget, returned);
}

} // namespace shelf
