// The product list as a person sees it: a table with the columns' widths, rows of even height and nothing to edit.
#pragma once

#include <QTableView>

namespace shelf {

class ProductTableModel;

class ProductView : public QTableView {
    Q_OBJECT

public:
    explicit ProductView(ProductTableModel& model, QWidget* parent = nullptr);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    // Columns but the name are as wide as their usual content; the name gets what is left.
    void fitColumns();

    bool m_widthsAreMine = true; // until a person drags one
    bool m_fitting = false;
};

} // namespace shelf
