import type { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { tokens } from './tokens';

const useStyles = makeStyles(theme => ({
  root: {
    ...tokens(theme),
    color: 'var(--tx)',
    colorScheme: theme.palette.type,
    fontFamily: theme.typography.fontFamily,
    fontSize: 13,
    lineHeight: 1.42,
    fontVariantNumeric: 'tabular-nums',
    '& *, & *::before, & *::after': { boxSizing: 'border-box' },
    '& a': { color: 'var(--link)', textDecoration: 'none' },
    '& a:hover': { textDecoration: 'underline' },
    '& h2, & h3, & h4, & p': { margin: 0 },
    '& code': { fontFamily: 'var(--mono)', fontSize: '.93em' },
    '& :focus-visible': {
      outline: '2px solid var(--focus)',
      outlineOffset: 2,
      borderRadius: 3,
    },
  },
}));

/** Sets colours, type and focus for everything of ours. Also goes around what is drawn in a portal, such as a menu. */
export function RippleRoot(props: { children: ReactNode; className?: string }) {
  const classes = useStyles();
  return (
    <div className={`${classes.root} ${props.className ?? ''}`}>
      {props.children}
    </div>
  );
}
