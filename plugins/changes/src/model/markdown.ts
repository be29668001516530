/** Lines for a chat or a ticket. */
export interface MarkdownSummary {
  heading: string;
  title: string;
  lines: string[];
  url: string;
}

/** A summary as Markdown. Words of events are escaped, so that a title cannot make links or mentions of its own. */
export function markdownSummary(summary: MarkdownSummary): string {
  return [
    `**${escapeMarkdown(summary.heading)}**: ${escapeMarkdown(summary.title)}`,
    ...summary.lines.map(line => `- ${escapeMarkdown(line)}`),
    `- <${summary.url}>`,
  ].join('\n');
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|@]/g, '\\$&').replace(/\s+/g, ' ');
}
