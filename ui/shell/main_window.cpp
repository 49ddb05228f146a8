#include "ui/shell/main_window.h"

#include "ui/catalog/product_table_model.h"
#include "ui/catalog/product_view.h"
#include "ui/shell/error_line.h"
#include "ui/shell/message_page.h"
#include "ui/theme/theme.h"

#include <QActionGroup>
#include <QApplication>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QLocale>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QSettings>
#include <QStackedWidget>
#include <QStatusBar>
#include <QVBoxLayout>

namespace shelf {

namespace {

constexpr QSize usualSize{1280, 800};

QString workspaceIn(const QMimeData& data)
{
    const QList<QUrl> urls = data.urls();
    return urls.size() == 1 && urls.constFirst().isLocalFile() ? urls.constFirst().toLocalFile() : QString();
}

} // namespace

MainWindow::MainWindow(Theme& theme, QWidget* parent)
    : QMainWindow(parent), m_theme(theme), m_products(new ProductTableModel(this)), m_productView(new ProductView(*m_products)),
      m_page(new MessagePage), m_stack(new QStackedWidget), m_error(new ErrorLine), m_workspaceName(new QLabel), m_productCount(new QLabel)
{
    auto* central = new QWidget;
    auto* layout = new QVBoxLayout(central);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_error);
    layout->addWidget(m_stack, 1);
    m_stack->addWidget(m_page);
    m_stack->addWidget(m_productView);
    setCentralWidget(central);
    setAcceptDrops(true);
    m_error->useColours(m_theme.tokens());

    m_workspaceName->setContentsMargins(8, 0, 8, 0);
    m_productCount->setContentsMargins(8, 0, 8, 0);
    statusBar()->addWidget(m_workspaceName);
    statusBar()->addWidget(m_productCount);
    statusBar()->setSizeGripEnabled(false);

    makeActions();
    listen();
    sayNoWorkspace();
    resize(usualSize);
    restoreGeometry(QSettings().value(QStringLiteral("geometry")).toByteArray());
}

void MainWindow::makeActions()
{
    QMenu* file = menuBar()->addMenu(tr("&File"));
    QAction* open = file->addAction(tr("&Open workspace…"), QKeySequence::Open, this, &MainWindow::chooseWorkspace);
    open->setToolTip(tr("Open a .shelf file"));
    m_reload = file->addAction(tr("&Reload"), QKeySequence::Refresh, this, &MainWindow::reload);
    m_reload->setToolTip(tr("Read the workspace again, with what others changed"));
    file->addSeparator();
    file->addAction(tr("&Quit"), QKeySequence::Quit, this, &QWidget::close);
    makeAppearanceMenu();
    QMenu* help = menuBar()->addMenu(tr("&Help"));
    help->addAction(tr("&About Shelfwright"), this, [this] {
        auto* box = new QMessageBox(QMessageBox::NoIcon, tr("About Shelfwright"),
            tr("Shelfwright %1\n\nCurate what sells together.\n\nGPL-3.0-or-later").arg(QStringLiteral(SHELF_VERSION)), QMessageBox::Close,
            this);
        box->setAttribute(Qt::WA_DeleteOnClose);
        box->setModal(false);
        box->show();
    });
}

void MainWindow::makeAppearanceMenu()
{
    QMenu* menu = menuBar()->addMenu(tr("&View"))->addMenu(tr("&Appearance"));
    auto* group = new QActionGroup(this);
    const std::pair<Appearance, QString> choices[] = {
        {Appearance::System, tr("As the &system")}, {Appearance::Light, tr("&Light")}, {Appearance::Dark, tr("&Dark")}};
    for (const auto& choice : choices) {
        const Appearance appearance = choice.first;
        QAction* action = menu->addAction(choice.second, this, [this, appearance] {
            m_theme.use(appearance);
            m_error->useColours(m_theme.tokens());
            QSettings().setValue(QStringLiteral("appearance"), appearanceName(appearance));
        });
        action->setCheckable(true);
        action->setChecked(appearance == m_theme.appearance());
        group->addAction(action);
    }
}

void MainWindow::listen()
{
    connect(m_page, &MessagePage::pressed, this, &MainWindow::pressPageButton);
    connect(m_products, &ProductTableModel::opened, this, &MainWindow::showContent);
    connect(m_products, &ProductTableModel::progressed, this, &MainWindow::showStatus);
    connect(m_products, &ProductTableModel::loaded, this, &MainWindow::showContent);
    connect(m_products, &ProductTableModel::failed, this, [this](const QString& line) {
        m_path.clear();
        sayNoWorkspace();
        m_error->say(line);
    });
}

void MainWindow::openWorkspace(const QString& path)
{
    m_path = QFileInfo(path).absoluteFilePath();
    m_error->say({});
    m_reload->setEnabled(true);
    setWindowFilePath(m_path);
    m_products->load(m_path);
    m_page->say(tr("Opening %1").arg(QFileInfo(m_path).fileName()), {}, {});
    m_stack->setCurrentWidget(m_page);
    showStatus();
}

void MainWindow::chooseWorkspace()
{
    const QString folder = m_path.isEmpty() ? QString() : QFileInfo(m_path).path();
    const QString path =
        QFileDialog::getOpenFileName(this, tr("Open workspace"), folder, tr("Shelfwright workspaces (*.shelf);;All files (*)"));
    if (!path.isEmpty())
        openWorkspace(path);
}

void MainWindow::reload()
{
    if (!m_path.isEmpty())
        openWorkspace(m_path);
}

void MainWindow::pressPageButton()
{
    if (m_path.isEmpty())
        chooseWorkspace();
    else
        reload();
}

void MainWindow::sayNoWorkspace()
{
    m_products->clear();
    m_reload->setEnabled(false);
    setWindowFilePath({});
    m_page->say(tr("Open a workspace to see its products"),
        tr("A workspace is one .shelf file: drop it here, or open it.\nTo make one with a small sample shop: shelfctl new shop.shelf "
           "--sample"),
        tr("Open workspace…"));
    m_stack->setCurrentWidget(m_page);
    showStatus();
}

void MainWindow::showContent()
{
    if (m_products->productCount() > 0) {
        m_stack->setCurrentWidget(m_productView);
        m_productView->setFocus();
    } else {
        m_page->say(tr("This workspace has no products yet"),
            tr("Bring them in from a file you have:\nshelfctl import %1 products.csv").arg(QFileInfo(m_path).fileName()), tr("Reload"));
        m_stack->setCurrentWidget(m_page);
    }
    showStatus();
}

void MainWindow::showStatus()
{
    m_workspaceName->setText(m_path.isEmpty() ? tr("No workspace") : QFileInfo(m_path).completeBaseName());
    m_workspaceName->setToolTip(m_path);
    const auto products = static_cast<qlonglong>(m_products->productCount());
    QString count = products == 1 ? tr("1 product") : tr("%1 products").arg(QLocale().toString(products));
    if (m_products->isLoading() && products > 0)
        count += tr(" · reading, %1 %").arg(m_products->rowCount() * 100LL / products);
    else if (m_products->isLoading())
        count = tr("opening");
    m_productCount->setText(m_path.isEmpty() ? QString() : count);
}

QString MainWindow::statusText() const
{
    return m_workspaceName->text() + QStringLiteral(" · ") + m_productCount->text();
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    QSettings().setValue(QStringLiteral("geometry"), saveGeometry());
    QMainWindow::closeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (workspaceIn(*event->mimeData()).endsWith(QLatin1String(".shelf")))
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    openWorkspace(workspaceIn(*event->mimeData()));
}

} // namespace shelf
