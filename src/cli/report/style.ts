/** The report's style sheet: light and dark by the reader's system, wide tables scroll on their own. */
export const REPORT_STYLE = `
:root{color-scheme:light dark;--paper:#fbfbfa;--card:#fff;--ink:#1c1e21;--soft:#646a73;--line:#e3e5e8;--accent:#2f6f8f;--good:#1a7f4b;--bad:#c0322b;--warn:#9a6700}
@media(prefers-color-scheme:dark){:root{--paper:#15171a;--card:#1d2024;--ink:#e6e8eb;--soft:#9aa1ab;--line:#31353b;--accent:#7cc0dd;--good:#5fd39a;--bad:#ff8178;--warn:#e0b45c}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1120px;padding:2.5rem 1.25rem 4rem;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
h1{font-size:1.7rem;line-height:1.2;margin:0 0 .25rem;overflow-wrap:anywhere}
h2{font-size:1.15rem;margin:2.5rem 0 .75rem}
h3{font:600 .95rem/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;margin:0;overflow-wrap:anywhere}
p{margin:.25rem 0}a{color:var(--accent);text-decoration:none}a:hover,a:focus{text-decoration:underline}
.soft,figcaption,dt{color:var(--soft)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;margin:1rem 0}dd{margin:0;overflow-wrap:anywhere}
.badge{display:inline-block;border:1px solid currentColor;border-radius:1rem;padding:.1rem .7rem;font-size:.85rem;font-weight:600}
.good{color:var(--good)}.bad{color:var(--bad)}.warn{color:var(--warn)}
.wide{overflow-x:auto;border:1px solid var(--line);border-radius:.6rem;background:var(--card)}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums;font-size:.87rem}
th,td{padding:.4rem .75rem;text-align:left;white-space:nowrap;border-bottom:1px solid var(--line);vertical-align:middle}
tr:last-child>td{border-bottom:0}th{font-weight:600;color:var(--soft)}.n{text-align:right}
td.name{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;max-width:22rem;overflow:hidden;text-overflow:ellipsis}
article{border:1px solid var(--line);border-radius:.6rem;background:var(--card);padding:1rem 1.25rem;margin:0 0 1rem}
article>p{font-size:.87rem;color:var(--soft)}
figure{margin:.9rem 0 0}figcaption{font-size:.8rem;margin-top:.4rem;display:flex;gap:1rem;flex-wrap:wrap;align-items:center}
img{max-width:100%;height:auto;image-rendering:pixelated;display:block;border-radius:.25rem}
.pair{display:flex;gap:1.5rem;flex-wrap:wrap;align-items:flex-end}
.chart{display:block;max-width:100%;height:auto;fill:var(--accent)}.chart .axis{stroke:var(--line);fill:none}.line path{fill:none;stroke:var(--accent);stroke-width:1}
.scale{display:inline-flex;align-items:center;gap:.4rem}.scale b{font-weight:500}.scale i{width:7rem;height:.55rem;border-radius:.3rem;background:linear-gradient(90deg,#440154,#414487,#2a788e,#22a884,#7ad151,#fde725)}
.bar{display:inline-block;height:.6rem;background:var(--accent);border-radius:.3rem;vertical-align:middle;min-width:1px}
pre{overflow-x:auto;font:.8rem/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;margin:.6rem 0 0}
footer{margin-top:3rem;font-size:.8rem;color:var(--soft)}
@media print{body{max-width:none}article{break-inside:avoid}}
`;
