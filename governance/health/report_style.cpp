#include "governance/health/report_parts.h"

namespace shelf::health {

// The colours are the window's.
std::string_view styleSheet()
{
    return R"css(:root{color-scheme:light dark;--base:#FFFFFF;--window:#F5F6F8;--raised:#FFFFFF;--line:#D9DDE3;--text:#1B2430;--muted:#59636F;
--accent:#0A62C2;--error:#B3261E;--error-soft:#FCE8E6;--warning:#855300;--warning-soft:#FFF1D6;--good:#1B6E3C;--good-soft:#E2F3E8;
--blocker:#7A1454;--chart:#0072B2}
@media (prefers-color-scheme:dark){:root{--base:#14181E;--window:#1B2027;--raised:#222933;--line:#39424F;--text:#E8ECF1;--muted:#A3AEBB;
--accent:#6BAEFF;--error:#FF8A80;--error-soft:#3E1F1E;--warning:#F5B84B;--warning-soft:#3A2D12;--good:#6FD08C;--good-soft:#173324;
--blocker:#F08AC6;--chart:#3E8FBF}}
*{box-sizing:border-box}
body{margin:0;background:var(--window);color:var(--text);font:14px/1.45 system-ui,sans-serif}
main{max-width:1080px;margin:0 auto;padding:24px 16px}
h1{font-size:22px;margin:0 0 4px}h2{font-size:16px;margin:0 0 4px}h3{font-size:14px;margin:16px 0 4px}
p{margin:4px 0 8px}.muted,.lead{color:var(--muted)}
section{background:var(--raised);border:1px solid var(--line);border-radius:4px;padding:16px;margin:16px 0;overflow-x:auto}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{text-align:left;vertical-align:top;padding:4px 12px 4px 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere;unicode-bidi:isolate}
th{color:var(--muted);font-weight:600;overflow-wrap:normal}
th.n,td.n{text-align:right;white-space:nowrap}
code{font:12px/1.4 ui-monospace,monospace;overflow-wrap:anywhere}
ol,ul{margin:4px 0;padding-left:24px}li{margin:4px 0}
.score{font-size:40px;font-weight:600;line-height:1.1}.parts{display:flex;flex-wrap:wrap;gap:12px 32px;margin-top:12px}
.check{border-left:4px solid;padding:8px 12px}.open{border-color:var(--good);background:var(--good-soft)}
.closed{border-color:var(--error);background:var(--error-soft)}
.sev{white-space:nowrap}.sev svg{vertical-align:-2px;margin-right:4px}
.sev-blocker{color:var(--blocker)}.sev-error{color:var(--error)}.sev-warning{color:var(--warning)}.sev-info{color:var(--muted)}
.bar{white-space:nowrap;display:inline-flex;align-items:center;gap:8px}
.track{fill:var(--line)}.good{fill:var(--good)}.fair{fill:var(--warning)}.poor{fill:var(--error)}.plain{fill:var(--chart)}
@media print{body{background:#fff}main{max-width:none;padding:0}section{break-inside:auto;border:0;padding:8px 0}tr,li{break-inside:avoid}
h2{break-after:avoid}thead{display:table-header-group}.bar svg{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
)css";
}

} // namespace shelf::health
