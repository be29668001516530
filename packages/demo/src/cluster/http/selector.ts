import { at } from '../json.ts';
import type { ResourceKind } from '../kinds.ts';
import type { KubernetesObject } from '../KubernetesObject.ts';

type Predicate = (object: KubernetesObject) => boolean;

const FIELDS = ['metadata.name', 'metadata.namespace'];
/** What some kinds can be selected by as well. */
const MORE_FIELDS: Record<string, string[]> = {
  Event: [
    'involvedObject.kind',
    'involvedObject.name',
    'involvedObject.namespace',
    'involvedObject.uid',
    'reason',
    'type',
  ],
  Pod: ['spec.nodeName', 'status.phase'],
};

/** What `fieldSelector` asks for; undefined when it asks for a field by which the kind cannot be selected. */
export function fieldSelector(
  text: string,
  { kind }: Pick<ResourceKind, 'kind'>,
): Predicate | undefined {
  const fields = [...FIELDS, ...(MORE_FIELDS[kind] ?? [])];
  const terms = text
    .split(',')
    .filter(Boolean)
    .map(term => fieldTerm(term, fields));
  if (terms.includes(undefined)) return undefined;
  return object => terms.every(term => term!(object));
}

/** What `labelSelector` asks for; undefined when it is none. */
export function labelSelector(text: string): Predicate | undefined {
  // Commas inside of `in (a, b)` do not part terms.
  const terms = text
    .split(/,(?![^(]*\))/)
    .filter(Boolean)
    .map(labelTerm);
  if (terms.includes(undefined)) return undefined;
  return ({ metadata }) => terms.every(term => term!(metadata.labels ?? {}));
}

function fieldTerm(term: string, fields: string[]): Predicate | undefined {
  const match = /^([\w.]+?)(!?=)=?([^=]*)$/.exec(term.trim());
  if (!match || !fields.includes(match[1])) return undefined;
  const [, field, operator, value] = match;
  const path = field.split('.');
  return object =>
    (String(at(object, ...path) ?? '') === value) === (operator === '=');
}

function labelTerm(
  term: string,
): ((labels: Record<string, string>) => boolean) | undefined {
  const set = /^([\w./-]+) +(in|notin) *\(([^)]*)\)$/.exec(term.trim());
  if (set) {
    const values = set[3].split(',').map(value => value.trim());
    return labels => values.includes(labels[set[1]]) === (set[2] === 'in');
  }
  const equal = /^([\w./-]+) *(!?=)=? *([\w.-]*)$/.exec(term.trim());
  if (equal) {
    return labels => (labels[equal[1]] === equal[3]) === (equal[2] === '=');
  }
  const exists = /^(!?)([\w./-]+)$/.exec(term.trim());
  return (
    (exists &&
      (labels => Object.hasOwn(labels, exists[2]) === (exists[1] === ''))) ||
    undefined
  );
}
