import { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles({
  root: {
    position: 'relative',
    display: 'inline-flex',
    alignItems: 'center',
    justifyContent: 'center',
    gap: 6,
    height: 28,
    padding: '0 10px',
    overflow: 'hidden',
    border: '1px solid var(--demo-edge)',
    borderRadius: 4,
    background: 'var(--demo-control)',
    color: 'var(--demo-text)',
    font: 'inherit',
    fontWeight: 600,
    whiteSpace: 'nowrap',
    cursor: 'pointer',
    '&:hover': { borderColor: 'var(--demo-accent)' },
    '&[aria-disabled=true]': {
      background: 'transparent',
      borderStyle: 'dashed',
      cursor: 'default',
    },
    '&[aria-pressed=true], &[aria-expanded=true]': {
      borderColor: 'var(--demo-accent)',
      boxShadow: 'inset 0 -2px 0 var(--demo-accent)',
    },
  },
});

/** A button of the banner and the tour. Disabled it can still be reached, so that its reason can be read. */
export function Control(props: {
  children: ReactNode;
  onClick: () => void;
  /** Why it is disabled, or what it does. */
  hint?: string;
  disabled?: boolean;
  expanded?: boolean;
  controls?: string;
  /** Name for screen readers when the content is only a sign. */
  label?: string;
  className?: string;
}) {
  const classes = useStyles();
  return (
    <button
      type="button"
      className={`${classes.root} ${props.className ?? ''}`}
      title={props.hint}
      aria-label={props.label}
      aria-disabled={props.disabled}
      aria-expanded={props.expanded}
      aria-controls={props.controls}
      onClick={() => {
        if (!props.disabled) props.onClick();
      }}
    >
      {props.children}
    </button>
  );
}
