/** Light and dark by the reader's own setting, and for paper. */
export const STYLE = `
:root { color-scheme: light dark; --ground: #fff; --sheet: #f6f7f9; --text: #1c2026; --quiet: #5b6472; --line: #dde1e7;
  --warn: #8a5300; --warn-ground: #fff3de; --good: #1c6b3a; --good-ground: #e6f5ec; --bad: #8f2323; --bad-ground: #fbe9e9;
  --c0: #0b6fa4; --c1: #b3541e; --c2: #5b3fa0; --c3: #2c7a4b; --span: #0b6fa41f; }
@media (prefers-color-scheme: dark) { :root { --ground: #14161a; --sheet: #1c1f25; --text: #e8ebf0; --quiet: #a2abb8;
  --line: #333943; --warn: #ffbe54; --warn-ground: #3a2c12; --good: #7ed996; --good-ground: #17301f; --bad: #ff9d9d;
  --bad-ground: #3a1d1d; --c0: #56ccf2; --c1: #ff9e64; --c2: #b7a3ff; --c3: #7ed996; --span: #56ccf226; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2.5rem 1.5rem 4rem; max-width: 60rem; background: var(--ground); color: var(--text);
  font: 1rem/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin: 2.6rem 0 .7rem; } h3 { font-size: 1.05rem; margin: 0; }
p { max-width: 44rem; margin: .5rem 0; } .quiet { color: var(--quiet); } a { color: var(--c0); }
.statement { background: var(--sheet); border-left: 4px solid var(--warn); border-radius: 6px; padding: .8rem 1.1rem; margin: 1.4rem 0; }
.tag { display: inline-block; border-radius: 99px; padding: .08rem .6rem; font-size: .82rem; font-weight: 600; white-space: nowrap; }
.unreviewed { color: var(--warn); background: var(--warn-ground); } .confirmed, .relabelled { color: var(--good); background: var(--good-ground); }
.rejected { color: var(--bad); background: var(--bad-ground); }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: .35rem .8rem .35rem 0; border-bottom: 1px solid var(--line); }
thead th { color: var(--quiet); font-weight: 600; white-space: nowrap; } tbody th { font-weight: 500; color: var(--quiet); width: 15rem; }
td.number { text-align: right; } td.code { font-family: ui-monospace, Consolas, monospace; font-size: .82rem; overflow-wrap: anywhere; }
article { border: 1px solid var(--line); border-radius: 10px; padding: 1.1rem 1.3rem 1.2rem; margin: 1.1rem 0; break-inside: avoid; }
article header { display: flex; flex-wrap: wrap; gap: .3rem .8rem; align-items: baseline; }
.pictures { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .8rem; margin: .9rem 0; }
figure { margin: 0; } .pictures img { width: 100%; border-radius: 6px; display: block; background: var(--sheet); }
figcaption { font-size: .82rem; color: var(--quiet); margin-top: .25rem; }
.curves { margin: .9rem 0; } svg { width: 100%; height: auto; display: block; } svg text { fill: var(--quiet); font-size: 12px; }
.axis, .tick { stroke: var(--quiet); stroke-width: 1; } .apex { stroke: var(--warn); stroke-width: 1.5; } .span { fill: var(--span); }
.curve { fill: none; stroke-width: 2; stroke-linejoin: round; } .curve.right { stroke-dasharray: 5 4; }
.c0 { stroke: var(--c0); } .c1 { stroke: var(--c1); } .c2 { stroke: var(--c2); } .c3 { stroke: var(--c3); }
.key { font-weight: 600; margin-right: .6rem; } .key.c0 { color: var(--c0); } .key.c1 { color: var(--c1); } .key.c2 { color: var(--c2); } .key.c3 { color: var(--c3); }
ul { margin: .4rem 0; padding-left: 1.2rem; } footer { margin-top: 3rem; color: var(--quiet); font-size: .85rem; }
@media print { :root { --ground: #fff; --sheet: #fff; --text: #000; --quiet: #444; --line: #bbb; --warn: #6b4000; --warn-ground: #fff;
  --good: #0f4d27; --good-ground: #fff; --bad: #701515; --bad-ground: #fff; --c0: #0b5f8d; --c1: #94420f; --c2: #48308a; --c3: #1f5f38; --span: #0b6fa41a; }
  body { max-width: none; padding: 0; font-size: 10pt; } .tag { border: 1px solid currentColor; } h2 { break-after: avoid; }
  .pictures { grid-template-columns: repeat(4, 1fr); } @page { margin: 18mm 16mm; } }
`;
