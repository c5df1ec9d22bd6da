/** Light and dark by the reader's own setting, and for paper. */
export const STYLE = `
:root { color-scheme: light dark; --ground: #fff; --sheet: #f5f6f8; --text: #1b1f26; --quiet: #59626f; --line: #dfe3e9;
  --accent: #0b6fa4; --accent-soft: #0b6fa426; --wrong: #b3541e; --floor: #7a4fb5; --warn: #8a5300; --warn-ground: #fff3de; }
@media (prefers-color-scheme: dark) { :root { --ground: #14161a; --sheet: #1c1f25; --text: #e8ebf0; --quiet: #a2abb8;
  --line: #333943; --accent: #56bdea; --accent-soft: #56bdea2e; --wrong: #ff9e64; --floor: #c3a8ff; --warn: #ffbe54; --warn-ground: #33270f; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2.5rem 1.5rem 4rem; max-width: 64rem; background: var(--ground); color: var(--text);
  font: 1rem/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; font-variant-numeric: tabular-nums; }
h1 { font-size: 1.8rem; line-height: 1.2; margin: .1rem 0 .3rem; overflow-wrap: anywhere; } h2 { font-size: 1.2rem; margin: 2.8rem 0 .6rem; }
p { max-width: 46rem; margin: .45rem 0; } .quiet, caption, figcaption { color: var(--quiet); } code { font: .85em ui-monospace, Consolas, monospace; overflow-wrap: anywhere; }
.notice { background: var(--warn-ground); border-left: 4px solid var(--warn); border-radius: 6px; padding: .6rem 1rem; margin: .9rem 0; }
.notice strong { color: var(--warn); } .notice p { margin: 0; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: 1rem; margin: 1.2rem 0 .6rem; }
.card { background: var(--sheet); border-radius: 12px; padding: 1rem 1.2rem 1.1rem; } .card h3 { margin: 0; font-size: .9rem; font-weight: 600; color: var(--quiet); }
.card .value { font-size: 2.5rem; line-height: 1.15; font-weight: 650; letter-spacing: -.02em; } .card .value.none { font-size: 1.1rem; line-height: 2.6rem; }
.card p { font-size: .86rem; color: var(--quiet); margin: .3rem 0 0; } .card b { color: var(--text); font-weight: 600; }
svg { display: block; } svg.share { width: 100%; height: 16px; overflow: visible; } td svg.share { min-width: 7rem; }
.rail { fill: var(--line); } .bar { fill: var(--accent); } .interval { fill: var(--text); opacity: .3; }
.floor { stroke: var(--floor); stroke-width: 2.5; vector-effect: non-scaling-stroke; } .floor-name { color: var(--floor); font-weight: 600; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; vertical-align: middle; padding: .34rem .9rem .34rem 0; border-bottom: 1px solid var(--line); }
thead th { color: var(--quiet); font-weight: 600; white-space: nowrap; vertical-align: bottom; } tbody th { font-weight: 500; }
td.n, th.n { text-align: right; white-space: nowrap; } td.why { color: var(--quiet); font-size: .84rem; white-space: nowrap; } td.picture { min-width: 7rem; width: 20%; } tbody th { min-width: 9.5rem; }
.footnotes { color: var(--quiet); font-size: .84rem; max-width: 46rem; padding-left: 1.4rem; } .small-print { font-size: .84rem; }
tr.own > * { background: var(--accent-soft); font-weight: 650; } tr.floor-row > * { color: var(--floor); } tr.same > th { color: var(--accent); font-weight: 650; }
tr.own > :first-child { padding-left: .5rem; border-radius: 6px 0 0 6px; } caption { text-align: left; padding-bottom: .4rem; font-size: .86rem; }
.beside { display: flex; flex-wrap: wrap; gap: 2.2rem; align-items: flex-start; } .beside > :last-child { flex: 1 1 22rem; min-width: 0; }
figure { margin: 0; } figcaption { font-size: .84rem; margin-top: .5rem; max-width: 24rem; }
.confusion { max-width: 100%; height: auto; } .confusion text { fill: var(--text); font-size: 12px; } .confusion .count { font-size: 15px; font-weight: 600; }
.confusion .of-row { font-size: 10.5px; fill: var(--quiet); } .confusion .on-dark, .confusion .of-row.on-dark { fill: var(--ground); } .confusion .axis-name { fill: var(--quiet); font-size: 11px; }
.cell-ground { fill: var(--sheet); } .right { fill: var(--accent); } .wrong { fill: var(--wrong); } .confusion.small { width: 100%; } .confusion.small .count { font-size: 10px; }
.people { display: grid; grid-template-columns: repeat(auto-fill, minmax(6.2rem, 1fr)); gap: 1.1rem 1.2rem; margin: .9rem 0; }
.people figcaption { font-size: .78rem; margin: .25rem 0 0; line-height: 1.3; overflow-wrap: anywhere; } .people b { color: var(--text); font-weight: 600; }
figure.video { margin: 1rem 0; } .video figcaption { max-width: none; margin: 0 0 .25rem; } .video b { color: var(--text); font-weight: 600; } .timeline { width: 100%; height: auto; overflow: visible; }
.timeline text { fill: var(--quiet); font-size: 11px; } .lane { fill: var(--sheet); } .timeline .hit { fill: var(--accent); } .timeline .missed { fill: none; stroke: var(--floor); stroke-width: 1.5; } .timeline .false { fill: var(--wrong); }
.key { font-weight: 600; margin-left: .6rem; } .key.hit { color: var(--accent); } .key.missed { color: var(--floor); } .key.false { color: var(--wrong); }
details { margin: .5rem 0; } summary { cursor: pointer; color: var(--accent); padding: .3rem 0; } summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 3px; }
ul { margin: .4rem 0; padding-left: 1.2rem; max-width: 46rem; } footer { margin-top: 3.5rem; color: var(--quiet); font-size: .85rem; }
@media print { :root { --ground: #fff; --sheet: #f2f2f2; --text: #000; --quiet: #444; --line: #ccc; --accent: #0b5f8d; --accent-soft: #0b5f8d1f; --wrong: #94420f;
  --floor: #5b3796; --warn: #6b4000; --warn-ground: #fff; } body { max-width: none; padding: 0; font-size: 10pt; } * { print-color-adjust: exact; }
  h2 { break-after: avoid; } tr, figure, .card { break-inside: avoid; } @page { margin: 16mm 14mm; } }
`;
