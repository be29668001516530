import type { JsonObject } from '@backstage/types';
import type {
  Actor,
  Observation,
} from '@ripplehq/backstage-plugin-changes-common';

/** Something that a delivery tool did or does, as its object's status tells. */
export interface Operation {
  /** One thing that happened, for ever, within its object: `sync/2026-11-19T02:30:00Z`, `release/3`. */
  key: string;
  kind: 'deployment' | 'rollback';
  title: string;
  severity: Observation['severity'];
  /** RFC 3339. */
  start: string;
  end?: Observation['end'];
  actor?: Actor;
  /** What it brought, and what was there before it; each without secrets. */
  before?: JsonObject;
  after?: JsonObject;
  evidence: NonNullable<Observation['evidence']>;
  links: NonNullable<Observation['links']>;
  /** The workloads that it changed, as subjects. */
  subjects: string[];
  /** What its parts join, see `threads.ts`. */
  threads: string[];
  /** What has become of it, once and for all: what happens later is another matter. */
  outcome?: string;
  /** What is remembered of it to tell it from the next one, where the status has no time or number of it. */
  attempt?: { revision: string; previous?: string };
  /** Only history tells of it, not the state of the object. */
  isPast?: true;
}

/** Where the clusters of a tool's addresses are. */
export interface Places {
  /** The cluster in which the tool's object lies. */
  own: string;
  /** The watched cluster that goes by a name or an address; undefined where none does. */
  clusterOf(address: { name?: string; server?: string }): string | undefined;
}
