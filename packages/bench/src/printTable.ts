/** Prints rows under their headings as a Markdown table, numbers to the right. */
export function printTable(
  headings: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): void {
  const cells = [headings, ...rows].map(row => row.map(String));
  const widths = headings.map((_, column) =>
    Math.max(...cells.map(row => row[column].length)),
  );
  const line = (row: readonly string[]) =>
    `| ${row
      .map((cell, column) =>
        typeof rows[0]?.[column] === 'number'
          ? cell.padStart(widths[column])
          : cell.padEnd(widths[column]),
      )
      .join(' | ')} |`;
  const [head, ...body] = cells;
  const rule = `| ${widths.map(width => '-'.repeat(width)).join(' | ')} |`;
  process.stdout.write(
    `\n${[line(head), rule, ...body.map(line)].join('\n')}\n`,
  );
}
