import {
  diffManifests,
  parseKubernetesSubject,
  type Observation,
} from '@ripplehq/backstage-plugin-changes-common';
import type { Kind, KubernetesObject, Named } from '../kinds';
import { annotationRuleOf, objectRuleOf } from '../kinds/noise';
import { isRuleFor, isRuleForObject, type IgnoreRule } from './IgnoreRule';
import { withoutField } from './withoutFields';

/** Values of annotations that are left out, to count how often they change; of so many objects at most. */
const WATCHED_MAX = 20_000;

/** How often a rule kept something back. */
export interface SwallowedCount {
  id: string;
  reason: string;
  count: number;
}

/**
 * Keeps back what nobody would call a change, in one cluster: by the rules of its own and those of the configuration. Counts what each of
 * them swallowed: objects that came or changed, and changes of annotations and fields.
 */
export class NoiseFilter {
  readonly #cluster: string;
  readonly #ignore: readonly IgnoreRule[];
  /** The configuration's rules by kind; there are few kinds. */
  readonly #byKind = new Map<Kind, readonly IgnoreRule[]>();
  readonly #counts = new Map<string, SwallowedCount>();
  readonly #ruleOfAnnotation = new Map<
    string,
    ReturnType<typeof annotationRuleOf>
  >();
  /** By uid and annotation. */
  readonly #values = new Map<string, string>();

  static create(options: {
    cluster: string;
    ignore?: readonly IgnoreRule[];
  }): NoiseFilter {
    return new NoiseFilter(options.cluster, options.ignore ?? []);
  }

  private constructor(cluster: string, ignore: readonly IgnoreRule[]) {
    this.#cluster = cluster;
    this.#ignore = ignore;
  }

  /** An object as it is to be read: undefined where it is noise as a whole, else without the fields that are. */
  admit(kind: Kind, object: KubernetesObject): KubernetesObject | undefined {
    const rule =
      objectRuleOf(kind.id, object) ?? this.#wholeRule(kind, object.metadata);
    if (rule) {
      this.#count(rule);
      return undefined;
    }
    this.#countAnnotations(object);
    return this.#withoutFields(kind, object);
  }

  /** Whether the configuration ignores an object whole that may have been read before it did. */
  ignores(kind: Kind, object: Pick<Named, 'namespace' | 'name'>): boolean {
    return this.#wholeRule(kind, object) !== undefined;
  }

  /** Whether a change is still one: what was stored may have fields that are ignored only now. */
  isChange({ before, after, subjects }: Observation): boolean {
    if (this.#ignore.length === 0) return true;
    if (before === undefined || after === undefined) return true;
    const steps = this.#fieldRulesOf(subjects[0]).flatMap(
      ({ fields = [] }) => fields,
    );
    const cleaned = steps.reduce(withoutField, before);
    return cleaned === before || diffManifests(cleaned, after).length > 0;
  }

  /** What each rule swallowed, most first. */
  counts(): SwallowedCount[] {
    return [...this.#counts.values()].sort((a, b) => b.count - a.count);
  }

  #wholeRule(
    kind: Kind,
    object: { namespace?: string; name: string },
  ): IgnoreRule | undefined {
    return this.#rulesOf(kind).find(
      rule => !rule.fields && isRuleForObject(rule, object),
    );
  }

  #fieldRules(kind: Kind): IgnoreRule[] {
    return this.#rulesOf(kind).filter(({ fields }) => fields);
  }

  /** Of a subject's kind, which has been read if anything is told of it. */
  #fieldRulesOf(subject: string): IgnoreRule[] {
    if (!subject.startsWith('kubernetes:')) return [];
    const kind = parseKubernetesSubject(subject)?.kind;
    return [...this.#byKind.keys()]
      .filter(known => known.kind === kind)
      .flatMap(known => this.#fieldRules(known));
  }

  #withoutFields(kind: Kind, object: KubernetesObject): KubernetesObject {
    let result = object;
    for (const rule of this.#fieldRules(kind)) {
      if (!isRuleForObject(rule, object.metadata)) continue;
      const before = result;
      for (const steps of rule.fields ?? []) {
        result = withoutField(result, steps);
      }
      if (result !== before) this.#count(rule);
    }
    return result;
  }

  #rulesOf(kind: Kind): readonly IgnoreRule[] {
    if (this.#ignore.length === 0) return this.#ignore;
    let rules = this.#byKind.get(kind);
    if (!rules) {
      rules = this.#ignore.filter(rule => isRuleFor(rule, this.#cluster, kind));
      this.#byKind.set(kind, rules);
    }
    return rules;
  }

  /** An annotation that is left out counts each time it changes. */
  #countAnnotations({ metadata }: KubernetesObject): void {
    const { annotations, uid } = metadata;
    for (const key in annotations) {
      if (!Object.hasOwn(annotations, key)) continue;
      const rule = this.#annotationRule(key);
      // What was applied last changes with what it repeats, which is told.
      if (!rule || rule.id === 'last-applied') continue;
      const id = `${uid} ${key}`;
      const before = this.#values.get(id);
      if (before === annotations[key]) continue;
      if (before !== undefined) this.#count(rule);
      if (this.#values.size >= WATCHED_MAX) this.#values.clear();
      this.#values.set(id, annotations[key]);
    }
  }

  #annotationRule(key: string): ReturnType<typeof annotationRuleOf> {
    if (!this.#ruleOfAnnotation.has(key)) {
      if (this.#ruleOfAnnotation.size >= WATCHED_MAX) {
        this.#ruleOfAnnotation.clear();
      }
      this.#ruleOfAnnotation.set(key, annotationRuleOf(key));
    }
    return this.#ruleOfAnnotation.get(key);
  }

  #count({ id, reason }: { id: string; reason: string }): void {
    const known = this.#counts.get(id);
    if (known) known.count++;
    else this.#counts.set(id, { id, reason, count: 1 });
  }
}
