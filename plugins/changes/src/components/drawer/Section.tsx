import type { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles({
  root: { breakInside: 'avoid-column', marginTop: 16 },
  head: {
    display: 'flex',
    gap: 8,
    alignItems: 'baseline',
    marginBottom: 6,
    breakAfter: 'avoid',
    '& h3': { fontSize: 13, fontWeight: 700, minWidth: 0 },
  },
  aside: {
    marginLeft: 'auto',
    fontSize: 12,
    color: 'var(--tx2)',
    textAlign: 'right',
  },
});

/** A part of the drawer with its heading. */
export function Section(props: {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}) {
  const classes = useStyles();
  return (
    <section className={classes.root} aria-label={props.title}>
      <div className={classes.head}>
        <h3>{props.title}</h3>
        {props.aside && <span className={classes.aside}>{props.aside}</span>}
      </div>
      {props.children}
    </section>
  );
}
