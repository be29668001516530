import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles({
  root: {
    display: 'inline-flex',
    border: '1px solid var(--ctl)',
    borderRadius: 4,
    background: 'var(--paper)',
    overflow: 'hidden',
    '& > *': {
      padding: '5px 10px',
      fontSize: 12.5,
      lineHeight: 1.3,
      whiteSpace: 'nowrap',
    },
    '& > * + *': { borderLeft: '1px solid var(--line)' },
    '& button': {
      border: 0,
      background: 'none',
      color: 'var(--tx)',
      font: 'inherit',
      fontSize: 12.5,
      cursor: 'pointer',
      '&:hover': { background: 'var(--inset)' },
      '&:focus-visible': { outlineOffset: -2 },
      '&[aria-checked=true]': {
        background: 'var(--sel)',
        color: 'var(--tx)',
        fontWeight: 700,
      },
    },
  },
  label: { color: 'var(--tx2)' },
});

/** One of a few values, all in sight. */
export function Segments<T extends string | number>(props: {
  /** Names the group. */
  label: string;
  /** `inside`: the label is written as the first segment. */
  labelPlace?: 'inside';
  options: { value: T; text: string }[];
  value: T | undefined;
  onChange: (value: T) => void;
}) {
  const classes = useStyles();
  return (
    <div role="radiogroup" aria-label={props.label} className={classes.root}>
      {props.labelPlace && <span className={classes.label}>{props.label}</span>}
      {props.options.map(option => (
        <button
          key={option.value}
          type="button"
          role="radio"
          aria-checked={option.value === props.value}
          onClick={() => props.onChange(option.value)}
        >
          {option.text}
        </button>
      ))}
    </div>
  );
}
