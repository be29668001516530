import {
  type EventDetail,
  changesDetailReadPermission,
} from '@ripplehq/backstage-plugin-changes-common';
import type { Reader } from '../access/Reader';
import { type Claimants, isDisputed } from '../graph/claimants';
import { neighbourhood } from '../graph/lanes';
import type { StatusBoard } from '../services/StatusBoard';
import type { Store } from '../store/Store';
import { Verdicts } from '../store/Verdicts';
import type { StoredEvent } from '../store/rows';
import { detailsOf } from '../store/questions/details';
import { diffOf } from './diff';
import { familyOf } from './family';
import { Presenter } from './present';
import { healthOf, shownStatuses } from '../health/shown';

const AFFECTS_DEGREE = 4;

/**
 * One event in full, as far as the reader may see it.
 * @internal
 */
export async function eventDetail(options: {
  store: Store;
  board: StatusBoard;
  reader: Reader;
  event: StoredEvent;
  claimants: Claimants;
  now: number;
}): Promise<EventDetail> {
  const { store, reader, event, claimants } = options;
  const withheld = await detailWithheld(reader, event, claimants);
  const detail = withheld
    ? undefined
    : (await detailsOf(store.sql, [event.rowId])).get(event.rowId);
  const { diff: _, note, ...rest } = detail ?? {};
  const presenter = Presenter.create(claimants.lanes);
  return {
    ...presenter.event(event),
    ...rest,
    diff: diffOf(detail),
    ...(await familyOf(store, reader, event)),
    ...(await affects(options)),
    ...(withheld ?? note ? { detailWithheld: withheld ?? note } : {}),
    verdicts: await Verdicts.create(store).of(event.rowId),
  };
}

/** Why diff, manifests and evidence are not for this reader; undefined when they are. @internal */
export async function detailWithheld(
  reader: Reader,
  event: Pick<StoredEvent, 'source'>,
  claimants: Claimants,
): Promise<string | undefined> {
  const refs = claimants.lanes.map(({ entity }) => entity.ref);
  const granted = await reader.granted(changesDetailReadPermission, refs);
  if (granted.size === 0) {
    return `You need the permission '${changesDetailReadPermission.name}' to see what exactly changed`;
  }
  if (
    event.source === 'kubernetes' &&
    !(await reader.mayReadKubernetesResources())
  ) {
    return "You need the permission 'kubernetes.resources.read' to see what exactly changed in a cluster";
  }
  return isDisputed(claimants)
    ? 'Entities of different owners claim what this happened to, so what exactly changed is shown to none of them'
    : undefined;
}

async function affects({
  store,
  board,
  reader,
  claimants,
  now,
}: Parameters<typeof eventDetail>[0]): Promise<
  Pick<EventDetail, 'affects' | 'affectsWithheld'>
> {
  const found = new Map<string, EventDetail['affects'][number]>();
  let affectsWithheld = 0;
  for (const { entity } of claimants.lanes) {
    const { lanes, withheld } = await neighbourhood({
      sql: store.sql,
      reader,
      entity,
      degree: AFFECTS_DEGREE,
      direction: 'downstream',
      at: now,
    });
    // One entity may be reached from several; what is withheld from one is likely the same as from the other.
    affectsWithheld = Math.max(affectsWithheld, withheld);
    const statusOf = await shownStatuses(
      board,
      reader,
      lanes.map(lane => lane.entity.id),
    );
    for (const lane of lanes.slice(1)) {
      const known = found.get(lane.entity.ref);
      if (!known || known.degree > lane.place.degree) {
        found.set(lane.entity.ref, {
          ...lane.place,
          health: healthOf(statusOf(lane.entity.id)),
        });
      }
    }
  }
  for (const { entity } of claimants.lanes) found.delete(entity.ref);
  return {
    affects: [...found.values()].sort((a, b) => a.degree - b.degree),
    affectsWithheld,
  };
}
