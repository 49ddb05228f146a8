// What a person sees of the window: an empty state that says what to do, the products, one line where something failed.
#include "tests/ui/small_workspace.h"
#include "ui/catalog/product_view.h"
#include "ui/shell/error_line.h"
#include "ui/shell/main_window.h"
#include "ui/shell/message_page.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QMenuBar>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace shelf;

namespace {

double luminance(const QColor& colour)
{
    const auto channel = [](double c) { return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * channel(colour.redF()) + 0.7152 * channel(colour.greenF()) + 0.0722 * channel(colour.blueF());
}

// As WCAG 2.2 defines it.
double contrast(const QColor& one, const QColor& other)
{
    const double a = luminance(one), b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

} // namespace

class MainWindowTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void withoutWorkspaceItSaysWhatToDo();
    void showsProductsAndCountsThem();
    void emptyWorkspaceSaysHowToImport();
    void aMissingWorkspaceIsOneLine();
    void openingAnotherTakesTheErrorAway();
    void textsCanBeReadInBothAppearances_data();
    void textsCanBeReadInBothAppearances();
    void everyActionHasATextAndAName();

private:
    QString path(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }

    QTemporaryDir m_folder;
    std::unique_ptr<Theme> m_theme;
};

void MainWindowTest::initTestCase()
{
    QVERIFY(m_folder.isValid());
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_folder.path()); // not the person's own
    QApplication::setOrganizationName(QStringLiteral("shelfwright-test"));
    m_theme = std::make_unique<Theme>();
    m_theme->use(Appearance::Light);
    QCOMPARE(test::makeWorkspace(path("shop.shelf"), 1500), QString());
    QCOMPARE(test::makeWorkspace(path("empty.shelf"), 0), QString());
}

void MainWindowTest::withoutWorkspaceItSaysWhatToDo()
{
    MainWindow window(*m_theme);
    window.show();
    const auto* page = window.findChild<MessagePage*>();
    QVERIFY(page->isVisible());
    QVERIFY(page->title().contains(QStringLiteral("Open a workspace")));
    QVERIFY(page->findChild<QPushButton*>()->isVisible());
}

void MainWindowTest::showsProductsAndCountsThem()
{
    MainWindow window(*m_theme);
    window.show();
    window.openWorkspace(path("shop.shelf"));
    const auto* view = window.findChild<ProductView*>();
    QTRY_VERIFY(view->isVisible());
    QTRY_COMPARE(view->model()->rowCount(), 1500);
    QTRY_COMPARE(window.statusText(), QStringLiteral("shop · %1 products").arg(QLocale().toString(1500)));
    QTRY_COMPARE(view->model()->index(0, 1).data().toString(), QStringLiteral("Product 0")); // because the view asked for it
    QVERIFY(!view->model()->flags(view->model()->index(0, 1)).testFlag(Qt::ItemIsEditable));
}

void MainWindowTest::emptyWorkspaceSaysHowToImport()
{
    MainWindow window(*m_theme);
    window.show();
    window.openWorkspace(path("empty.shelf"));
    const auto* page = window.findChild<MessagePage*>();
    QTRY_VERIFY(page->title().contains(QStringLiteral("no products yet")));
    QVERIFY(page->isVisible());
    QTRY_COMPARE(window.statusText(), QStringLiteral("empty · 0 products"));
}

void MainWindowTest::aMissingWorkspaceIsOneLine()
{
    MainWindow window(*m_theme);
    window.show();
    window.openWorkspace(path("gone.shelf"));
    const auto* error = window.findChild<ErrorLine*>();
    QTRY_VERIFY(error->isVisible());
    QVERIFY2(error->text().contains(QStringLiteral("gone.shelf: ")), qPrintable(error->text()));
    QVERIFY(window.findChild<MessagePage*>()->isVisible()); // and what to do next is there
}

void MainWindowTest::openingAnotherTakesTheErrorAway()
{
    MainWindow window(*m_theme);
    window.show();
    window.openWorkspace(path("gone.shelf"));
    const auto* error = window.findChild<ErrorLine*>();
    QTRY_VERIFY(error->isVisible());
    window.openWorkspace(path("shop.shelf"));
    QVERIFY(!error->isVisible());
    QTRY_VERIFY(window.findChild<ProductView*>()->isVisible());
}

void MainWindowTest::textsCanBeReadInBothAppearances_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void MainWindowTest::textsCanBeReadInBothAppearances()
{
    QFETCH(bool, dark);
    const Tokens& tokens = tokensFor(dark);
    for (const QColor& ground : {tokens.base, tokens.window, tokens.raised}) {
        QVERIFY(contrast(tokens.text, ground) >= 5);
        QVERIFY(contrast(tokens.muted, ground) >= 5);
        QVERIFY(contrast(tokens.controlEdge, ground) >= 3);
    }
    QVERIFY(contrast(tokens.error, tokens.errorSoft) >= 5);
    Theme theme;
    theme.use(dark ? Appearance::Dark : Appearance::Light);
    const QPalette palette = QApplication::palette();
    QVERIFY(contrast(palette.color(QPalette::HighlightedText), palette.color(QPalette::Highlight)) >= 5);
    m_theme->use(Appearance::Light);
}

void MainWindowTest::everyActionHasATextAndAName()
{
    MainWindow window(*m_theme);
    const auto menus = window.menuBar()->actions();
    QVERIFY(menus.size() >= 3);
    const auto actions = window.findChildren<QAction*>();
    for (const QAction* action : actions)
        QVERIFY(action->isSeparator() || !action->text().isEmpty());
    QVERIFY(!window.findChild<ProductView*>()->accessibleName().isEmpty());
}

QTEST_MAIN(MainWindowTest)
#include "tst_main_window.moc"
