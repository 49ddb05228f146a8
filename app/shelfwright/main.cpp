// The window's entry point.
#include "ui/shell/main_window.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QIcon>
#include <QSettings>

using namespace shelf;

int main(int argc, char** argv)
{
    QApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("shelfwright"));
    QApplication::setApplicationDisplayName(QStringLiteral("Shelfwright"));
    QApplication::setOrganizationName(QStringLiteral("shelfwright"));
    QApplication::setApplicationVersion(QStringLiteral(SHELF_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("org.shelfwright.Shelfwright"));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/shelfwright.svg")));
    QSettings::setDefaultFormat(QSettings::IniFormat);

    QCommandLineParser parser;
    parser.setApplicationDescription(QApplication::translate("main", "Shows the products of a Shelfwright workspace."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption appearance(
        QStringLiteral("appearance"), QApplication::translate("main", "system, light or dark"), QStringLiteral("name"));
    parser.addOption(appearance);
    parser.addPositionalArgument(
        QStringLiteral("workspace"), QApplication::translate("main", "The .shelf file to open"), QStringLiteral("[workspace]"));
    parser.process(app);

    Theme theme;
    theme.use(appearanceFromName(
        parser.isSet(appearance) ? parser.value(appearance) : QSettings().value(QStringLiteral("appearance")).toString()));
    MainWindow window(theme);
    window.show();
    if (!parser.positionalArguments().isEmpty())
        window.openWorkspace(parser.positionalArguments().constFirst());
    return QApplication::exec();
}
