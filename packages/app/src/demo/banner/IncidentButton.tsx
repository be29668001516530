import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { clockTime } from '../clockTime';
import { Control } from '../Control';
import { serviceName } from '../serviceName';
import { demoTranslationRef } from '../translation';
import type { Incident, WorldView } from '../world';

const STEPS = 3;

const useStyles = makeStyles({
  root: { minWidth: 196 },
  steps: {
    position: 'absolute',
    left: 0,
    right: 0,
    bottom: 0,
    display: 'flex',
    gap: 2,
    '& > i': { flex: 1, height: 3 },
    '& > i[data-done=true]': { background: 'var(--demo-accent)' },
  },
});

/** Sets an incident off, and says how far it is. */
export function IncidentButton(props: {
  incident: Incident;
  view: WorldView;
  now: number;
  onStart: (id: string) => void;
}) {
  const { incident, view, now } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(demoTranslationRef);
  const service = serviceName(incident.entityRef);
  const stage = stageOf(incident, view);
  const step = stepOf(stage);
  const hint = () => {
    if (view.contact === 'away') return t('incident.awayHint');
    if (view.world?.phase !== 'living') return t('incident.notYetHint');
    switch (stage) {
      case 'quiet':
        return t('incident.startHint');
      case 'open':
        return incident.alertAt
          ? t('incident.againHint', { time: clockTime(incident.alertAt, now) })
          : t('incident.startHint');
      case 'recovering':
        return t('incident.recoveringHint');
      default:
        return incident.startedAt
          ? t('incident.runningHint', {
              time: clockTime(incident.startedAt, now),
            })
          : t('incident.busyHint');
    }
  };
  const text = () => {
    switch (stage) {
      case 'quiet':
        return t('incident.start', { service });
      case 'open':
        return t('incident.again', { service });
      default:
        return t(`incident.${stage}`, { service });
    }
  };
  return (
    <Control
      className={classes.root}
      hint={hint()}
      disabled={
        (stage !== 'quiet' && stage !== 'open') ||
        view.contact === 'away' ||
        view.world?.phase !== 'living'
      }
      onClick={() => props.onStart(incident.id)}
    >
      {text()}
      {step > 0 && (
        <span
          className={classes.steps}
          role="img"
          aria-label={t('incident.progress', { step: String(step) })}
        >
          {Array.from({ length: STEPS }, (_, index) => (
            <i key={index} data-done={index < step} />
          ))}
        </span>
      )}
    </Control>
  );
}

type Stage = 'asked' | Incident['phase'];

function stageOf(incident: Incident, view: WorldView): Stage {
  const isAwaited =
    view.asked.has(incident.id) && incident.phase !== 'recovering';
  return isAwaited ? 'asked' : incident.phase;
}

function stepOf(stage: Stage): number {
  switch (stage) {
    case 'asked':
    case 'recovering':
      return 1;
    case 'running':
      return 2;
    case 'open':
      return STEPS;
    default:
      return 0;
  }
}
