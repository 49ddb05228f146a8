#include "ui/shell/error_line.h"

#include "ui/theme/theme.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QStyle>
#include <QToolButton>

namespace shelf {

ErrorLine::ErrorLine(QWidget* parent) : QFrame(parent), m_text(new QLabel(this))
{
    setAutoFillBackground(true);
    m_text->setWordWrap(true); // a long path is not cut off
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    // A state is never colour alone: the sign in front says it too.
    auto* sign = new QLabel(this);
    sign->setPixmap(style()->standardIcon(QStyle::SP_MessageBoxCritical).pixmap(20, 20));
    sign->setAccessibleName(tr("Error"));
    auto* close = new QToolButton(this);
    close->setText(QStringLiteral("✕"));
    close->setAutoRaise(true);
    close->setMinimumSize(24, 24);
    close->setToolTip(tr("Put this message away"));
    close->setAccessibleName(close->toolTip());
    connect(close, &QToolButton::clicked, this, &QWidget::hide);

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 8, 6);
    layout->setSpacing(8);
    layout->addWidget(sign);
    layout->addWidget(m_text, 1);
    layout->addWidget(close);
    hide();
}

void ErrorLine::say(const QString& line)
{
    m_text->setText(line);
    setVisible(!line.isEmpty());
    if (!line.isEmpty()) {
        QAccessibleEvent alert(m_text, QAccessible::Alert);
        QAccessible::updateAccessibility(&alert);
    }
}

QString ErrorLine::text() const
{
    return isHidden() ? QString() : m_text->text();
}

void ErrorLine::useColours(const Tokens& tokens)
{
    QPalette colours = palette();
    colours.setColor(QPalette::Window, tokens.errorSoft);
    colours.setColor(QPalette::WindowText, tokens.error);
    colours.setColor(QPalette::ButtonText, tokens.error);
    colours.setColor(QPalette::Text, tokens.error);
    setPalette(colours);
}

} // namespace shelf
