import { memo } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { EventRow } from '../../model/eventRows';
import { changesTranslationRef } from '../../translation';
import {
  Icon,
  KindIcon,
  sourceName,
  useTimeFormat,
  type ShapeName,
} from '../kit';
import { Rank } from '../timeline/Rank';
import { EventTitle } from './EventTitle';

const useStyles = makeStyles({
  row: { cursor: 'pointer', '&:hover td': { background: 'var(--inset)' } },
  hovered: { '& td': { background: 'var(--inset)' } },
  chosen: {
    '& td, &:hover td': { background: 'var(--sel)' },
    '& td:first-child': { boxShadow: 'inset 3px 0 0 var(--selln)' },
  },
  line: { display: 'flex', gap: 7, alignItems: 'center', minWidth: 0 },
  cut: {
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    minWidth: 0,
  },
  title: {
    border: 0,
    padding: 0,
    background: 'none',
    color: 'inherit',
    font: 'inherit',
    textAlign: 'left',
    cursor: 'pointer',
    '& b': { fontWeight: 700 },
  },
  hops: {
    display: 'inline-grid',
    placeItems: 'center',
    flex: 'none',
    minWidth: 17,
    height: 17,
    borderRadius: 9,
    border: '1px solid var(--line2)',
    fontSize: 10.5,
    fontWeight: 700,
    lineHeight: 1,
    color: 'var(--tx2)',
    background: 'var(--paper)',
  },
  sub: { color: 'var(--tx2)' },
  warn: { color: 'var(--warn)' },
});

const STATUS_SHAPE: Record<
  Extract<EventRow, { type: 'event' }>['event']['status'],
  ShapeName
> = {
  'in-progress': 'deployment-in-progress',
  succeeded: 'check',
  failed: 'cross',
  superseded: 'deployment-superseded',
  'unknown-end': 'unknown',
  open: 'alert',
  acknowledged: 'person',
  suppressed: 'stale',
  resolved: 'check',
};

/** An event as a row of the table. */
export const EventTableRow = memo(function Row(props: {
  row: Extract<EventRow, { type: 'event' }>;
  now: number;
  rank?: number;
  look: 'plain' | 'hovered' | 'chosen';
  onHover: (id: string | undefined) => void;
  onOpen: (id: string) => void;
}) {
  const { row, now, rank, look, onHover, onOpen } = props;
  const { event, lane } = row;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  const service = lane?.title ?? '';
  return (
    // The button in it is what the keyboard reaches; the row is only a larger target.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <tr
      className={[
        classes.row,
        { plain: '', hovered: classes.hovered, chosen: classes.chosen }[look],
      ].join(' ')}
      aria-current={look === 'chosen' ? 'true' : undefined}
      onMouseEnter={() => onHover(event.id)}
      onMouseLeave={() => onHover(undefined)}
      onClick={() => onOpen(event.id)}
    >
      <td title={time.exact(event.startedAt, now)}>
        <b>{time.short(event.startedAt, now)}</b>{' '}
        <span className={classes.sub} data-ago="">
          {time.ago(event.startedAt, now)}
        </span>
      </td>
      <td>
        <span className={classes.line}>
          {lane && (
            <span
              className={classes.hops}
              title={t('hops', { count: lane.degree })}
            >
              {lane.degree}
            </span>
          )}
          <span className={classes.cut}>{service}</span>
        </span>
      </td>
      <td>
        <span className={classes.line}>
          <KindIcon event={event} />
          <button
            type="button"
            className={`${classes.title} ${classes.cut}`}
            title={event.title}
          >
            <EventTitle title={event.title} service={service} name="beside" />
            {event.actor?.byHand && (
              <span className={classes.warn}>
                {' · '}
                {t('changesTab.events.outside')}
              </span>
            )}
          </button>
          {rank !== undefined && <Rank rank={rank} size={17} />}
        </span>
      </td>
      <td title={event.actor?.via}>
        {event.actor?.name}
        {!event.actor && event.type === 'change' && (
          <span className={classes.sub}>
            {t('changesTab.events.unknownWho')}
          </span>
        )}
        <span className={classes.sub}>
          {(event.actor || event.type === 'change') && ' · '}
          {sourceName(event.source)}
        </span>
      </td>
      <td>
        <Icon
          name={STATUS_SHAPE[event.status]}
          size={12}
          color={event.status === 'failed' ? 'var(--bad)' : 'var(--tx2)'}
        />{' '}
        {t(`outcome.${event.status}`)}
      </td>
    </tr>
  );
});
