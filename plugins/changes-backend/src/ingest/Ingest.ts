import type {
  Attribution,
  Observation,
  SourceState,
  SubjectRow,
} from '@ripplehq/backstage-plugin-changes-common';
import type {
  CommitBatch,
  Redactor,
} from '@ripplehq/backstage-plugin-changes-node';
import { AlertKinds } from '../store/AlertKinds';
import { AttributionWriter } from '../store/AttributionWriter';
import { CoverageWriter } from '../store/CoverageWriter';
import { encodeDetail } from '../store/details';
import { EventWriter } from '../store/EventWriter';
import type { EventDraft } from '../store/eventColumns';
import type { LeaseTable } from '../store/LeaseTable';
import { NoiseNotes } from '../store/NoiseNotes';
import { SourceInstances } from '../store/SourceInstances';
import {
  type EncodedState,
  type SourceStates,
  encodeState,
} from '../store/SourceStates';
import type { Sql } from '../store/Sql';
import { SubjectWriter } from '../store/SubjectWriter';
import { TieWriter } from '../store/TieWriter';
import { TimeSlice } from '../store/TimeSlice';
import type { Words } from '../store/Words';
import type { ChangeFeed } from './ChangeFeed';
import type { Environments } from './environments';
import { entitySubject, eventId, observationDigest } from './identify';
import { attributedState, merge, stateOf } from './merge';
import { redactAttribution, redactObservation, redactSubject } from './redact';
import { mergeTies, tiesOf } from './ties';
import { validateBatch } from './validate';
import { withDoubts } from './withDoubts';

export interface IngestOptions {
  sql: Sql;
  words: Words;
  redactor: Redactor;
  environments: Environments;
  leases: LeaseTable;
  states: SourceStates;
  feed: ChangeFeed;
  /** Whether an audit log of such an instance is taken. */
  isAudited(source: string, instance: string): boolean;
  /** Milliseconds. */
  now(): number;
}

/** The only way into the store: validate → redact → identify → merge, in one transaction a batch. */
export class Ingest {
  readonly #options: IngestOptions;
  readonly #events: EventWriter;
  readonly #subjects: SubjectWriter;
  readonly #alertKinds = AlertKinds.create();
  readonly #coverage = CoverageWriter.create();
  readonly #instances = SourceInstances.create();
  readonly #noise = NoiseNotes.create();
  readonly #ties = TieWriter.create();
  readonly #attributions: AttributionWriter;

  static create(options: IngestOptions): Ingest {
    return new Ingest(options);
  }

  private constructor(options: IngestOptions) {
    this.#options = options;
    this.#events = EventWriter.create(options);
    this.#subjects = SubjectWriter.create(options);
    this.#attributions = AttributionWriter.create(options);
  }

