/** The only style of all pages, in light and dark. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f6f8fa; --card: #fff; --line: #d1d9e0; --text: #1f2328; --quiet: #59636e; --link: #0a62ad;
  --good: #1a7f37; --bad: #c1121f; --done: #6f42c1; --wait: #8a5600;
  --added: #e3f5e8; --added-edge: #b4e3c1; --removed: #fde7ea; --removed-edge: #f6c3c9; --hunk: #ddf0ff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0d1117; --card: #161b22; --line: #3d444d; --text: #f0f6fc; --quiet: #a5afba; --link: #8dc0ff;
    --good: #57ab5a; --bad: #ff8f88; --done: #c297ff; --wait: #ffc46b;
    --added: #16321f; --added-edge: #1f4a2c; --removed: #40191d; --removed-edge: #5b2329; --hunk: #14304f;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 14px/1.5 system-ui, -apple-system, 'Segoe UI', sans-serif; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
header, main, footer { max-width: 1120px; margin: 0 auto; padding: 0 24px; }
header { padding-top: 16px; display: flex; gap: 16px; align-items: baseline; flex-wrap: wrap; }
header .path { font-size: 18px; }
header nav { display: flex; gap: 14px; }
main { padding-top: 16px; padding-bottom: 32px; }
footer { color: var(--quiet); font-size: 12px; padding-bottom: 32px; }
h1 { font-size: 24px; font-weight: 500; line-height: 1.3; margin: 8px 0; overflow-wrap: anywhere; }
h2 { font-size: 16px; margin: 24px 0 8px; }
.quiet { color: var(--quiet); }
.number { color: var(--quiet); font-weight: 300; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 8px; margin: 0 0 16px; overflow: hidden; }
.card > .head { padding: 8px 16px; border-bottom: 1px solid var(--line); background: var(--ground); display: flex; gap: 12px; align-items: baseline; flex-wrap: wrap; overflow-wrap: anywhere; }
.card > .head:last-child { border-bottom: 0; }
.card > .body { padding: 12px 16px; white-space: pre-wrap; overflow-wrap: anywhere; }
.rows { list-style: none; margin: 0; padding: 0; }
.rows > li { display: flex; gap: 12px; align-items: baseline; padding: 8px 16px; border-top: 1px solid var(--line); }
.rows > li:first-child { border-top: 0; }
.rows .grow { flex: 1; min-width: 0; overflow-wrap: anywhere; }
.rows .right { text-align: right; color: var(--quiet); white-space: nowrap; font-size: 12px; }
.split { display: grid; grid-template-columns: minmax(0, 1fr) 280px; gap: 24px; align-items: start; }
@media (max-width: 800px) { .split { grid-template-columns: minmax(0, 1fr); } }
aside h2 { margin-top: 0; font-size: 12px; color: var(--quiet); text-transform: uppercase; letter-spacing: .04em; }
aside section { border-bottom: 1px solid var(--line); padding-bottom: 12px; margin-bottom: 12px; }
aside ul { list-style: none; margin: 0; padding: 0; }
.state { display: inline-block; border-radius: 999px; padding: 2px 12px; color: #fff; background: #6e7781; font-weight: 600; }
.state.open { background: #1a7f37; } .state.merged { background: #6f42c1; } .state.closed { background: #b3261e; }
.label { display: inline-block; border: 1px solid var(--line); border-radius: 999px; padding: 0 10px; font-size: 12px; margin: 0 4px 4px 0; }
.good { color: var(--good); } .bad { color: var(--bad); } .done { color: var(--done); } .wait { color: var(--wait); }
code, .sha, .diff, pre { font: 12px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
pre { margin: 0; padding: 12px 16px; overflow-x: auto; }
.avatar { width: 20px; height: 20px; border-radius: 50%; vertical-align: -4px; margin-right: 6px; }
.person { white-space: nowrap; }
.scroll { overflow-x: auto; }
table.diff { border-collapse: collapse; width: 100%; }
.diff td { padding: 0 10px; vertical-align: top; } .diff td code { white-space: pre; }
.diff td.line { color: var(--quiet); text-align: right; width: 1%; min-width: 44px; user-select: none; }
.diff tr.added td { background: var(--added); } .diff tr.added td.line { background: var(--added-edge); }
.diff tr.removed td { background: var(--removed); } .diff tr.removed td.line { background: var(--removed-edge); }
.diff tr.hunk td { background: var(--hunk); color: var(--quiet); }
`;
