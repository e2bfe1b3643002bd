import { colourSheet } from "./colours.ts";

/** How a report looks: on a phone, on a large screen, on paper. */
export const reportSheet = `${colourSheet}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
main,header,footer{max-width:1180px;margin:0 auto;padding:0 24px}
header{padding-top:32px}
h1{font-size:28px;line-height:1.2;margin:0;letter-spacing:-.01em}
h2{font-size:19px;line-height:1.3;margin:0 0 4px}
p{margin:0 0 12px}
section>p:last-child{margin:0}
.of{margin:0 0 2px;color:var(--muted)}
.day,.about,footer{color:var(--muted)}
.about{font-size:14px}
.notice{border-inline-start:4px solid var(--high);padding-inline-start:12px}
section{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:20px 24px;margin:20px 0;min-width:0}
bdi{overflow-wrap:anywhere}
.tiles{display:grid;grid-template-columns:repeat(6,1fr);gap:12px;margin:20px 0}
.tile{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:12px 14px;display:flex;flex-direction:column}
.tile dt{font-size:13px;color:var(--muted);display:flex;align-items:center;gap:6px;white-space:nowrap}
.tile dd{margin:0;font-size:12.5px;color:var(--muted)}
.tile dd.figure{font-size:28px;line-height:1.25;font-weight:650;color:var(--ink);font-variant-numeric:tabular-nums}
.mark{display:inline-block;min-width:18px;padding:0 4px;border-radius:3px;font-size:12px;line-height:18px;font-weight:600;text-align:center}
.unallocated{background-image:repeating-linear-gradient(135deg,transparent 0 4px,color-mix(in srgb,var(--hatch) 45%,transparent) 4px 6px)}
.bands{display:flex;flex-wrap:wrap;gap:4px 15px;list-style:none;margin:20px 0 0;padding:0;font-size:13px;color:var(--muted)}
.bands b{color:var(--ink);font-weight:600}
figure{margin:12px 0 0}
svg{display:block;width:100%;height:auto;font-family:system-ui,sans-serif}
.narrow{display:none}
.narrow svg{max-width:480px}
table{border-collapse:collapse;width:100%;font-size:14px;margin-top:12px}
th,td{padding:6px 8px;text-align:start;vertical-align:top}
th:first-child{padding-inline-start:0}
th:last-child,td:last-child{padding-inline-end:0}
thead th{font-size:12.5px;font-weight:600;color:var(--muted);border-bottom:1px solid var(--limit);vertical-align:bottom}
thead th.number{white-space:normal}
tbody th{font-weight:500}
.since{white-space:nowrap}
tbody th{min-width:150px}
td.whole{min-width:145px}
.whole{padding-inline-start:20px}
tbody{border-bottom:1px solid var(--line)}
tbody.rows tr+tr>*{border-top:1px solid var(--line)}
.number{text-align:end;white-space:nowrap;font-variant-numeric:tabular-nums}
.faint{color:var(--muted);font-size:13px;font-weight:400}
.strong{font-weight:650}
.bar{display:flex;gap:1px;min-width:190px;max-width:340px;border-radius:4px;overflow:hidden}
.bar span{flex:1 0 auto;padding:0 4px;font-size:11.5px;line-height:20px;font-weight:600;white-space:nowrap;overflow:hidden}
.more{margin:12px 0 0;color:var(--muted);font-size:14px}
code{font:13px/1.6 ui-monospace,monospace;overflow-wrap:anywhere}
footer{padding-bottom:40px;font-size:13.5px}
footer h2{color:var(--ink);font-size:16px}
footer dl{display:grid;grid-template-columns:auto 1fr;gap:4px 16px;margin:12px 0}
footer dt{color:var(--ink);font-weight:600}
footer dd{margin:0}
@media screen and (max-width:1140px){
.tiles{grid-template-columns:repeat(3,1fr)}
td.whole,th.whole{min-width:0;padding:0}
tbody th{min-width:0}
thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
table,tbody{display:block}
tbody{padding:10px 0}
tbody.rows{padding:0}
tbody tr{display:grid;grid-template-columns:1.45fr 1fr 1fr .8fr;gap:4px 8px;padding:4px 0;align-items:end}
tbody.rows tr{padding:10px 0;grid-template-columns:repeat(3,minmax(0,1fr))}
tbody.rows td.whole{order:1}
tbody.rows tr+tr>*{border:0}
tbody.rows tr+tr{border-top:1px solid var(--line)}
tbody th,tbody td{padding:0}
tbody th,tbody td.whole{grid-column:1/-1}
tbody td,tbody td.number{text-align:start}
tbody th{font-weight:650}
tbody td.since{grid-column:span 2}
tbody td[data-of]::before{content:attr(data-of);display:block;font-size:11px;line-height:1.3;font-weight:400;white-space:normal;color:var(--muted)}
tbody td.whole[data-of]::before{display:none}
.bar{max-width:none}
}
@media screen and (max-width:680px){
main,header,footer{padding-left:12px;padding-right:12px}
header{padding-top:20px}
h1{font-size:23px}
section{padding:16px 12px;margin:14px 0}
.tiles{grid-template-columns:repeat(2,1fr);gap:8px}
.tile{padding:10px 12px}
.wide{display:none}
.narrow{display:block}
footer dl{grid-template-columns:1fr}
footer dd{margin-bottom:6px}
}
@media screen and (min-width:2000px){
main,header,footer{max-width:2080px}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:20px;margin:20px 0}
.pair section{margin:0}
.tiles{max-width:1100px}
}
@media print{
@page{size:A4;margin:14mm 10mm}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
body{background:#fff;font-size:10.5pt}
main,header,footer{max-width:none;padding:0}
header{padding:0}
section{border:0;border-radius:0;padding:0;margin:18px 0 0}
.tiles{grid-template-columns:repeat(6,1fr);gap:6px}
.tile{padding:6px 8px}
.tile dd,.tile dt{font-size:8.5pt}
.tile dd.figure{font-size:20px}
table{font-size:8.25pt}
th,td{padding:3px 4px}
.faint{font-size:8pt}
thead th{font-size:8pt}
tbody th{min-width:114px}
td.whole{min-width:104px}
.whole{padding-inline-start:12px}
thead{display:table-header-group}
tr,.picture,.tile,.about{break-inside:avoid}
.person{break-inside:avoid}
h2,.about{break-after:avoid}
.page{break-before:page}
.bar{min-width:150px}
}`;
