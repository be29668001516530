/** Parts of a text that are to be hidden. */
export class Spans {
  readonly #spans: [from: number, to: number][] = [];

  get isEmpty(): boolean {
    return this.#spans.length === 0;
  }

  add(from: number, to: number): void {
    if (to > from) this.#spans.push([from, to]);
  }

  /** The text with each part replaced; parts that overlap are one. */
  replace(text: string, hide: (part: string) => string): string {
    const spans = [...this.#spans].sort((a, b) => a[0] - b[0]);
    let result = '';
    let at = 0;
    for (let index = 0; index < spans.length; index++) {
      const [from] = spans[index];
      let [, to] = spans[index];
      while (index + 1 < spans.length && spans[index + 1][0] < to) {
        index++;
        to = Math.max(to, spans[index][1]);
      }
      result += text.slice(at, from) + hide(text.slice(from, to));
      at = to;
    }
    return result + text.slice(at);
  }
}
