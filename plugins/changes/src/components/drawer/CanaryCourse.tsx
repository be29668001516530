import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Rollout } from '@ripplehq/backstage-plugin-changes-common';
import { canarySteps } from '../../model/canarySteps';
import { visibleControls } from '../../model/visibleControls';
import { changesTranslationRef } from '../../translation';
import { useTimeFormat } from '../kit';
import { Section } from './Section';

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gridTemplateColumns: 'auto 60px auto 1fr',
    gap: '4px 10px',
    alignItems: 'center',
    margin: 0,
    padding: 0,
    fontSize: 12.5,
    '& b': { fontWeight: 700 },
  },
  row: { display: 'contents' },
  bar: {
    display: 'block',
    height: 6,
    borderRadius: 3,
    border: '1px solid var(--line)',
    overflow: 'hidden',
  },
  share: { display: 'block', height: '100%', background: 'var(--k-roll)' },
  percent: { textAlign: 'right' },
  note: { color: 'var(--tx2)', overflowWrap: 'anywhere' },
});

/** How a canary went: what share of the traffic the new version got, and what it waited for. */
export function CanaryCourse(props: { rollout: Rollout; now: number }) {
  const { rollout, now } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  const steps = canarySteps(rollout.steps);
  if (steps.length === 0) return null;
  return (
    <Section title={t('drawer.canary.title')}>
      <ol className={classes.list}>
        {steps.map(({ at, weight, note }) => (
          <li key={`${at} ${weight} ${note}`} className={classes.row}>
            <b>{time.exact(at, now)}</b>
            <span className={classes.bar} aria-hidden>
              <span
                className={classes.share}
                style={{ width: `${weight ?? 0}%` }}
              />
            </span>
            <span className={classes.percent}>
              {weight !== undefined &&
                t('drawer.canary.weight', { percent: String(weight) })}
            </span>
            <span className={classes.note}>
              {note !== undefined && visibleControls(note)}
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
