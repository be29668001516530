import type {
  EntityHealth,
  WorkloadSummary,
} from '@ripplehq/backstage-plugin-changes-common';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';
import { Panel, StatusIcon, useTimeFormat } from '../kit';
import { AutoscalerBar } from './AutoscalerBar';
import { ReadyBlocks } from './ReadyBlocks';
import { NextRun } from './NextRun';
import { RolloutState } from './RolloutState';
import { Run, RunState, RunTimes } from './RunState';

type Workload = EntityHealth['workloads'][number];

const useStyles = makeStyles({
  scroll: { overflowX: 'auto' },
  table: {
    width: '100%',
    borderCollapse: 'collapse',
    fontSize: 12.5,
    '& th': {
      textAlign: 'left',
      fontSize: 11.5,
      color: 'var(--tx2)',
      padding: '8px 10px',
      borderBottom: '1px solid var(--line2)',
      whiteSpace: 'nowrap',
    },
    '& td': {
      padding: '8px 10px',
      borderBottom: '1px solid var(--line)',
      verticalAlign: 'middle',
    },
    '& tr:last-child td': { borderBottom: 0 },
    '@media (max-width: 960px)': {
      '& th, & td': { paddingLeft: 6, paddingRight: 6 },
    },
    '& th:first-child, & td:first-child': { paddingLeft: 16 },
    '& th:last-child, & td:last-child': { paddingRight: 16 },
  },
  seen: {
    '& td': {
      background:
        'repeating-linear-gradient(135deg, transparent 0 9px, var(--inset) 9px 18px)',
      color: 'var(--tx2)',
    },
  },
  where: { display: 'flex', gap: 8, alignItems: 'center' },
  environment: { whiteSpace: 'nowrap' },
  sub: { fontSize: 11.5, color: 'var(--tx2)' },
  version: {
    display: 'inline-block',
    maxWidth: 110,
    overflowWrap: 'break-word',
  },
  ready: {
    display: 'flex',
    gap: 8,
    alignItems: 'center',
    whiteSpace: 'nowrap',
    '& b': { fontSize: 14 },
  },
});

/** Every workload that the entity is bound to: where it runs, how many replicas are ready, version, rollout, autoscaler. */
export function WorkloadsPanel(props: { workloads: Workload[]; now: number }) {
  const { workloads, now } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const clusters = new Set(workloads.map(workload => workload.cluster)).size;
  return (
    <Panel
      title={t('health.workloads.title')}
      aside={t('health.workloads.count', {
        count: workloads.length,
        clusters: t('health.workloads.clusters', { count: clusters }),
      })}
    >
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th>{t('health.workloads.where')}</th>
              <th>{t('health.workloads.workload')}</th>
              <th>{t('health.workloads.ready')}</th>
              <th>{t('health.workloads.version')}</th>
              <th>{t('health.workloads.rollout')}</th>
              <th>{t('health.workloads.autoscaler')}</th>
            </tr>
          </thead>
          <tbody>
            {workloads.map(workload => (
              <WorkloadRow
                key={workload.subject}
                workload={workload}
                now={now}
              />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function WorkloadRow(props: { workload: Workload; now: number }) {
  const { workload, now } = props;
  const classes = useStyles();
  const { cluster, namespace, environment, health, summary } = workload;
  const isSeenBefore = Boolean(workload.lastSeen ?? workload.goneAt);
  const place = [cluster, namespace].filter(Boolean).join(' / ');
  return (
    <tr className={isSeenBefore ? classes.seen : undefined}>
      <td>
        <div className={classes.where}>
          <StatusIcon status={workload.lastSeen ? 'stale' : health.status} />
          <div title={health.reason}>
            <b className={environment && classes.environment}>
              {environment ?? place}
            </b>
            {environment && <div className={classes.sub}>{place}</div>}
          </div>
        </div>
      </td>
      <td>
        {workload.kind}
        <div className={classes.sub}>{workload.name}</div>
      </td>
      <td>
        {summary?.type === 'workload' ? (
          <Readiness workload={workload} summary={summary} />
        ) : (
          <RunState run={runOf(workload)} />
        )}
        <LastSeen workload={workload} now={now} />
      </td>
      <td>
        {summary?.version ? (
          <code className={classes.version}>{summary.version}</code>
        ) : (
          '–'
        )}
      </td>
      <td>
        {summary?.type === 'workload' ? (
          <Rollout workload={workload} summary={summary} now={now} />
        ) : (
          <RunTimes run={runOf(workload)} now={now} />
        )}
      </td>
      <td>
        <Pace workload={workload} now={now} />
      </td>
    </tr>
  );
}

function Readiness(props: { workload: Workload; summary: WorkloadSummary }) {
  const { workload, summary } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const { ready, desired } = summary;
  const isSeenBefore = Boolean(workload.lastSeen ?? workload.goneAt);
  const isUnwell = ['unhealthy', 'degraded'].includes(workload.health.status);
  return (
    <>
      <div className={classes.ready}>
        <b
          aria-label={t('health.workloads.readyLabel', {
            ready: String(ready),
            desired: String(desired),
          })}
        >
          {ready}/{desired}
        </b>
        <ReadyBlocks
          ready={ready}
          desired={desired}
          seen={isSeenBefore ? 'before' : 'now'}
        />
      </div>
      {!isSeenBefore && isUnwell && ready >= desired && (
        <div className={classes.sub}>
          {t('health.workloads.stillUnwell', {
            status: t(`status.${workload.health.status}`).toLocaleLowerCase(),
          })}
        </div>
      )}
    </>
  );
}

/** When it was seen for the last time, where that is not now. */
function LastSeen(props: { workload: Workload; now: number }) {
  const { workload, now } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  return (
    <>
      {workload.goneAt && (
        <div className={classes.sub}>
          {t('health.workloads.gone', {
            moment: time.moment(workload.goneAt, now),
          })}
        </div>
      )}
      {!workload.goneAt && workload.lastSeen && (
        <div className={classes.sub}>
          {t('health.workloads.asSeen', {
            moment: time.moment(workload.lastSeen, now),
          })}
        </div>
      )}
    </>
  );
}

function Rollout(props: {
  workload: Workload;
  summary: WorkloadSummary;
  now: number;
}) {
  const { workload, summary, now } = props;
  const { t } = useTranslationRef(changesTranslationRef);
  return workload.lastSeen || workload.goneAt ? (
    <>{t('health.rollout.unknown')}</>
  ) : (
    <RolloutState summary={summary} now={now} />
  );
}

/** What decides how much of it runs, or when: its autoscaler, its schedule. */
function Pace(props: { workload: Workload; now: number }) {
  const { workload, now } = props;
  const { summary } = workload;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  if (summary?.type === 'workload' && summary.autoscaler) {
    return (
      <AutoscalerBar
        autoscaler={summary.autoscaler}
        seen={workload.lastSeen || workload.goneAt ? 'before' : 'now'}
      />
    );
  }
  if (summary?.type === 'schedule') {
    return <NextRun schedule={summary} now={now} />;
  }
  return <span className={classes.sub}>{t('health.workloads.none')}</span>;
}

/** The last run of what runs and ends. */
function runOf({ summary }: Workload): Run | undefined {
  if (summary?.type === 'job') return summary;
  return summary?.type === 'schedule' ? summary.lastRun : undefined;
}
