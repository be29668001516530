import { createHash } from 'node:crypto';
import { nodeId, type Place } from './Place.ts';

/** Colours that text is read on in light and dark. */
const COLORS = ['0e8a16', '1d76db', '5319e7', 'b60205', 'c5def5', 'fbca04'];

export function labelShape({ api }: Place, name: string) {
  const number = createHash('sha256').update(name).digest().readUInt32BE();
  return {
    id: number,
    node_id: nodeId('Label', number),
    url: `${api}/labels/${encodeURIComponent(name)}`,
    name,
    color: COLORS[number % COLORS.length],
    default: false,
    description: '',
  };
}
