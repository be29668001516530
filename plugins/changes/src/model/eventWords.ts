/** Longest text that is put beside a mark. */
const LABEL_MAX_CHARS = 22;

const VERSION = /\bv?\d+(?:\.\d+){1,3}(?:[-+][\w.]+)?\b/g;
const NUMBER = String.raw`\d[\d.]*(?:\s?(?:%|[KMGT]i?B?|ms|min|[smhdk]))?(?!\w)`;
const STEP = new RegExp(String.raw`\b${NUMBER}(?:\s→\s${NUMBER})+`, 'g');

/**
 * A title as it reads beside the service's name: without it. A verb that then comes first gets a capital, a name ("batch-v2: …") stays
 * as it is.
 */
export function titleBesideService(title: string, service: string): string {
  if (title.startsWith(`${service}: `)) return title.slice(service.length + 2);
  if (!title.startsWith(`${service} `)) return title;
  const rest = title.slice(service.length + 1);
  return /^[a-z]+( |$)/.test(rest)
    ? rest.charAt(0).toUpperCase() + rest.slice(1)
    : rest;
}

/**
 * The few words that fit under a mark: the version that it led to and the number that it altered ("v2.14.1 · 50 → 5"); else the
 * title where that is short; else nothing.
 */
export function shortLabel(title: string, service: string): string | undefined {
  const step = title.match(STEP)?.find(text => !text.match(VERSION));
  const versions = title.match(VERSION);
  const version = versions?.[versions.length - 1];
  const label = [version, step].filter(Boolean).join(' · ');
  if (label && label.length <= LABEL_MAX_CHARS) return label;
  const rest = titleBesideService(title, service);
  return rest.length <= LABEL_MAX_CHARS ? rest : undefined;
}

/** A title in parts; what it altered ("50 → 5") is strong. */
export function emphasized(
  title: string,
): { at: number; text: string; strong: boolean }[] {
  const parts: { at: number; text: string; strong: boolean }[] = [];
  let end = 0;
  for (const match of title.matchAll(STEP)) {
    if (match.index > end) {
      parts.push({
        at: end,
        text: title.slice(end, match.index),
        strong: false,
      });
    }
    parts.push({ at: match.index, text: match[0], strong: true });
    end = match.index + match[0].length;
  }
  if (end < title.length) {
    parts.push({ at: end, text: title.slice(end), strong: false });
  }
  return parts;
}