  /**
   * Stores a batch of a source whole, or nothing of it.
   * @throws InputError that names the field which does not fit.
   * @throws LeaseLostError when the batch's lease is no longer ours.
   */
  async commit(source: string, batch: CommitBatch): Promise<void> {
    const { sql, words, leases, states, feed, redactor, now } = this.#options;
    const { lease, ...rest } = batch;
    const valid = await validateBatch(rest);
    const drafts = await this.#drafts(source, valid.observations);
    const subjects = await this.#subjectRows(valid.subjects);
    const encoded = await this.#states(valid.states);
    const attributions = await this.#attributed(valid.attributions);
    const writes = drafts.flatMap(({ written }) => written ?? []);
    const audited = new Set(
      [...writes, ...attributions].map(({ subject }) => subject),
    );
    const named = new Map<string, number>();
    const lastEventAt = new Map<string, number>();
    for (const { instance, state } of drafts) {
      const at = state.firstObservedAt;
      lastEventAt.set(instance, Math.max(lastEventAt.get(instance) ?? 0, at));
      for (const subject of state.subjects) {
        named.set(subject, Math.min(named.get(subject) ?? at, at));
      }
    }

    const written = await sql.transaction(async tx => {
      if (lease) await leases.check(tx, source, lease);
      await this.#attributions.lock(tx, audited);
      const changed = await this.#subjects.upsert(tx, subjects);
      const known = await this.#subjects.ensure(tx, named);
      const admitted = await this.#alertKinds.admit(tx, source, drafts);
      const certain = await withDoubts(tx, admitted);
      const events = await this.#events.write(tx, certain, known);
      await this.#instances.note(tx, source, lastEventAt);
      await this.#coverage.note(tx, source, valid.coverage);
      if (valid.instances) {
        await this.#coverage.endOthers(tx, source, valid.instances);
      }
      if (valid.noise) {
        const { instance, ...noise } = redactor.redact(valid.noise);
        await this.#noise.write(tx, { source, instance, noise });
      }
      if (valid.scope !== undefined) {
        if (encoded.length > 0) {
          await states.write(tx, source, valid.scope, encoded);
        }
        if (valid.position !== undefined) {
          await states.writePosition(tx, source, valid.scope, valid.position);
        }
      }
      const moved = await this.#ties.write(
        tx,
        drafts.flatMap(({ publicId, ties }) =>
          ties ? { publicId, ties } : [],
        ),
      );
      const attributed = await this.#attributions.write(
        tx,
        source,
        writes,
        attributions,
      );
      const renamed = await this.#events.write(
        tx,
        attributed.map(({ actor, change, ...event }) => ({
          ...event,
          state: attributedState(actor, change),
        })),
        new Map(),
      );
      [...events.subjectIds, ...renamed.subjectIds].forEach(id =>
        changed.add(id),
      );
      return {
        words: new Map([...events.words, ...renamed.words]),
        changed,
        eventIds: [
          ...new Set([...events.publicIds, ...moved, ...renamed.publicIds]),
        ],
      };
    });

    words.learn(written.words);
    if (written.changed.size > 0 || written.eventIds.length > 0) {
      feed.publish({
        subjectIds: [...written.changed],
        eventIds: written.eventIds,
        at: now(),
      });
    }
  }

  /** One draft an event: observations of one event are merged before the store is asked. */
  async #drafts(
    source: string,
    observations: readonly Observation[],
  ): Promise<EventDraft[]> {
    const drafts = new Map<string, EventDraft>();
    const slice = TimeSlice.create();
    for (let index = 0; index < observations.length; index++) {
      await slice.turn();
      const draft = this.#draft(source, observations[index], index);
      const known = drafts.get(draft.publicId);
      drafts.set(
        draft.publicId,
        known
          ? {
              ...known,
              state: merge(known.state, draft.state),
              ties: mergeTies(known.ties, draft.ties),
              written: known.written ?? draft.written,
            }
          : draft,
      );
    }
    const encoded: EventDraft[] = [];
    for (const draft of drafts.values()) {
      await slice.turn();
      encoded.push({ ...draft, detail: await encodeDetail(draft.state) });
    }
    return encoded;
  }

  async #subjectRows(said: readonly SubjectRow[]): Promise<SubjectRow[]> {
    const slice = TimeSlice.create();
    const rows: SubjectRow[] = [];
    for (const [index, row] of said.entries()) {
      await slice.turn();
      rows.push(
        redactSubject(row, this.#options.redactor, `subjects[${index}]`),
      );
    }
    return rows;
  }

  async #states(said: readonly SourceState[]): Promise<EncodedState[]> {
    const slice = TimeSlice.create();
    const encoded: EncodedState[] = [];
    for (const { id, body } of said) {
      await slice.turn();
      encoded.push(
        await encodeState({ id, body: this.#options.redactor.redact(body) }),
      );
    }
    return encoded;
  }

  async #attributed(said: readonly Attribution[]): Promise<Attribution[]> {
    const slice = TimeSlice.create();
    const attributions: Attribution[] = [];
    for (const attribution of said) {
      await slice.turn();
      const clean = redactAttribution(attribution, this.#options.redactor);
      if (clean) attributions.push(clean);
    }
    return attributions;
  }

  #draft(source: string, said: Observation, index: number): EventDraft {
    const observation = redactObservation(
      said,
      this.#options.redactor,
      `observations[${index}]`,
    );
    const { instance, key, partOfKey, write } = observation;
    const publicId = eventId(source, instance, key);
    const [subject] = observation.subjects;
    return {
      publicId,
      source,
      instance,
      ...(write && subject && this.#options.isAudited(source, instance)
        ? {
            written: {
              publicId,
              source,
              instance,
              subject,
              write,
              sequence: observation.sequence,
              actor: observation.actor,
            },
          }
        : {}),
      ...(observation.deliveredBy && observation.actor?.byHand
        ? { deliveredBy: observation.deliveredBy }
        : {}),
      ties: tiesOf(source, observation),
      state: stateOf(observation, {
        subjects: [
          ...observation.subjects,
          ...(observation.entityRefs ?? []).map(entitySubject),
        ],
        partOf: partOfKey && eventId(source, instance, partOfKey),
        digest: observationDigest(JSON.stringify(observation)),
      }),
    };
  }
}
