import type { ChangedFile } from '../git/changedFiles.ts';
import { sum } from '../shapes/commit.ts';
import { type Html, html } from './html.ts';

/** More than this nobody reads on a page. */
const LINES_MAX = 3000;

/** All changed files, with their lines. */
export function diff(files: readonly ChangedFile[]): Html {
  const { additions, deletions } = sum(files);
  let left = LINES_MAX;
  const cards = files.map(file => {
    const lines = (file.patch ?? '').split('\n').slice(0, left);
    left -= lines.length;
    return card(file, lines);
  });
  return html`<h2>
      ${files.length} changed ${files.length === 1 ? 'file' : 'files'}
      <span class="good">+${additions}</span>
      <span class="bad">−${deletions}</span>
    </h2>
    ${cards}
    ${left <= 0 &&
    html`<p class="quiet">
      The rest of this large difference is not shown.
    </p>`}`;
}

function card(file: ChangedFile, lines: readonly string[]): Html {
  const name = file.previousPath
    ? `${file.previousPath} → ${file.path}`
    : file.path;
  return html`<section class="card">
    <div class="head">
      <code>${name}</code> <span class="quiet">${file.status}</span>
      <span class="good">+${file.additions}</span>
      <span class="bad">−${file.deletions}</span>
    </div>
    <div class="scroll">
      <table class="diff">
        ${file.patch === undefined
          ? html`<tr>
              <td class="quiet">No text to compare.</td>
            </tr>`
          : rows(lines)}
      </table>
    </div>
  </section>`;
}

function rows(lines: readonly string[]): Html[] {
  let before = 0;
  let after = 0;
  return lines.map(line => {
    const hunk = /^@@ -(\d+)(?:,\d+)? \+(\d+)/.exec(line);
    if (hunk) {
      before = Number(hunk[1]);
      after = Number(hunk[2]);
      return row('hunk', '', '', line);
    }
    switch (line[0]) {
      case '+':
        return row('added', '', after++, line);
      case '-':
        return row('removed', before++, '', line);
      case '\\':
        return row('', '', '', line);
      default:
        return row('', before++, after++, line);
    }
  });
}

function row(
  kind: string,
  before: number | string,
  after: number | string,
  line: string,
): Html {
  return html`<tr class="${kind}">
    <td class="line">${before}</td>
    <td class="line">${after}</td>
    <td><code>${line}</code></td>
  </tr>`;
}
