#include "ui/catalog/product_view.h"

#include "ui/catalog/product_table_model.h"

#include <QHeaderView>

#include <array>

namespace shelf {

namespace {

constexpr int usualRowHeight = 28;
constexpr int cellPadding = 24;

// Characters of usual content by column; 0: the rest.
constexpr std::array<int, ProductTableModel::ColumnCount> usualCharacters = {18, 0, 16, 20, 12, 15, 9};
constexpr int leastNameCharacters = 24;
// Beyond this the name needs nothing more, and room goes to the SKU first: SKUs made from key values are long.
constexpr int enoughNameCharacters = 66;
constexpr int mostExtraSkuCharacters = 24;

} // namespace

ProductView::ProductView(ProductTableModel& model, QWidget* parent) : QTableView(parent)
{
    setModel(&model);
    setAccessibleName(tr("Products"));
    setSelectionBehavior(SelectRows);
    setEditTriggers(NoEditTriggers);
    setAlternatingRowColors(false);
    setShowGrid(true);
    setWordWrap(false);
    setTabKeyNavigation(false); // Tab leaves the table
    setCornerButtonEnabled(false);
    setFrameShape(NoFrame);
    setHorizontalScrollMode(ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(fontMetrics().height() + 8);
    verticalHeader()->setDefaultSectionSize(std::max(usualRowHeight, fontMetrics().height() + 8));
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionsMovable(true);
    connect(horizontalHeader(), &QHeaderView::sectionResized, this, [this] { m_widthsAreMine = m_widthsAreMine && m_fitting; });
}

void ProductView::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    if (m_widthsAreMine)
        fitColumns();
}

void ProductView::fitColumns()
{
    m_fitting = true;
    const int character = fontMetrics().averageCharWidth();
    int left = viewport()->width();
    for (int column = 0; column < ProductTableModel::ColumnCount; ++column) {
        if (column == ProductTableModel::Name)
            continue;
        const int width = usualCharacters[static_cast<size_t>(column)] * character + cellPadding;
        setColumnWidth(column, width);
        left -= width;
    }
    const int extra = std::clamp(left - enoughNameCharacters * character, 0, mostExtraSkuCharacters * character);
    setColumnWidth(ProductTableModel::Sku, columnWidth(ProductTableModel::Sku) + extra);
    left -= extra;
    setColumnWidth(ProductTableModel::Name, std::max(left, leastNameCharacters * character + cellPadding));
    m_fitting = false;
}

} // namespace shelf
