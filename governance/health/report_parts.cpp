#include "governance/health/report_parts.h"

#include "model/domain/decimal.h"
#include "model/domain/text.h"

#include <algorithm>
#include <cmath>

namespace shelf::health {

std::string html(std::string_view text, size_t most)
{
    std::string escaped;
    for (const char c : forTerminal(text, most)) {
        switch (c) {
        case '&':
            escaped += "&amp;";
            break;
        case '<':
            escaped += "&lt;";
            break;
        case '>':
            escaped += "&gt;";
            break;
        case '"':
            escaped += "&quot;";
            break;
        case '\'':
            escaped += "&#39;";
            break;
        default:
            escaped += c;
        }
    }
    return escaped;
}

std::string percentOf(double share)
{
    return std::to_string(static_cast<int64_t>(std::floor(share * 100 + 1e-9))) + " %";
}

std::string pointsOf(double score)
{
    return shortestDecimal(std::floor(score * 10 + 1e-6) / 10);
}

std::string countedOf(uint64_t count, std::string_view one, std::string_view many)
{
    return std::to_string(count).append(" ").append(count == 1 ? one : many);
}

std::string andMore(size_t all, size_t shown, std::string_view what)
{
    if (all <= shown)
        return {};
    return "<p class=\"muted\">… and " + std::to_string(all - shown) + " more " + std::string(what) + "</p>\n";
}

std::string_view severityWord(Severity severity)
{
    switch (severity) {
    case Severity::Blocker:
        return "must fix";
    case Severity::Error:
        return "error";
    case Severity::Warning:
        return "warning";
    case Severity::Info:
        break;
    }
    return "info";
}

std::string severityMark(Severity severity)
{
    static constexpr std::string_view shapes[] = {
        "<path d=\"M4 1h6l3 3v6l-3 3H4l-3-3V4z\" fill=\"currentColor\"/>",
        "<circle cx=\"7\" cy=\"7\" r=\"5.5\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.5\"/><path d=\"M4 7h6\" "
        "stroke=\"currentColor\" stroke-width=\"1.5\"/>",
        "<path d=\"M7 1.5 13 12.5H1z\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.5\"/>",
        "<circle cx=\"7\" cy=\"3\" r=\"1.3\" fill=\"currentColor\"/><path d=\"M7 6v6\" stroke=\"currentColor\" stroke-width=\"2\"/>",
    };
    std::string mark = "<span class=\"sev sev-";
    mark.append(severityName(severity)).append("\"><svg width=\"14\" height=\"14\" viewBox=\"0 0 14 14\" aria-hidden=\"true\">");
    mark.append(shapes[static_cast<size_t>(severity)]).append("</svg>").append(severityWord(severity)).append("</span>");
    return mark;
}

std::string_view kindOfScore(double score)
{
    return score >= 85 ? "good" : score >= 60 ? "fair" : "poor";
}

std::string bar(double share, std::string_view label, std::string_view kind)
{
    constexpr double width = 160;
    const double filled = std::clamp(share, 0.0, 1.0) * width;
    std::string text = "<span class=\"bar\"><svg width=\"160\" height=\"12\" viewBox=\"0 0 160 12\" aria-hidden=\"true\"><rect "
                       "class=\"track\" width=\"160\" height=\"12\" rx=\"2\"/><rect class=\"";
    text.append(kind).append("\" width=\"").append(shortestDecimal(std::round(filled * 10) / 10));
    return text.append("\" height=\"12\" rx=\"2\"/></svg>").append(label).append("</span>");
}

Table::Table(std::vector<std::string> headers, size_t numbers) : m_headers(std::move(headers)), m_numbers(numbers) { }

void Table::add(const std::vector<std::string>& cells)
{
    m_rows += "<tr>";
    for (size_t i = 0; i < cells.size(); ++i)
        m_rows += (i >= m_numbers ? "<td class=\"n\">" : "<td>") + cells[i] + "</td>";
    m_rows += "</tr>\n";
}

std::string Table::text() const
{
    if (m_rows.empty())
        return {};
    std::string head;
    for (size_t i = 0; i < m_headers.size(); ++i)
        head += (i >= m_numbers ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">") + m_headers[i] + "</th>";
    return "<table><thead><tr>" + head + "</tr></thead><tbody>\n" + m_rows + "</tbody></table>\n";
}

std::string section(std::string_view title, std::string_view lead, const std::string& body)
{
    if (body.empty())
        return {};
    std::string text = "<section>\n<h2>";
    text.append(title).append("</h2>\n");
    if (!lead.empty())
        text.append("<p class=\"lead\">").append(lead).append("</p>\n");
    return text.append(body).append("</section>\n");
}

} // namespace shelf::health
