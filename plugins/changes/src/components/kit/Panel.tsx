import type { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles({
  panel: {
    background: 'var(--paper)',
    border: '1px solid var(--line)',
    borderRadius: 4,
    boxShadow: 'var(--shadow)',
    minWidth: 0,
  },
  head: {
    display: 'flex',
    alignItems: 'center',
    gap: 10,
    padding: '12px 16px',
    borderBottom: '1px solid var(--line)',
    '& h2': { fontSize: 15, fontWeight: 700, lineHeight: 1.3 },
  },
  aside: {
    marginLeft: 'auto',
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'flex-end',
    gap: '4px 12px',
    alignItems: 'center',
    fontSize: 12,
    color: 'var(--tx2)',
  },
});

export interface PanelProps {
  children: ReactNode;
  /** Heading; without it `label` names the region. */
  title?: ReactNode;
  label?: string;
  /** Stands before the heading. */
  icon?: ReactNode;
  /** Stands at the right of the heading. */
  aside?: ReactNode;
  className?: string;
}

/** A card with an optional heading. */
export function Panel(props: PanelProps) {
  const classes = useStyles();
  return (
    <section
      className={`${classes.panel} ${props.className ?? ''}`}
      aria-label={
        props.label ??
        (typeof props.title === 'string' ? props.title : undefined)
      }
    >
      {props.title !== undefined && (
        <div className={classes.head}>
          {props.icon}
          <h2>{props.title}</h2>
          {props.aside !== undefined && (
            <div className={classes.aside}>{props.aside}</div>
          )}
        </div>
      )}
      {props.children}
    </section>
  );
}
