import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles({
  rank: {
    display: 'inline-grid',
    placeItems: 'center',
    flex: 'none',
    borderRadius: '50%',
    background: 'var(--tx)',
    color: 'var(--paper)',
    fontWeight: 700,
    lineHeight: 1,
  },
  none: {
    background: 'none',
    border: '1.5px dashed var(--line2)',
    color: 'var(--tx2)',
  },
});

/** A suspect's number, or the sign for "no recorded change". */
export function Rank(props: { rank?: number; size?: number }) {
  const { rank, size = 20 } = props;
  const classes = useStyles();
  return (
    <span
      className={
        rank === undefined ? `${classes.rank} ${classes.none}` : classes.rank
      }
      style={{ width: size, height: size, fontSize: Math.round(size * 0.62) }}
    >
      {rank ?? '–'}
    </span>
  );
}
