import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { kubernetesObject, type KubernetesObject } from '../kinds';

/** One line of a watch stream that was recorded on a real control plane. */
export interface RecordedLine {
  type: 'set' | 'deleted';
  object: KubernetesObject;
}

const line = z.object({ type: z.string(), object: kubernetesObject });

/** The lines of a recorded stream, by the name of its file. */
export function recorded(name: string): RecordedLine[] {
  return readFileSync(
    path.join(__dirname, '..', '__fixtures__', `${name}.jsonl`),
    'utf8',
  )
    .trim()
    .split('\n')
    .map(text => line.parse(JSON.parse(text)))
    .map(({ type, object }) => ({
      type: type === 'DELETED' ? 'deleted' : 'set',
      object,
    }));
}
