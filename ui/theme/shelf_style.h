// Fusion with room around texts in tables and headers, and grid lines in the palette's line colour.
#pragma once

#include <QProxyStyle>

namespace shelf {

class ShelfStyle : public QProxyStyle {
    Q_OBJECT

public:
    ShelfStyle();
    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* returned) const override;
};

} // namespace shelf
