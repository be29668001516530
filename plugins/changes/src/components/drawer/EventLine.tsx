import type { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import type { ChangeEvent } from '@ripplehq/backstage-plugin-changes-common';
import { KindIcon, useTimeFormat } from '../kit';

const STEP_PX = 18;

const useStyles = makeStyles({
  list: { listStyle: 'none', margin: 0, padding: 0, fontSize: 12.5 },
  row: {
    display: 'grid',
    gridTemplateColumns: 'auto 16px 1fr',
    gap: 8,
    padding: '2px 0',
    alignItems: 'center',
    width: '100%',
    border: 0,
    background: 'none',
    color: 'inherit',
    font: 'inherit',
    textAlign: 'left',
    cursor: 'pointer',
    '&:hover': { background: 'var(--inset)' },
    '& b': { fontWeight: 700 },
  },
  title: { overflowWrap: 'anywhere' },
});

/** Other events that a drawer leads to. */
export function EventLines(props: { children: ReactNode }) {
  return <ul className={useStyles().list}>{props.children}</ul>;
}

/** One of them: when it was, what it was; a click opens it. */
export function EventLine(props: {
  event: Pick<
    ChangeEvent,
    'type' | 'kind' | 'status' | 'severity' | 'title' | 'startedAt'
  >;
  title: ReactNode;
  now: number;
  /** How many others it lies in. */
  depth?: number;
  onOpen: () => void;
}) {
  const { event, title, now, depth = 0, onOpen } = props;
  const classes = useStyles();
  const time = useTimeFormat();
  return (
    <li>
      <button
        type="button"
        className={classes.row}
        style={{ paddingLeft: depth * STEP_PX }}
        onClick={onOpen}
      >
        <b>{time.exact(event.startedAt, now)}</b>
        <KindIcon event={event} size={14} />
        <span className={classes.title}>{title}</span>
      </button>
    </li>
  );
}
