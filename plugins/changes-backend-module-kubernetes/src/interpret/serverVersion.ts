import type { Observation } from '@ripplehq/backstage-plugin-changes-common';
import { tell } from './change';
import { platformSubject } from './platform';
import type { Sighting } from './Sighting';

/** What is remembered of the version of a cluster's API server. */
export interface KnownVersion {
  version: string;
  /** When it was last answered. */
  seenAt: string;
  /** Another one was answered since: of several servers that are upgraded one after another, the old ones still answer too. */
  next?: { version: string; seenAt: string };
}

export interface VersionStep {
  known: KnownVersion;
  observations: Observation[];
}

/** What an API server's answer about its version brings: a change counts when it was answered twice without the old one between. */
export function versionSeen(
  previous: KnownVersion | undefined,
  version: string,
  sighting: Sighting,
): VersionStep {
  const { now } = sighting;
  const same: VersionStep = {
    known: { version, seenAt: now },
    observations: [],
  };
  if (!previous || previous.version === version) return same;
  if (previous.next?.version !== version) {
    return {
      known: { ...previous, next: { version, seenAt: now } },
      observations: [],
    };
  }
  const to = previous.next.seenAt;
  return {
    ...same,
    observations: [
      tell(
        {
          key: `apiserver/${version}/${to}`,
          kind: 'infrastructure',
          title: `API server ${
            isOlder(version, previous.version) ? 'went back' : 'upgraded'
          } ${previous.version} → ${version}`,
          severity: 'warning',
          subjects: [platformSubject(sighting.cluster)],
          moment: { start: to, observedBetween: { from: previous.seenAt, to } },
          end: { at: to, status: 'succeeded' },
        },
        { uid: 'apiserver', name: sighting.cluster, resourceVersion: '-' },
        sighting,
      ),
    ],
  };
}

/** `v1.36.3` after `v1.35.12` */
function isOlder(version: string, than: string): boolean {
  const [a, b] = [version, than].map(text =>
    (text.match(/\d+/g) ?? []).slice(0, 3).map(Number),
  );
  const index = a.findIndex((part, position) => part !== b[position]);
  return index >= 0 && a[index] < (b[index] ?? 0);
}
