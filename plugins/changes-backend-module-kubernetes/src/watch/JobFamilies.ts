import { familyOf, jobStanding, type JobStanding } from '../health/objects/job';
import type { HealthSubject } from '../health/ObjectFacts';
import type { KnownJob } from '../interpret';
import type { JobObject } from '../kinds';

/** How a Job stands from now on; undefined where nothing is wrong. */
export interface JobNote {
  job: HealthSubject;
  standing: JobStanding | undefined;
}

interface Family {
  members: Set<string>;
  /** When the last one to succeed ended, in milliseconds since 1970. */
  succeededAt: number;
  failed: Map<string, { job: HealthSubject; at: number }>;
}

/** Jobs that do the same work, again and again: one that failed counts until another has made it good. */
export class JobFamilies {
  readonly #families = new Map<string, Family>();

  /** What a sighting of a Job says of it, and of others of its family. */
  seen(job: JobObject): JobNote[] {
    const { uid, status } = job;
    const endedAt = Date.parse(status.endedAt ?? '');
    if (Number.isNaN(endedAt)) return [];
    const family = this.#of(job);
    family.members.add(uid);
    if (status.state === 'succeeded') {
      family.succeededAt = Math.max(family.succeededAt, endedAt);
      const mended = [...family.failed.values()].filter(
        ({ at }) => at < family.succeededAt,
      );
      for (const { job: failed } of mended) family.failed.delete(failed.uid);
      return mended.map(({ job: failed }) => ({
        job: failed,
        standing: undefined,
      }));
    }
    if (endedAt < family.succeededAt) return [];
    const { name, namespace } = job;
    const failed = { uid, name, namespace };
    family.failed.set(uid, { job: failed, at: endedAt });
    return [{ job: failed, standing: jobStanding(status) }];
  }

  /** Takes back a Job that is remembered: nobody need read it again before another makes it good. */
  restored({ uid, name, namespace, run }: KnownJob): void {
    const endedAt = Date.parse(run?.endedAt ?? '');
    if (Number.isNaN(endedAt)) return;
    const family = this.#of({ name, namespace });
    family.members.add(uid);
    if (run?.state === 'succeeded') {
      family.succeededAt = Math.max(family.succeededAt, endedAt);
    } else {
      family.failed.set(uid, { job: { uid, name, namespace }, at: endedAt });
    }
  }

  gone({ uid, name, namespace }: HealthSubject): void {
    const key = keyOf({ name, namespace });
    const family = this.#families.get(key);
    if (!family) return;
    family.failed.delete(uid);
    family.members.delete(uid);
    if (family.members.size === 0) this.#families.delete(key);
  }

  #of(job: Pick<JobObject, 'name' | 'namespace'>): Family {
    const key = keyOf(job);
    const known = this.#families.get(key);
    if (known) return known;
    const family = {
      members: new Set<string>(),
      succeededAt: 0,
      failed: new Map(),
    };
    this.#families.set(key, family);
    return family;
  }
}

function keyOf({
  name,
  namespace = '',
}: Pick<JobObject, 'name' | 'namespace'>) {
  return `${namespace}/${familyOf(name)}`;
}
