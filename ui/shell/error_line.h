// One line across the window that says what went wrong, where, and what to try, until it is put away or no longer true.
#pragma once

#include <QFrame>

class QLabel;

namespace shelf {

struct Tokens;

class ErrorLine : public QFrame {
    Q_OBJECT

public:
    explicit ErrorLine(QWidget* parent = nullptr);
    void say(const QString& line); // empty hides it
    QString text() const;
    void useColours(const Tokens& tokens);

private:
    QLabel* m_text;
};

} // namespace shelf
