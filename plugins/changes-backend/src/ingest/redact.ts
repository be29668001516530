import { InputError } from '@backstage/errors';
import type {
  Actor,
  Attribution,
  FieldChange,
  Observation,
  SubjectRow,
  Write,
} from '@ripplehq/backstage-plugin-changes-common';
import type { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import { plainLine, plainText } from './plainText';

/*
 * The last line of defence: sources redact what they hand in, and here everything is redacted again that is stored. What people read as
 * a line is made plain at the same time, whichever source it is of; what objects and payloads hold stays as it is.
 */

/**
 * An observation without secrets.
 * @throws InputError when a name by which things are told apart holds one.
 */
export function redactObservation(
  observation: Observation,
  redactor: Redactor,
  field: string,
): Observation {
  const text = (value: string) => redactor.redactText(plainLine(value));
  const name = (value: string | undefined, at: string) =>
    redactName(value, redactor, `${field}.${at}`);
  return {
    ...observation,
    instance: name(observation.instance, 'instance') as string,
    title: text(observation.title),
    cluster: name(observation.cluster, 'cluster'),
    namespace: name(observation.namespace, 'namespace'),
    environment: name(observation.environment, 'environment'),
    subjects: observation.subjects.map((subject, index) =>
      redactSubjectName(subject, redactor, `${field}.subjects[${index}]`),
    ),
    actor: observation.actor && redactActor(observation.actor, redactor),
    write: observation.write && redactWrite(observation.write, redactor),
    links: observation.links
      ?.filter(({ url }) => redactor.redactText(url) === url)
      .map(({ title, url }) => ({ title: text(title) || url, url })),
    before: redactor.redact(observation.before),
    after: redactor.redact(observation.after),
    raw: redactor.redact(observation.raw),
    diff: observation.diff?.map(change => redactChange(change, redactor)),
    rollout: redactor.redact(observation.rollout),
    evidence: observation.evidence?.map(({ label, text: words }) => ({
      label: text(label),
      text: redactNamed(label, plainText(words), redactor),
    })),
  };
}

/** What an audit log says of a write, without secrets; undefined where the name of what it is about holds one. */
export function redactAttribution(
  attribution: Attribution,
  redactor: Redactor,
): Attribution | undefined {
  const { instance, subject, actor } = attribution;
  const isClean = [instance, subject].every(
    name => redactor.redactText(plainLine(name)) === name,
  );
  return isClean
    ? {
        ...redactWrite(attribution, redactor),
        actor: redactActor(actor, redactor),
      }
    : undefined;
}

/** Programs give themselves their names. */
function redactWrite<T extends Write>(write: T, redactor: Redactor): T {
  const { manager, subresource } = write;
  const text = (value: string) => redactor.redactText(plainLine(value));
  return {
    ...write,
    ...(manager === undefined ? {} : { manager: text(manager) }),
    ...(subresource === undefined ? {} : { subresource: text(subresource) }),
  };
}

/** Who did it, without secrets. */
export function redactActor(actor: Actor, redactor: Redactor): Actor {
  const text = (value: string) => redactor.redactText(plainLine(value));
  const { via, user, client, groups, originReason } = actor;
  return {
    ...actor,
    name: text(actor.name),
    ...(via === undefined ? {} : { via: text(via) }),
    ...(user === undefined ? {} : { user: text(user) }),
    ...(client === undefined ? {} : { client: text(client) }),
    ...(groups === undefined ? {} : { groups: groups.map(text) }),
    ...(originReason === undefined ? {} : { originReason: text(originReason) }),
  };
}

/** A subject row without secrets. */
export function redactSubject(
  row: SubjectRow,
  redactor: Redactor,
  field: string,
): SubjectRow {
  const name = (value: string | undefined, at: string) =>
    redactName(value, redactor, `${field}.${at}`);
  return {
    ...row,
    subject: redactSubjectName(row.subject, redactor, `${field}.subject`),
    kind: name(row.kind, 'kind') as string,
    name: name(row.name, 'name') as string,
    cluster: name(row.cluster, 'cluster'),
    namespace: name(row.namespace, 'namespace'),
    parent:
      row.parent && redactSubjectName(row.parent, redactor, `${field}.parent`),
    labels: redactTexts(row.labels, redactor),
    annotations: redactor.redact(row.annotations),
    summary: redactSummary(row.summary, redactor),
  };
}

/** A value under a path that names a secret is hidden, and so is one that looks like a secret or holds one. */
function redactChange(change: FieldChange, redactor: Redactor): FieldChange {
  const names = change.path.split(/[.[\]'"/]+/).filter(Boolean);
  const isSecret = (value: FieldChange['before']) =>
    value !== undefined &&
    (JSON.stringify(redactor.redact(value)) !== JSON.stringify(value) ||
      names.some(name => hidesUnder(name, value, redactor)));
  if (isSecret(change.before) || isSecret(change.after)) {
    return { path: change.path, redacted: true };
  }
  return change;
}

function hidesUnder(
  name: string,
  value: FieldChange['before'],
  redactor: Redactor,
): boolean {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return redactNamed(name, text, redactor) !== text;
}

function redactNamed(name: string, value: string, redactor: Redactor): string {
  return redactor.redact({ [name]: value })[name] ?? '';
}

// A name that holds a credential cannot be hidden without mixing things up: it is refused.
function redactName(
  value: string | undefined,
  redactor: Redactor,
  field: string,
): string | undefined {
  if (value === undefined) return undefined;
  const plain = plainLine(value);
  if (redactor.redactText(plain) !== plain) {
    throw new InputError(`${field}: holds what looks like a credential`);
  }
  return plain;
}

// What stands before the colon is the source, no field name.
function redactSubjectName(
  subject: string,
  redactor: Redactor,
  field: string,
): string {
  const source = subject.slice(0, subject.indexOf(':') + 1);
  const rest = subject.slice(source.length);
  return `${source}${redactName(rest, redactor, field)}`;
}

// Labels are matched by, and a label named `…/secret-name` holds no secret: only values that look like one are hidden.
function redactTexts(
  texts: Record<string, string> | undefined,
  redactor: Redactor,
): Record<string, string> | undefined {
  if (!texts) return texts;
  const clean: Record<string, string> = {};
  for (const [key, value] of Object.entries(texts)) {
    clean[cleanText(key)] = cleanText(redactor.redactText(value));
  }
  return clean;
}

// `uses` names Secrets, which are no secrets; images and reasons may hold credentials only by their look.
function redactSummary(
  summary: SubjectRow['summary'],
  redactor: Redactor,
): SubjectRow['summary'] {
  return withCleanTexts(summary, text => cleanText(redactor.redactText(text)));
}

/** The value with its texts cleaned; where none changes, the value itself. */
function withCleanTexts<T>(value: T, clean: (text: string) => string): T {
  if (typeof value === 'string') return clean(value) as T;
  if (typeof value !== 'object' || value === null) return value;
  let copy: Record<string, unknown> | undefined;
  for (const [key, item] of Object.entries(value)) {
    const cleaned = withCleanTexts(item, clean);
    if (cleaned === item) continue;
    copy ??= (Array.isArray(value) ? [...value] : { ...value }) as Record<
      string,
      unknown
    >;
    copy[key] = cleaned;
  }
  return (copy ?? value) as T;
}

// PostgreSQL's text has no NUL.
function cleanText(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '') : text;
}
