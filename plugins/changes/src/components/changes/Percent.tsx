import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    alignItems: 'center',
    gap: 8,
    fontWeight: 700,
    whiteSpace: 'nowrap',
  },
  number: { minWidth: 38, textAlign: 'right' },
  track: {
    flex: 1,
    height: 8,
    border: '1px solid var(--line2)',
    borderRadius: 4,
    background: 'var(--inset)',
    overflow: 'hidden',
  },
  bar: { height: '100%', background: 'var(--tx2)' },
  strong: { background: 'var(--pri)' },
});

/** Words for a whole percentage. */
export function usePercent(): (percent: number) => string {
  const { t } = useTranslationRef(changesTranslationRef);
  return percent =>
    percent < 1
      ? t('changesTab.causes.underOne')
      : t('changesTab.causes.percent', { number: String(percent) });
}

/** A probability as a number and a bar. */
export function Percent(props: { percent: number; look: 'strong' | 'plain' }) {
  const classes = useStyles();
  const words = usePercent();
  return (
    <span className={classes.root}>
      <span className={classes.number}>{words(props.percent)}</span>
      <span className={classes.track} aria-hidden>
        <span
          className={
            props.look === 'strong'
              ? `${classes.bar} ${classes.strong}`
              : classes.bar
          }
          style={{ display: 'block', width: `${props.percent}%` }}
        />
      </span>
    </span>
  );
}
