import type { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles({
  root: {
    display: 'inline-flex',
    gap: 8,
    alignItems: 'center',
    padding: '4px 10px',
    border: '1px solid var(--ctl)',
    borderRadius: 16,
    background: 'var(--paper)',
    color: 'var(--tx)',
    font: 'inherit',
    fontSize: 12.5,
    fontWeight: 700,
    whiteSpace: 'nowrap',
    cursor: 'pointer',
    '&:focus-visible': { borderRadius: 16 },
    '&[aria-checked=true] $track': { background: 'var(--pri)' },
    '&[aria-checked=true] $track::after': { left: 14 },
  },
  track: {
    position: 'relative',
    width: 28,
    height: 16,
    borderRadius: 8,
    background: 'var(--unk)',
    '&::after': {
      content: '""',
      position: 'absolute',
      top: 2,
      left: 2,
      width: 12,
      height: 12,
      borderRadius: 6,
      background: 'var(--paper)',
    },
  },
});

/** On or off, with its name beside it. */
export function Switch(props: {
  children: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
}) {
  const classes = useStyles();
  return (
    <button
      type="button"
      role="switch"
      aria-checked={props.checked}
      className={classes.root}
      onClick={() => props.onChange(!props.checked)}
    >
      <span className={classes.track} />
      {props.children}
    </button>
  );
}
