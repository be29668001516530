import type {
  CoverageInterval,
  EntityHealth,
} from '@ripplehq/backstage-plugin-changes-common';
import type { LaneEntity } from '../graph/lanes';
import type { StatusBoard } from '../services/StatusBoard';
import { compareCoverage } from '../timeline/coverage';
import { Presenter } from '../timeline/present';
import type { EntityStatus } from './entity';
import { healthOf } from './shown';
import { INCIDENT_KIND } from './verdict';
import { originOf } from './watch';

/** Catalog types of what is run by others. */
const OUTSIDE = /^(third-party|external(-.*)?|saas|vendor|provider)$/i;
/** What these tell is of the company's own making. */
const INSIDE_SOURCES = ['catalog', 'github', 'kubernetes'];

/**
 * Those of the upstream entities that are run by others, by their catalog type or since an incident of theirs is open.
 * @internal
 */
export function thirdParties(options: {
  board: StatusBoard;
  dependencies: readonly LaneEntity[];
  statusOf: (entityId: number) => EntityStatus;
  /** The coverage that lasts now. */
  coverage: readonly CoverageInterval[];
}): EntityHealth['thirdParties'] {
  const { board, coverage, statusOf } = options;
  return options.dependencies.flatMap(lane => {
    const incidents = (board.get(lane.entity.id)?.issues ?? []).filter(
      ({ type, kind }) => type === 'change' && kind === INCIDENT_KIND,
    );
    const isOutside = OUTSIDE.test(lane.entity.type ?? '');
    if (!isOutside && incidents.length === 0) return [];
    const presenter = Presenter.create([lane]);
    const origins = new Set(
      lane.bindings
        .filter(({ source }) => !INSIDE_SOURCES.includes(source))
        .map(({ subject }) => originOf(subject)),
    );
    const [watch] = coverage
      .filter(({ source, instance }) => origins.has(`${source} ${instance}`))
      .sort(compareCoverage);
    return [
      {
        ...lane.place,
        health: healthOf(statusOf(lane.entity.id)),
        incidents: incidents.map(event => presenter.event(event)),
        ...(watch ? { coverage: watch } : {}),
      },
    ];
  });
}
