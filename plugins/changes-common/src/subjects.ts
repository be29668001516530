import { InputError } from '@backstage/errors';

/**
 * What an event happened to, in its source's own terms.
 * @public
 */
export interface SubjectName {
  /** The kind of input, e.g. `kubernetes` or `pagerduty`. Lower case. */
  source: string;
  /** The parts behind the source; the first one is the source's instance (a cluster, an account, a host). */
  parts: string[];
}

const SOURCE = /^[a-z][a-z0-9-]*$/;

/**
 * Writes a subject as text: `kubernetes:prod-eu/shop/Deployment.apps/rest-api`. Every part is URI-encoded.
 * @throws InputError when the source is not a lower-case word, or there is no part, or one is empty.
 * @public
 */
export function formatSubject(subject: SubjectName): string {
  if (!SOURCE.test(subject.source)) {
    throw new InputError(
      `subject: source '${subject.source}' must be a lower-case word such as 'kubernetes'`,
    );
  }
  if (subject.parts.length === 0 || subject.parts.some(part => part === '')) {
    throw new InputError(
      `subject: every part of a '${subject.source}' subject must be non-empty`,
    );
  }
  return `${subject.source}:${subject.parts.map(encodePart).join('/')}`;
}

/**
 * Reads what {@link formatSubject} wrote.
 * @throws InputError when the text is not `source:part/part…`.
 * @public
 */
export function parseSubject(text: string): SubjectName {
  const colon = text.indexOf(':');
  try {
    const rest = text.slice(colon + 1);
    const isEncoded = rest.includes('%');
    const subject = {
      source: text.slice(0, Math.max(colon, 0)),
      parts: isEncoded
        ? rest.split('/').map(decodeURIComponent)
        : rest.split('/'),
    };
    formatSubject(subject);
    return subject;
  } catch {
    throw new InputError(
      `subject '${text}' must be 'source:instance/name…', for example 'kubernetes:prod-eu/shop/Deployment.apps/rest-api'`,
    );
  }
}

/**
 * A Kubernetes object that a person would name.
 * @public
 */
export interface KubernetesObjectName {
  cluster: string;
  /** Absent for cluster-wide objects. */
  namespace?: string;
  kind: string;
  /** The API group; empty for the core group. */
  group?: string;
  name: string;
}

/**
 * The subject of a Kubernetes object. A missing namespace is `_`; a kind of the core group has no group suffix.
 * @public
 */
export function kubernetesSubject(object: KubernetesObjectName): string {
  const kind = object.group ? `${object.kind}.${object.group}` : object.kind;
  return formatSubject({
    source: 'kubernetes',
    parts: [object.cluster, object.namespace ?? '_', kind, object.name],
  });
}

/**
 * The Kubernetes object that a subject names, or undefined when it is of another source.
 * @public
 */
export function parseKubernetesSubject(
  text: string,
): KubernetesObjectName | undefined {
  const { source, parts } = parseSubject(text);
  if (source !== 'kubernetes' || parts.length !== 4) return undefined;
  const [cluster, namespace, kindAndGroup, name] = parts;
  const dot = kindAndGroup.indexOf('.');
  return {
    cluster,
    namespace: namespace === '_' ? undefined : namespace,
    kind: dot < 0 ? kindAndGroup : kindAndGroup.slice(0, dot),
    group: dot < 0 ? undefined : kindAndGroup.slice(dot + 1),
    name,
  };
}

/** What encoding leaves as it is: nearly all names are such. */
const PLAIN = /^[\w.:-]*$/;

// encodeURIComponent leaves nothing that separates parts; ':' is kept readable since only the first one counts.
function encodePart(part: string): string {
  if (PLAIN.test(part)) return part;
  return encodeURIComponent(part).replace(/%3A/gi, ':');
}
