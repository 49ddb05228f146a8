// The main window: layout and actions. Views own themselves.
#pragma once

#include <QMainWindow>

class QActionGroup;
class QLabel;
class QStackedWidget;

namespace shelf {

class ErrorLine;
class MessagePage;
class ProductTableModel;
class ProductView;
class Theme;

class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    // The theme must outlive the window.
    explicit MainWindow(Theme& theme, QWidget* parent = nullptr);

    // Shows this workspace's products as soon as they come; returns at once. What goes wrong is said in the window.
    void openWorkspace(const QString& path);
    QString statusText() const;

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void makeActions();
    void makeAppearanceMenu();
    void listen();
    void chooseWorkspace();
    void reload();
    void showStatus();
    void showContent();
    void sayNoWorkspace();
    void pressPageButton();

    Theme& m_theme;
    QString m_path; // of the open workspace; empty: none
    ProductTableModel* m_products;
    ProductView* m_productView;
    MessagePage* m_page;
    QStackedWidget* m_stack;
    ErrorLine* m_error;
    QLabel* m_workspaceName;
    QLabel* m_productCount;
    QAction* m_reload = nullptr;
};

} // namespace shelf
