import type { KubernetesObject } from '../KubernetesObject.ts';

type Predicate = (object: KubernetesObject) => boolean;

/** What `fieldSelector` asks for; undefined when it asks for another field. */
export function fieldSelector(text: string): Predicate | undefined {
  const terms = text.split(',').filter(Boolean).map(fieldTerm);
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

function fieldTerm(term: string): Predicate | undefined {
  const match = /^metadata\.(name|namespace)==?([^=]+)$/.exec(term.trim());
  if (!match) return undefined;
  const [, field, value] = match;
  return object => object.metadata[field] === value;
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
