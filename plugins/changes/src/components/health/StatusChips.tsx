import type { EntityHealth } from '@ripplehq/backstage-plugin-changes-common';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';
import { Chip, Icon, Tone } from '../kit';

const useStyles = makeStyles({
  chips: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: 6,
    padding: '10px 16px 2px',
  },
});

const TONES = {
  unhealthy: 'bad',
  degraded: 'warn',
  unknown: 'unknown',
  healthy: 'ok',
} satisfies Record<string, Tone>;

/** How many are in which state, and how many the reader may not see. */
export function StatusChips(props: {
  counts: EntityHealth['rollUp'];
  withheld: number;
}) {
  const { counts, withheld } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  return (
    <div className={classes.chips}>
      {(['unhealthy', 'degraded', 'unknown', 'healthy'] as const)
        .filter(status => counts[status] > 0)
        .map(status => (
          <Chip key={status} tone={TONES[status]}>
            <Icon name={status} size={12} />
            {t(`health.dependencies.${status}`, {
              number: String(counts[status]),
            })}
          </Chip>
        ))}
      {withheld > 0 && (
        <Chip>
          <Icon name="withheld" size={12} color="var(--unk)" />
          {t('health.dependencies.withheld', { number: String(withheld) })}
        </Chip>
      )}
    </div>
  );
}
