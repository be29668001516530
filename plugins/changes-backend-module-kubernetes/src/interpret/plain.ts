import type { JsonObject } from '@backstage/types';
import {
  diffManifests,
  type FieldChange,
  type Observation,
} from '@ripplehq/backstage-plugin-changes-common';
import {
  changedKeys,
  isCut,
  type Kind,
  type PlainObject,
  type Written,
} from '../kinds';
import { authorOf, creatorOf, writersOf, type Writer } from './author';
import { byRisk, instant, tell, type Told } from './change';
import { parsePath } from './FieldPath';
import { arrow, phrasesOf, wholeMap } from './phrases';
import { momentAt, momentOf, subjectOf, type Sighting } from './Sighting';
import { textChange } from './textChange';

/** What is remembered of an object between two sightings; all but the digests is stored. */
export interface KnownPlain extends PlainObject {
  writers: Writer[];
  digest?: string;
}

export interface PlainContext extends Sighting {
  /** Workloads that the object matters to, as subjects: asked only for what is told. */
  affects(): string[];
}

export function plainCreated(
  kind: Kind,
  next: PlainObject & Written,
  context: PlainContext,
): Observation {
  const moment = momentAt(next.createdAt, context);
  return tellOf(kind, next, context, {
    key: `${next.uid}/created`,
    title: `${nameOf(kind, next)} created`,
    severity: 'info',
    author: creatorOf(next.managed),
    moment,
    end: instant(moment),
    after: next.manifest,
  });
}

/** What is to be told of an object's next version, if anything. */
export function plainChanged(
  kind: Kind,
  previous: KnownPlain,
  next: PlainObject & Written,
  context: PlainContext,
): Observation | undefined {
  if (!kind.tells?.changes) return undefined;
  const changes = diffManifests(previous.manifest, next.manifest);
  const isHidden =
    previous.digest !== undefined && previous.digest !== next.digest;
  if (changes.length === 0 && !isHidden) return undefined;
  const author = authorOf(
    next.managed,
    previous.writers,
    byRisk(changes, phrasesOf(changes)),
    context,
  );
  const moment = momentOf(author, context);
  return tellOf(kind, next, context, {
    key: `${next.uid}/${next.resourceVersion}`,
    title: `${nameOf(kind, next)} ${
      kind.tells.sentence?.(changes) ??
      `changed: ${
        changes.length > 0 ? whatChanged(changes) : unseen(previous, next)
      }`
    }`,
    severity: 'info',
    author,
    moment,
    end: instant(moment),
    before: previous.manifest,
    after: next.manifest,
  });
}

export function plainDeleted(
  kind: Kind,
  previous: KnownPlain,
  last: Pick<PlainObject, 'resourceVersion' | 'deletingSince'>,
  context: PlainContext,
): Observation {
  const moment = momentAt(last.deletingSince, context);
  return tellOf(
    kind,
    { ...previous, resourceVersion: last.resourceVersion },
    context,
    {
      key: `${previous.uid}/deleted`,
      title: `${nameOf(kind, previous)} deleted`,
      severity: 'warning',
      moment,
      end: instant(moment),
      before: previous.manifest,
    },
  );
}

export function rememberPlain(next: PlainObject & Written): KnownPlain {
  const { managed, ...object } = next;
  return { ...object, writers: writersOf(managed) };
}

/** What a person calls it: `ConfigMap app-config`. */
function nameOf({ tells, kind }: Kind, { name }: PlainObject): string {
  return `${tells?.word ?? kind} ${name}`;
}

function tellOf(
  kind: Kind,
  object: PlainObject,
  context: PlainContext,
  told: Omit<Told, 'kind' | 'subjects'>,
): Observation {
  return tell(
    {
      ...told,
      kind: kind.tells?.event ?? 'config',
      subjects: [subjectOf(context, kind, object), ...context.affects()],
    },
    object,
    context,
  );
}

function unseen(previous: PlainObject, next: PlainObject): string {
  const keys = changedKeys(previous, next);
  if (keys.length > 0) return keysOf(keys);
  return isCut(next.manifest)
    ? 'text beyond the part that is kept'
    : 'a hidden value';
}

function keysOf(keys: string[]): string {
  return keys.length > 2 ? `${keys.length} keys` : keys.join(', ');
}

/** `LOG_LEVEL info → debug`, `2 keys`, `maxReplicas 10 → 20`. */
function whatChanged(changes: FieldChange[]): string {
  const data = changes.filter(change =>
    /^(data|binaryData)\b/.test(change.path),
  );
  const told = data.length > 0 ? data : changes;
  if (told.length > 2) {
    return data.length > 0
      ? `${told.length} keys`
      : `${phrasesOf(told)
          .slice(0, 2)
          .map(phrase => phrase.text)
          .join(', ')}`;
  }
  return told.map(data.length > 0 ? keyChange : fieldChange).join(', ');
}

function keyChange(change: FieldChange): string {
  const steps = parsePath(change.path);
  const step = steps[1];
  // All of `data` came or went at once.
  if (!step) {
    const keys = Object.keys(
      (change.after ?? change.before ?? {}) as JsonObject,
    );
    return `${keys.length === 1 ? keys[0] : `${keys.length} keys`} ${
      change.before === undefined ? 'added' : 'removed'
    }`;
  }
  const key = 'field' in step ? step.field : step.item;
  if (change.redacted) return key;
  if (change.before === undefined) return `${key} added`;
  if (change.after === undefined) return `${key} removed`;
  const text = textChange(change.before, change.after);
  return text === undefined ? `${key}${arrow(change)}` : `${key} (${text})`;
}

function fieldChange(change: FieldChange): string {
  const steps = parsePath(change.path);
  // A list without keys is told by its own name, not by the number of an item.
  const last = steps.findLast(
    step => 'field' in step || !/^\d+$/.test(step.item),
  )!;
  if ('field' in last) {
    return `${wholeMap(change, last.field) ?? last.field}${arrow(change)}`;
  }
  const list = steps[steps.indexOf(last) - 1];
  const item =
    list && 'field' in list ? `${list.field} ${last.item}` : last.item;
  if (last !== steps.at(-1)) return item;
  return `${item} ${change.before === undefined ? 'added' : 'removed'}`;
}
