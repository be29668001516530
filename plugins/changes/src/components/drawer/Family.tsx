import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  ChangeEvent,
  EventDetail,
} from '@ripplehq/backstage-plugin-changes-common';
import { visibleControls } from '../../model/visibleControls';
import { changesTranslationRef } from '../../translation';
import { Icon, KindIcon, useTimeFormat } from '../kit';
import { Section } from './Section';

const STEP_PX = 18;

const useStyles = makeStyles({
  list: { listStyle: 'none', margin: 0, padding: 0, fontSize: 12.5 },
  row: {
    display: 'grid',
    gridTemplateColumns: 'auto 16px 1fr auto',
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
  note: { margin: '4px 0 0', fontSize: 12, color: 'var(--tx2)' },
});

/** What this event is a part of: the sync that brought a rollout. */
export function Whole(props: {
  event: EventDetail;
  now: number;
  onOpen: (id: string) => void;
}) {
  const { whole } = props.event;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  if (!whole) return null;
  return (
    <Section title={t('drawer.whole')}>
      <ul className={classes.list}>
        <Row {...props} event={whole} depth={0} />
      </ul>
    </Section>
  );
}

/** What happened inside this event: the rollouts of a sync, the setting that a rollout brought. */
export function Parts(props: {
  event: EventDetail;
  now: number;
  onOpen: (id: string) => void;
}) {
  const { parts, partsComplete } = props.event;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  if (parts.length === 0) return null;
  return (
    <Section
      title={t('drawer.parts.title')}
      aside={t('drawer.parts.number', { count: parts.length })}
    >
      <ul className={classes.list}>
        {inTree(props.event.id, parts).map(({ part, depth }) => (
          <Row key={part.id} {...props} event={part} depth={depth} />
        ))}
      </ul>
      {!partsComplete && (
        <p className={classes.note}>{t('drawer.parts.more')}</p>
      )}
    </Section>
  );
}

function Row(props: {
  event: ChangeEvent;
  depth: number;
  now: number;
  onOpen: (id: string) => void;
}) {
  const { event, depth, now, onOpen } = props;
  const classes = useStyles();
  const time = useTimeFormat();
  return (
    <li>
      <button
        type="button"
        className={classes.row}
        style={{ paddingLeft: depth * STEP_PX }}
        onClick={() => onOpen(event.id)}
      >
        <b>{time.exact(event.startedAt, now)}</b>
        <KindIcon event={event} size={14} />
        <span className={classes.title}>{visibleControls(event.title)}</span>
        <Icon name="next" size={12} color="var(--tx2)" />
      </button>
    </li>
  );
}

/** Each part below what it lies in. What lies in something that is not there comes to the top. */
function inTree(
  root: string,
  parts: readonly ChangeEvent[],
): { part: ChangeEvent; depth: number }[] {
  const ids = new Set(parts.map(({ id }) => id));
  const below = (parent: string, depth: number): ReturnType<typeof inTree> =>
    parts
      .filter(({ partOf }) =>
        parent === root
          ? partOf === root || !partOf || !ids.has(partOf)
          : partOf === parent,
      )
      .flatMap(part => [{ part, depth }, ...below(part.id, depth + 1)]);
  return below(root, 0);
}
