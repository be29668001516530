const SIZE_DEFAULT = 30;
const SIZE_MAX = 100;

/** Which part of a list is asked for. */
export interface Page {
  /** From 1. */
  number: number;
  size: number;
}

export function pageOf(query: URLSearchParams): Page {
  const number = (name: string, fallback: number) => {
    const value = Number(query.get(name));
    return Number.isSafeInteger(value) && value > 0 ? value : fallback;
  };
  return {
    number: number('page', 1),
    size: Math.min(SIZE_MAX, number('per_page', SIZE_DEFAULT)),
  };
}

/** What of a whole list lies on a page. */
export function slice<T>(list: readonly T[], { number, size }: Page): T[] {
  return list.slice((number - 1) * size, number * size);
}

/** The `Link` header: where the neighbours of a page are. Empty if it has none. */
export function links(url: URL, page: Page, total: number): string {
  const last = Math.ceil(total / page.size);
  const to = (number: number, rel: string) => {
    const target = new URL(url);
    target.searchParams.set('page', String(number));
    return `<${target}>; rel="${rel}"`;
  };
  return [
    ...(page.number > 1 ? [to(page.number - 1, 'prev')] : []),
    ...(page.number < last
      ? [to(page.number + 1, 'next'), to(last, 'last')]
      : []),
    ...(page.number > 1 ? [to(1, 'first')] : []),
  ].join(', ');
}
