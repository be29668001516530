const VALUE_MAX_CHARS = 40;
const LINES_NAMED = 2;
/** `key: value`, `key=value`, `"key": "value",`, whatever stands before. */
const SETTING = /^\s*(?:- )?["']?([\w./-]{1,80})["']?\s*[:=]\s*(.*?)[,;]?\s*$/;
/** Looking for lines in all of a long text is not worth a title. */
const TEXT_MAX_CHARS = 64 * 1024;

/**
 * In what a text of several lines differs from another, in a few words: `pool.size 20 → 5`, `7 lines`. Undefined where one of them has
 * one line only.
 */
export function textChange(
  before: unknown,
  after: unknown,
): string | undefined {
  if (!isText(before) || !isText(after)) return undefined;
  const removed = without(before.split('\n'), after.split('\n'));
  const added = without(after.split('\n'), before.split('\n'));
  const old = settingsOf(removed);
  const now = settingsOf(added);
  const keys = [...new Set([...old.keys(), ...now.keys()])];
  const lines = Math.max(removed.length, added.length);
  const isAllSettings =
    old.size === removed.length && now.size === added.length;
  if (!isAllSettings || keys.length === 0 || keys.length > LINES_NAMED) {
    return lines === 1 ? 'a line' : `${lines} lines`;
  }
  return keys
    .map(key => settingChange(key, old.get(key), now.get(key)))
    .join(', ');
}

function settingChange(
  key: string,
  old: string | undefined,
  now: string | undefined,
): string {
  if (old === undefined) return `${key} added`;
  if (now === undefined) return `${key} removed`;
  return isShown(old) && isShown(now) ? `${key} ${old} → ${now}` : key;
}

/** Lines of a text that another has not, or has fewer times. */
function without(lines: string[], others: string[]): string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter(line => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0 && line.trim() !== '';
  });
}

function settingsOf(lines: readonly string[]): Map<string, string> {
  return new Map(
    lines.flatMap(line => {
      const [, key, value] = SETTING.exec(line) ?? [];
      return key === undefined
        ? []
        : [[key, value.replace(/^(["'])(.*)\1$/, '$2')] as const];
    }),
  );
}

function isShown(value: string): boolean {
  return (
    value !== '' && value.length <= VALUE_MAX_CHARS && !value.includes('«')
  );
}

function isText(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length <= TEXT_MAX_CHARS &&
    /\n./.test(value)
  );
}
