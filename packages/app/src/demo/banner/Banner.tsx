import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Control } from '../Control';
import type { DemoUser } from '../demoUsers';
import { demoTranslationRef } from '../translation';
import type { World } from '../world';
import { IncidentButton } from './IncidentButton';
import { Status } from './Status';
import { useNow } from './useNow';
import { UserSwitch } from './UserSwitch';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '6px 12px',
    padding: '5px 16px',
    borderBottom: '1px solid var(--demo-line)',
    background: 'var(--demo-ground)',
  },
  simulated: { fontWeight: 700, whiteSpace: 'nowrap' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: 8 },
});

/** Says over every page that the world is simulated, how it is, and lets one set things off in it. */
export function Banner(props: {
  world: World;
  users: DemoUser[];
  reload: () => void;
  tourId: string;
  tourOpen: boolean;
  onTour: () => void;
}) {
  const { view, restartPortal, startIncident } = props.world;
  const classes = useStyles();
  const { t } = useTranslationRef(demoTranslationRef);
  const now = useNow();
  const restarting = view.restart === 'asked' || view.contact === 'away';
  const living = view.world?.phase === 'living';
  const restartHint = () => {
    if (restarting) return t('incident.awayHint');
    return living ? t('restart.hint') : t('incident.notYetHint');
  };
  return (
    <section className={classes.root} aria-label={t('banner.label')}>
      <span className={classes.simulated} title={t('banner.explained')}>
        {t('banner.simulated')}
      </span>
      <Status view={view} now={now} />
      <UserSwitch users={props.users} reload={props.reload} />
      <Control
        expanded={props.tourOpen}
        controls={props.tourId}
        onClick={props.onTour}
      >
        {t('tour.label')}
      </Control>
      <div
        className={classes.actions}
        role="group"
        aria-label={t('banner.actions')}
      >
        {view.world?.incidents.map(incident => (
          <IncidentButton
            key={incident.id}
            incident={incident}
            view={view}
            now={now}
            onStart={startIncident}
          />
        ))}
        <Control
          hint={restartHint()}
          disabled={restarting || !living}
          onClick={restartPortal}
        >
          {restarting ? t('restart.underWay') : t('restart.action')}
        </Control>
      </div>
    </section>
  );
}
