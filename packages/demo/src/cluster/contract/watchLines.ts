/** What a watch tells in one line. */
export interface WatchLine {
  type: string;
  object: {
    kind: string;
    code?: number;
    reason?: string;
    spec?: object;
    metadata: { name: string; resourceVersion: string };
  };
}

/** The lines of a watch as they come. */
export async function* linesOf(response: Response): AsyncGenerator<WatchLine> {
  let rest = '';
  for await (const chunk of response.body!.pipeThrough(
    new TextDecoderStream(),
  )) {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop()!;
    for (const line of lines) yield JSON.parse(line);
  }
}
