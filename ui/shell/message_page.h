// What stands where a view has nothing to show: one sentence, what to do, one button (left out where empty).
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace shelf {

class MessagePage : public QWidget {
    Q_OBJECT

public:
    explicit MessagePage(QWidget* parent = nullptr);
    void say(const QString& title, const QString& detail, const QString& button);
    QString title() const;

Q_SIGNALS:
    void pressed();

private:
    QLabel* m_title;
    QLabel* m_detail;
    QPushButton* m_button;
};

} // namespace shelf
