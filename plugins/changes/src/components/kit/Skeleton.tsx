import type { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';

const useStyles = makeStyles({
  '@keyframes pulse': { '50%': { opacity: 0.45 } },
  bone: {
    display: 'block',
    background: 'var(--line)',
    borderRadius: 3,
    '@media (prefers-reduced-motion: no-preference)': {
      animation: '$pulse 1.6s ease-in-out infinite',
    },
  },
});

/** A grey stand-in for something that is being loaded, of the size that it will have. */
export function Skeleton(props: {
  width: number | string;
  height?: number;
  round?: 'full';
}) {
  const classes = useStyles();
  const { width, height = 11, round } = props;
  return (
    <span
      className={classes.bone}
      style={{ width, height, borderRadius: round ? height / 2 : undefined }}
    />
  );
}

/** Tells screen readers that what is in it is being loaded. */
export function Loading(props: { children: ReactNode; what: string }) {
  const { t } = useTranslationRef(changesTranslationRef);
  return (
    <div
      role="status"
      aria-busy="true"
      aria-label={`${t('loading')}: ${props.what}`}
    >
      {props.children}
    </div>
  );
}
