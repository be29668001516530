import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { clockTime } from '../clockTime';
import { serviceName } from '../serviceName';
import { demoTranslationRef } from '../translation';
import type { Incident, WorldState, WorldView } from '../world';

/** A clock that is further off is told. */
const CLOCK_TOLERANCE_MS = 60_000;
/** On which scene of the tour an incident is seen. */
const SCENES: Readonly<Record<string, string>> = {
  'replica-cut': 'alert',
  'no-change': 'no-change',
};

const useStyles = makeStyles({
  root: {
    flex: '1 1 180px',
    minWidth: 0,
    // Not `hidden`: the focus of a link would scroll it.
    overflow: 'clip',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    '& a': {
      color: 'var(--demo-accent)',
      fontWeight: 600,
      textDecoration: 'underline',
    },
  },
});

/** One line on how the world is; read out when it changes. */
export function Status(props: { view: WorldView; now: number }) {
  const classes = useStyles();
  return (
    <div className={classes.root} role="status">
      <Words {...props} />
    </div>
  );
}

function Words({ view, now }: { view: WorldView; now: number }) {
  const { t } = useTranslationRef(demoTranslationRef);
  const { contact, problem, restart, world } = view;
  if (restart === 'asked') return <>{t('status.restartAsked')}</>;
  if (contact === 'away') return <>{t('status.away')}</>;
  if (!world) return <>{t('status.waiting')}</>;
  if (problem) {
    const said = problem.said ?? t('status.failed');
    return <span title={said}>{said}</span>;
  }
  if (world.phase !== 'living') {
    const time = clockTime(world.now, now);
    return <>{t('status.catchingUp', { time })}</>;
  }
  if (restart === 'back') {
    const path = pathOf(world, 'restart');
    return (
      <>
        {t('status.back')}{' '}
        {path && <Link to={path}>{t('status.backLink')}</Link>}
      </>
    );
  }
  const told = world.incidents.find(
    ({ phase }) => phase === 'running' || phase === 'recovering',
  );
  if (told) {
    const service = serviceName(told.entityRef);
    return (
      <>
        {told.phase === 'running'
          ? t('status.running', { service })
          : t('status.putRight', { service })}
      </>
    );
  }
  return (
    <>
      <OpenIncidents world={world} />
      {Math.abs(Date.parse(world.now) - now) > CLOCK_TOLERANCE_MS && (
        <> {t('status.clock', { time: clockTime(world.now, now) })}</>
      )}
    </>
  );
}

function OpenIncidents({ world }: { world: WorldState }) {
  const { t } = useTranslationRef(demoTranslationRef);
  const open = world.incidents.filter(({ phase }) => phase === 'open');
  if (open.length === 0) return <>{t('status.quiet')}</>;
  return (
    <>
      {t('status.open')}
      {open.map((incident, index) => (
        <span key={incident.id}>
          {index > 0 && ','} <OpenIncident incident={incident} world={world} />
        </span>
      ))}
    </>
  );
}

function OpenIncident(props: { incident: Incident; world: WorldState }) {
  const { id, entityRef } = props.incident;
  const name = serviceName(entityRef);
  const path = pathOf(props.world, SCENES[id]);
  return path ? <Link to={path}>{name}</Link> : <>{name}</>;
}

function pathOf(world: WorldState, scene: string): string | undefined {
  return world.scenes.find(({ id }) => id === scene)?.path;
}
