import { promisify } from 'node:util';
import { deflateRaw, deflateRawSync, inflateRawSync } from 'node:zlib';
import {
  type FieldChange,
  diffManifests,
} from '@ripplehq/backstage-plugin-changes-common';
import { applyPatch, compare, type Operation } from 'fast-json-patch';
import type { EventFields, MergeState } from '../ingest/merge';

/** What a detail's columns hold; absent ones stay as they are. */
export interface DetailColumns {
  manifest?: Buffer | null;
  diff?: string | null;
  rollout?: string;
  evidence?: string;
  raw?: Buffer | null;
  note?: string | null;
}

/** A manifest before and after a change. */
export type Manifest = EventFields['manifest'];

/** Below this it takes longer to compress a text than to write it. */
const PLAIN_MAX_CHARS = 2_000;
/** Begins what is not compressed. No deflated stream begins so: it would be a block of the type that is not in use. */
const PLAIN_BYTE = 0b111;
const DEFLATED_MAX_BYTES = 1_500_000;
const CUT_VALUE_MAX_CHARS = 2_000;
const CUT_DIFF_MAX_FIELDS = 500;
// Above this, compressing goes to zlib's own threads instead of the event loop.
const DEFLATE_SYNC_MAX_CHARS = 100_000;
const deflateInBackground = promisify(deflateRaw);
// What is stored by the ten thousand is small: a window and buffers of its size take half the time.
const SMALL_MAX_CHARS = 16_000;
const SMALL = { level: 3, windowBits: 14, memLevel: 6, chunkSize: 4_096 };

/** The columns for what a state brings anew. What is too large is left out, and the note says so. */
export async function encodeDetail(
  state: MergeState,
): Promise<DetailColumns | undefined> {
  const { manifest, diff, rollout, evidence, raw } = state.fields;
  const columns: DetailColumns = {};
  const notes: string[] = [];
  if (manifest && 'value' in manifest) {
    columns.manifest = await encodeText(manifestJson(manifest.value));
    columns.note = null;
    if (columns.manifest.length > DEFLATED_MAX_BYTES) {
      notes.push(leftOut('The manifests are', columns.manifest.length));
      columns.manifest = null;
      columns.diff = JSON.stringify(cutDiff(manifest.value));
    }
  }
  if (diff && 'value' in diff) columns.diff = JSON.stringify(diff.value);
  if (rollout && 'value' in rollout) {
    columns.rollout = JSON.stringify(rollout.value);
  }
  if (evidence && 'value' in evidence) {
    columns.evidence = JSON.stringify(evidence.value);
  }
  if (raw && 'value' in raw) {
    columns.raw = await encodeJson(raw.value);
    if (columns.raw.length > DEFLATED_MAX_BYTES) {
      notes.push(leftOut("The provider's payload is", columns.raw.length));
      columns.raw = null;
    }
  }
  if (notes.length > 0) columns.note = notes.join(' ');
  return Object.keys(columns).length > 0 ? columns : undefined;
}

/** Reads `detail.manifest`. */
export function decodeManifest(stored: Buffer): Manifest {
  const { after, before, back } = decodeJson<StoredManifest>(stored);
  if (!back) return { before, after };
  // applyPatch changes its document; the answer's `after` must stay.
  return {
    after,
    before: applyPatch(structuredClone(after), back).newDocument,
  };
}

/** Reads what {@link encodeJson} wrote. */
export function decodeJson<T>(stored: Buffer): T {
  const json =
    stored[0] === PLAIN_BYTE ? stored.subarray(1) : inflateRawSync(stored);
  return JSON.parse(json.toString('utf8')) as T;
}

/** A JSON value, compressed where that is worth the time. */
export function encodeJson(value: unknown): Promise<Buffer> {
  return encodeText(JSON.stringify(value));
}

async function encodeText(json: string): Promise<Buffer> {
  if (json.length <= PLAIN_MAX_CHARS) {
    return Buffer.from(`${String.fromCharCode(PLAIN_BYTE)}${json}`);
  }
  if (json.length > DEFLATE_SYNC_MAX_CHARS) return deflateInBackground(json);
  return deflateRawSync(json, json.length <= SMALL_MAX_CHARS ? SMALL : {});
}

interface StoredManifest {
  after?: unknown;
  /** Whole, where there is no `after` or the patch would not be smaller. */
  before?: unknown;
  /** RFC 6902, from `after` back to `before`. */
  back?: Operation[];
}

function manifestJson({ before, after }: Manifest): string {
  if (!isContainer(before) || !isContainer(after)) {
    return JSON.stringify({ after, before });
  }
  const whole = JSON.stringify(before);
  // The patch library refuses to write these keys, which an object may carry all the same.
  const isPatchable = !/"(__proto__|constructor|prototype)":/.test(whole);
  const back = isPatchable ? compare(after, before) : undefined;
  return back && JSON.stringify(back).length < whole.length
    ? JSON.stringify({ after, back })
    : JSON.stringify({ after, before });
}

function cutDiff({ before, after }: Manifest): FieldChange[] {
  return diffManifests(
    before as FieldChange['before'],
    after as FieldChange['after'],
  )
    .slice(0, CUT_DIFF_MAX_FIELDS)
    .map(change => ({
      ...change,
      ...('before' in change ? { before: cutValue(change.before) } : {}),
      ...('after' in change ? { after: cutValue(change.after) } : {}),
    }));
}

function cutValue(value: FieldChange['before']): FieldChange['before'] {
  const text = typeof value === 'string' ? value : JSON.stringify(value) ?? '';
  return text.length > CUT_VALUE_MAX_CHARS
    ? `${text.slice(0, CUT_VALUE_MAX_CHARS)}…`
    : value;
}

function leftOut(what: string, bytes: number): string {
  return `${what} left out: ${megabytes(
    bytes,
  )} compressed are more than the ${megabytes(
    DEFLATED_MAX_BYTES,
  )} that are kept.`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
