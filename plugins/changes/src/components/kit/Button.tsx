import type { MouseEvent, ReactNode } from 'react';
import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles({
  button: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: 6,
    border: '1px solid var(--ctl)',
    borderRadius: 4,
    padding: '5px 10px',
    font: 'inherit',
    fontSize: 12.5,
    fontWeight: 700,
    lineHeight: 1.3,
    color: 'var(--pri)',
    background: 'var(--paper)',
    whiteSpace: 'nowrap',
    cursor: 'pointer',
    '&&': { color: 'var(--pri)' },
    '&:hover, &&:hover': { background: 'var(--sel)', textDecoration: 'none' },
    '&[aria-pressed=true]': { background: 'var(--sel)' },
  },
  primary: {
    borderColor: 'var(--pri)',
    background: 'var(--pri)',
    '&&': { color: 'var(--prifg)' },
    '&:hover, &&:hover': {
      background: 'var(--pri)',
      filter: 'brightness(1.1)',
    },
  },
  small: { padding: '3px 8px', fontSize: 12 },
  link: {
    border: 0,
    padding: 0,
    background: 'none',
    font: 'inherit',
    color: 'var(--link)',
    cursor: 'pointer',
    '&:hover': { textDecoration: 'underline' },
  },
});

export interface ButtonProps {
  children: ReactNode;
  /** `primary` for the one way on, `link` for what stands inside a sentence. */
  look?: 'plain' | 'primary' | 'link';
  size?: 'normal' | 'small';
  /** Leads to a page of the portal or of the web instead of doing something here. */
  to?: string;
  onClick?: (event: MouseEvent) => void;
  pressed?: boolean;
  /** Name for screen readers when the content is only an icon. */
  label?: string;
  className?: string;
}

export function Button(props: ButtonProps) {
  const { look = 'plain', size = 'normal', to, label, className = '' } = props;
  const classes = useStyles();
  const names =
    look === 'link'
      ? `${classes.link} ${className}`
      : [
          classes.button,
          look === 'primary' ? classes.primary : '',
          size === 'small' ? classes.small : '',
          className,
        ].join(' ');
  if (to !== undefined) {
    return (
      <Link
        to={to}
        className={names}
        aria-label={label}
        onClick={props.onClick}
      >
        {props.children}
      </Link>
    );
  }
  return (
    <button
      type="button"
      className={names}
      onClick={props.onClick}
      aria-label={label}
      aria-pressed={props.pressed}
    >
      {props.children}
    </button>
  );
}
