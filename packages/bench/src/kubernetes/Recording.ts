import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** A collection as an API server listed it: gzipped bodies. */
export interface RecordedList {
  /** e.g. `/apis/apps/v1/deployments` */
  path: string;
  resourceVersion: string;
  items: number;
  /** In pages of 500; `next` is the token that asks for the following one. */
  pages: { file: string; next?: string }[];
  /** In one piece. */
  whole: string;
}

/** A line of a watch, as it was sent. */
export interface RecordedLine {
  /** Milliseconds since the recording began. */
  at: number;
  path: string;
  line: string;
}

/** What watches told while something was done to the cluster. */
export interface RecordedStream {
  file: string;
  startedAt: string;
  ms: number;
  /** Writes that were made. */
  changes: number;
  lines: number;
}

export interface RecordingIndex {
  gitVersion: string;
  lists: RecordedList[];
  /** Answers of discovery, by path. */
  documents: Record<string, string>;
  streams: Record<string, RecordedStream>;
}

/** Bytes of a real API server in a folder, to be served again. */
export class Recording {
  readonly directory: string;
  readonly index: RecordingIndex;

  static open(directory: string): Recording {
    return new Recording(
      directory,
      JSON.parse(readFileSync(path.join(directory, 'index.json'), 'utf8')),
    );
  }

  static async write(
    directory: string,
    index: RecordingIndex,
  ): Promise<Recording> {
    await mkdir(directory, { recursive: true });
    await writeFile(
      path.join(directory, 'index.json'),
      JSON.stringify(index, null, 1),
    );
    return new Recording(directory, index);
  }

  private constructor(directory: string, index: RecordingIndex) {
    this.directory = directory;
    this.index = index;
  }

  file(name: string): Buffer {
    return readFileSync(path.join(this.directory, name));
  }

  lines({ file }: RecordedStream): RecordedLine[] {
    return this.file(file)
      .toString('utf8')
      .split('\n')
      .filter(line => line !== '')
      .map(line => JSON.parse(line) as RecordedLine);
  }

  list(listPath: string): RecordedList | undefined {
    return this.index.lists.find(list => list.path === listPath);
  }

  get objects(): number {
    return this.index.lists.reduce((sum, { items }) => sum + items, 0);
  }
}
