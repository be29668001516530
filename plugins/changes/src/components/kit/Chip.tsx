import type { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles({
  chip: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: 5,
    border: '1px solid var(--line2)',
    borderRadius: 11,
    padding: '1px 8px',
    fontSize: 11.5,
    lineHeight: '18px',
    whiteSpace: 'nowrap',
    background: 'var(--paper)',
    color: 'var(--tx)',
  },
  bad: {
    borderColor: 'var(--bad-ln)',
    background: 'var(--bad-bg)',
    color: 'var(--bad)',
  },
  warn: {
    borderColor: 'var(--warn-ln)',
    background: 'var(--warn-bg)',
    color: 'var(--warn)',
  },
  ok: {
    borderColor: 'transparent',
    background: 'var(--ok-bg)',
    color: 'var(--ok)',
  },
  unknown: {
    borderStyle: 'dashed',
    background: 'var(--unk-bg)',
    color: 'var(--unk)',
  },
});

export type Tone = 'plain' | 'bad' | 'warn' | 'ok' | 'unknown';

/** A few words in a pill. */
export function Chip(props: { children: ReactNode; tone?: Tone }) {
  const { tone = 'plain' } = props;
  const classes = useStyles();
  return (
    <span
      className={
        tone === 'plain' ? classes.chip : `${classes.chip} ${classes[tone]}`
      }
    >
      {props.children}
    </span>
  );
}
