import { useState } from 'react';
import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import type { EntityHealth } from '@ripplehq/backstage-plugin-changes-common';
import { useEntity } from '@backstage/plugin-catalog-react';
import { makeStyles } from '@material-ui/core/styles';
import { useEntityHealth, useSuspects } from '../../api';
import {
  ErrorState,
  NothingBound,
  Panel,
  RefreshFailure,
  RippleRoot,
  isNothingBound,
  millis,
  useNow,
} from '../kit';
import { DependenciesPanel } from './DependenciesPanel';
import { HealthHeadline } from './HealthHeadline';
import { HealthSkeleton } from './HealthSkeleton';
import { HISTORY_DAYS, HistoryPanel } from './HistoryPanel';
import { OpenIssuesPanel } from './OpenIssuesPanel';
import { PartsPanel } from './PartsPanel';
import { ThirdPartiesPanel } from './ThirdPartiesPanel';
import { WorkloadsPanel } from './WorkloadsPanel';

const DAY_MS = 24 * 3600_000;

const useStyles = makeStyles({
  root: { display: 'grid', gap: 16, gridTemplateColumns: 'minmax(0, 1fr)' },
  columns: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) 392px',
    gap: 16,
    alignItems: 'start',
    '@media (max-width: 1250px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  column: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: 16,
    minWidth: 0,
    '&:empty': { display: 'none' },
  },
});

/** What is wrong with the page's entity now, since when, and how that is known. */
export function HealthTab() {
  const { entity } = useEntity();
  const [days, setDays] = useState(HISTORY_DAYS[0]);
  const { answer, answeredAt, error, failingSince, retry } = useEntityHealth(
    stringifyEntityRef(entity),
    { days },
  );
  return (
    <RippleRoot>
      {!answer && !error && <HealthSkeleton />}
      {!answer && error && (
        <Panel>
          <ErrorState
            error={error}
            name={entity.metadata.title ?? entity.metadata.name}
            failingSince={failingSince}
            onRetry={retry}
          />
        </Panel>
      )}
      {answer && (
        <HealthView
          entity={entity}
          health={answer}
          answeredAt={answeredAt!}
          error={error}
          onRetry={retry}
          onDays={setDays}
        />
      )}
    </RippleRoot>
  );
}

function HealthView(props: {
  entity: Entity;
  health: EntityHealth;
  answeredAt: number;
  error: Error | undefined;
  onRetry: () => void;
  onDays: (days: number) => void;
}) {
  const { entity, health, error } = props;
  const classes = useStyles();
  const now = useNow();
  // Of the answer, not of the question: while another range is on its way, what is drawn is named for what it is.
  const days = Math.round(
    (millis(health.window.to) - millis(health.window.from)) / DAY_MS,
  );
  const isUnwell = ['unhealthy', 'degraded'].includes(health.status);
  const suspects = useSuspects(
    isUnwell ? health.entityRef : undefined,
    {},
    { channel: health.channel },
  );
  return (
    <div className={classes.root}>
      {error && (
        <RefreshFailure
          error={error}
          answeredAt={props.answeredAt}
          onRetry={props.onRetry}
        />
      )}
      <HealthHeadline health={health} suspects={suspects.answer} now={now} />
      <div className={classes.columns}>
        <div className={classes.column}>
          {isNothingBound(entity, health) && (
            <Panel>
              <NothingBound
                entity={entity}
                health={health}
                onRetry={props.onRetry}
              />
            </Panel>
          )}
          {health.workloads.length > 0 && (
            <WorkloadsPanel workloads={health.workloads} now={now} />
          )}
          <PartsPanel health={health} now={now} />
          <OpenIssuesPanel health={health} days={days} now={now} />
          <HistoryPanel
            health={health}
            days={days}
            onDays={props.onDays}
            now={now}
          />
        </div>
        <div className={classes.column}>
          <DependenciesPanel
            health={health}
            title={entity.metadata.title ?? entity.metadata.name}
            now={now}
          />
          <ThirdPartiesPanel thirdParties={health.thirdParties} now={now} />
        </div>
      </div>
    </div>
  );
}
