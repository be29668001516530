import { makeStyles } from '@material-ui/core/styles';

/** From here on a bar takes the place of single blocks. */
const BLOCKS_MAX = 24;

const useStyles = makeStyles({
  blocks: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: 2,
    maxWidth: 106,
    '& i': {
      width: 7,
      height: 11,
      borderRadius: 1,
      background: 'var(--k-roll)',
    },
  },
  missing: {
    '&&': { background: 'none', border: '1.4px solid var(--bad)' },
  },
  seen: {
    '&&': { background: 'none', border: '1.3px dashed var(--unk)' },
  },
  bar: {
    width: 96,
    height: 9,
    borderRadius: 2,
    border: '1px solid var(--line2)',
    overflow: 'hidden',
    '& i': { display: 'block', height: '100%', background: 'var(--k-roll)' },
  },
});

/** One block a replica: filled when ready, hollow red when missing, dashed when only known from before. */
export function ReadyBlocks(props: {
  ready: number;
  desired: number;
  seen: 'now' | 'before';
}) {
  const { ready, desired, seen } = props;
  const classes = useStyles();
  if (desired === 0) return null;
  if (desired > BLOCKS_MAX) {
    return (
      <span className={classes.bar} aria-hidden>
        <i style={{ width: `${Math.min(100, (ready / desired) * 100)}%` }} />
      </span>
    );
  }
  const lookOf = (index: number) => {
    if (seen === 'before') return classes.seen;
    return index < ready ? undefined : classes.missing;
  };
  return (
    <span className={classes.blocks} aria-hidden>
      {Array.from({ length: desired }, (_, index) => (
        <i key={index} className={lookOf(index)} />
      ))}
    </span>
  );
}
