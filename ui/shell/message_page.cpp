#include "ui/shell/message_page.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace shelf {

namespace {

constexpr int titlePixels = 16;
constexpr int detailWidth = 560;

} // namespace

MessagePage::MessagePage(QWidget* parent)
    : QWidget(parent), m_title(new QLabel(this)), m_detail(new QLabel(this)), m_button(new QPushButton(this))
{
    QFont large = font();
    large.setPixelSize(titlePixels);
    large.setBold(true);
    m_title->setFont(large);
    m_title->setAlignment(Qt::AlignCenter);
    m_detail->setAlignment(Qt::AlignCenter);
    m_detail->setWordWrap(true);
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_detail->setFixedWidth(detailWidth);
    m_button->setMinimumSize(150, 32);

    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    layout->addStretch(2);
    layout->addWidget(m_title, 0, Qt::AlignHCenter);
    layout->addWidget(m_detail, 0, Qt::AlignHCenter);
    layout->addWidget(m_button, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    connect(m_button, &QPushButton::clicked, this, &MessagePage::pressed);
}

void MessagePage::say(const QString& title, const QString& detail, const QString& button)
{
    m_title->setText(title);
    m_detail->setText(detail);
    m_detail->setMinimumHeight(m_detail->heightForWidth(detailWidth)); // the layout would not ask how high wrapped text is
    m_detail->setHidden(detail.isEmpty());
    m_button->setText(button);
    m_button->setHidden(button.isEmpty());
}

QString MessagePage::title() const
{
    return m_title->text();
}

} // namespace shelf
