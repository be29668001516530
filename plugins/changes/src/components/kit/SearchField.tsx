import { forwardRef } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { Icon } from './Icon';

const useStyles = makeStyles({
  field: {
    display: 'flex',
    flex: '1 1 220px',
    maxWidth: 360,
    gap: 8,
    alignItems: 'center',
    border: '1px solid var(--ctl)',
    borderRadius: 4,
    padding: '0 10px',
    background: 'var(--paper)',
    color: 'var(--tx2)',
    '&:focus-within': {
      outline: '2px solid var(--focus)',
      outlineOffset: 1,
    },
    '& input': {
      flex: 1,
      minWidth: 0,
      padding: '6px 0',
      border: 0,
      outline: 'none',
      background: 'none',
      color: 'var(--tx)',
      font: 'inherit',
      fontSize: 12.5,
    },
    '& input::placeholder': { color: 'var(--tx2)', opacity: 1 },
    '& input:focus-visible': { outline: 'none' },
  },
});

/** A text to look for; the key that leads to it may be named. */
export const SearchField = forwardRef<
  HTMLInputElement,
  {
    label: string;
    value: string;
    onChange: (value: string) => void;
    shortcut?: string;
  }
>((props, ref) => {
  const classes = useStyles();
  return (
    <label className={classes.field}>
      <Icon name="search" size={14} />
      <input
        ref={ref}
        type="search"
        aria-label={props.label}
        placeholder={props.label}
        value={props.value}
        onChange={event => props.onChange(event.target.value)}
      />
      {props.shortcut && !props.value && <Key name={props.shortcut} />}
    </label>
  );
});

const useKeyStyles = makeStyles({
  key: {
    font: '11px/16px var(--mono)',
    border: '1px solid var(--line2)',
    borderBottomWidth: 2,
    borderRadius: 3,
    padding: '0 4px',
    background: 'var(--paper)',
    color: 'var(--tx2)',
    display: 'inline-block',
  },
});

/** A key of the keyboard. */
export function Key(props: { name: string }) {
  return <kbd className={useKeyStyles().key}>{props.name}</kbd>;
}
