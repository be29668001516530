import {
  tellingScopes,
  type CoverageInterval,
  type Sources,
} from '@ripplehq/backstage-plugin-changes-common';
import type { SourceStatus } from '../door/SourceRunner';
import { NoiseNotes } from '../store/NoiseNotes';
import type { Queryable } from '../store/Sql';
import { timestampOf } from '../store/rows';
import { lastAudits } from '../store/questions/attributions';
import { coverageNow, endedInstances } from '../store/questions/coverage';
import { instanceBytes, lastEvents } from '../store/questions/sources';
import { compareCoverage, coverageIntervals } from '../timeline/coverage';

type Source = Sources['sources'][number];

/** State of each source and instance, in the order of their names. @internal */
export async function sourcesAnswer(
  queryable: Queryable,
  running: readonly SourceStatus[],
  now: number,
): Promise<Sources> {
  const rows = await coverageNow(queryable);
  const scopes = coverageIntervals(rows, now).filter(
    ({ to }) => to === undefined,
  );
  const events = await lastEvents(queryable);
  const audits = await lastAudits(queryable);
  const bytes = await instanceBytes(queryable);
  const notes = await NoiseNotes.create().all(queryable);
  const known = new Map<string, { source: string; instance: string }>();
  for (const { source, instance } of [...scopes, ...events]) {
    known.set(`${source} ${instance}`, { source, instance });
  }
  for (const { source, instance } of await endedInstances(queryable)) {
    known.delete(`${source} ${instance}`);
  }
  for (const { source } of running) {
    if (![...known.values()].some(name => name.source === source)) {
      known.set(source, { source, instance: '' });
    }
  }
  const sources = [...known.values()]
    .sort(
      (a, b) =>
        a.source.localeCompare(b.source) ||
        a.instance.localeCompare(b.instance),
    )
    .map(({ source, instance }): Source => {
      const own = scopes.filter(
        scope => scope.source === source && scope.instance === instance,
      );
      const last = events.find(
        event => event.source === source && event.instance === instance,
      );
      const audit = audits.find(
        row => row.source === source && row.instance === instance,
      );
      const note = notes.find(
        row => row.source === source && row.instance === instance,
      );
      const error =
        running.find(status => status.source === source)?.error ??
        own.find(({ state }) => state !== 'live')?.reason;
      return {
        source,
        instance,
        state: stateOf(own, source, running),
        ...(last ? { lastEventAt: timestampOf(last.last_event_at) } : {}),
        ...(audit ? { auditHeardAt: timestampOf(audit.kept_at) } : {}),
        ...(own.length > 0 ? { lagSeconds: lagOf(own, now) } : {}),
        ...(error ? { error } : {}),
        bytes:
          bytes.find(row => row.source === source && row.instance === instance)
            ?.bytes ?? 0,
        scopes: own,
        ...(note ? { noise: note.noise } : {}),
      };
    });
  return { sources };
}

// A source that never speaks of coverage, as a caller of POST /events, is told by its events alone.
function stateOf(
  scopes: readonly CoverageInterval[],
  source: string,
  running: readonly SourceStatus[],
): Source['state'] {
  if (scopes.length > 0) {
    return tellingScopes(scopes).sort(compareCoverage)[0].state;
  }
  const process = running.find(status => status.source === source);
  return process && process.state !== 'running' ? 'not-observed' : 'live';
}

function lagOf(scopes: readonly CoverageInterval[], now: number): number {
  const oldest = Math.min(...scopes.map(({ at }) => Date.parse(at)));
  return Math.max(0, Math.round((now - oldest) / 1000));
}
