import { memo, useRef, useState, type ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { HealthStatus } from '@ripplehq/backstage-plugin-changes-common';
import type { EventRow } from '../../model/eventRows';
import { changesTranslationRef } from '../../translation';
import {
  Button,
  Icon,
  KindIcon,
  Panel,
  StatusIcon,
  sourceName,
  useTimeFormat,
  type ShapeName,
} from '../kit';
import { Rank } from '../timeline/Rank';
import { useWidth } from '../timeline/useWidth';
import { EventTitle } from './EventTitle';
import { rowWindow } from './rowWindow';

const ROW_PX = 33;
/** With more rows the table scrolls in itself and draws only those in sight. */
const ROWS_FLOWING_MAX = 60;
const SCROLL_HEIGHT_PX = 20 * ROW_PX;
const NARROW_BELOW_PX = 860;
const SMALL_BELOW_PX = 760;

const useStyles = makeStyles({
  scroll: { maxHeight: SCROLL_HEIGHT_PX, overflow: 'auto' },
  table: {
    width: '100%',
    borderCollapse: 'collapse',
    tableLayout: 'fixed',
    fontSize: 12.5,
    '& th': {
      position: 'sticky',
      top: 0,
      zIndex: 1,
      textAlign: 'left',
      fontSize: 11.5,
      fontWeight: 700,
      color: 'var(--tx2)',
      padding: '7px 8px',
      background: 'var(--paper)',
      boxShadow: 'inset 0 -1px 0 var(--line2)',
    },
    '& td': {
      height: ROW_PX,
      padding: '0 8px',
      borderBottom: '1px solid var(--line)',
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
    },
    '& th:first-child, & td:first-child': { paddingLeft: 16 },
  },
  when: { width: 168 },
  service: { width: 150 },
  who: { width: 190 },
  status: { width: 124 },
  // Beside the drawer there is less room: relative times go first, then who.
  narrow: {
    '& $when': { width: 88 },
    '& $service': { width: 140 },
    '& $ago': { display: 'none' },
    '& $who': { width: 150 },
  },
  small: { '& th:nth-child(4), & td:nth-child(4)': { display: 'none' } },
  ago: {},
  row: { cursor: 'pointer', '&:hover td': { background: 'var(--inset)' } },
  hovered: { '& td': { background: 'var(--inset)' } },
  chosen: {
    '& td, &:hover td': { background: 'var(--sel)' },
    '& td:first-child': { boxShadow: 'inset 3px 0 0 var(--selln)' },
  },
  became: {
    '& td': {
      background: 'var(--bad-bg)',
      color: 'var(--bad)',
      fontWeight: 700,
      fontSize: 12,
      borderTop: '1.5px dashed var(--bad)',
    },
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
  note: { padding: '12px 16px', color: 'var(--tx2)' },
  foot: { padding: '8px 16px' },
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

const Row = memo(function EventTableRow(props: {
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
        <span className={`${classes.sub} ${classes.ago}`}>
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

/** All events in view as a table, newest first: whoever cannot use the chart loses nothing. */
export function EventTable(props: {
  rows: readonly EventRow[];
  now: number;
  aside?: ReactNode;
  ranks: ReadonlyMap<string, number>;
  hovered?: string;
  selected?: string;
  onHover: (id: string | undefined) => void;
  onOpen: (id: string) => void;
  /** Set while older events can be asked for. */
  onMore?: () => void;
}) {
  const { rows, now, ranks, hovered, selected, onHover, onOpen } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const [scrollTop, setScrollTop] = useState(0);
  const ref = useRef<HTMLDivElement>(null);
  const width = useWidth(ref);
  const scrolls = rows.length > ROWS_FLOWING_MAX;
  const { first, last } = scrolls
    ? rowWindow({
        count: rows.length,
        rowPx: ROW_PX,
        scrollTop,
        heightPx: SCROLL_HEIGHT_PX,
      })
    : { first: 0, last: rows.length };
  const filler = (count: number, key: string) =>
    count > 0 && (
      <tr key={key} aria-hidden style={{ height: count * ROW_PX }} />
    );
  return (
    <Panel title={t('changesTab.events.title')} aside={props.aside}>
      <div ref={ref} />
      {rows.length === 0 ? (
        <div className={classes.note}>{t('changesTab.events.none')}</div>
      ) : (
        <div
          className={scrolls ? classes.scroll : undefined}
          onScroll={
            scrolls
              ? event => setScrollTop(event.currentTarget.scrollTop)
              : undefined
          }
        >
          <table
            className={[
              classes.table,
              width < NARROW_BELOW_PX ? classes.narrow : '',
              width < SMALL_BELOW_PX ? classes.small : '',
            ].join(' ')}
            aria-rowcount={rows.length + 1}
          >
            <thead>
              <tr>
                <th className={classes.when}>{t('changesTab.events.when')}</th>
                <th className={classes.service}>
                  {t('changesTab.events.service')}
                </th>
                <th>{t('changesTab.events.what')}</th>
                <th className={classes.who}>{t('changesTab.events.who')}</th>
                <th className={classes.status}>
                  {t('changesTab.events.status')}
                </th>
              </tr>
            </thead>
            <tbody>
              {filler(first, 'before')}
              {rows
                .slice(first, last)
                .map(row =>
                  row.type === 'became' ? (
                    <BecameRow key="became" row={row} now={now} />
                  ) : (
                    <Row
                      key={row.event.id}
                      row={row}
                      now={now}
                      rank={ranks.get(row.event.id)}
                      look={lookOf(row.event.id)}
                      onHover={onHover}
                      onOpen={onOpen}
                    />
                  ),
                )}
              {filler(rows.length - last, 'after')}
            </tbody>
          </table>
          {props.onMore && (
            <div className={classes.foot}>
              <Button size="small" onClick={props.onMore}>
                {t('changesTab.events.more')}
              </Button>
            </div>
          )}
        </div>
      )}
    </Panel>
  );

  function lookOf(id: string) {
    if (id === selected) return 'chosen' as const;
    return id === hovered ? ('hovered' as const) : ('plain' as const);
  }
}

function BecameRow(props: {
  row: Extract<EventRow, { type: 'became' }>;
  now: number;
}) {
  const { at, service, status } = props.row;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  return (
    <tr className={classes.became}>
      <td colSpan={5}>
        <StatusIcon status={status} size={12} word="beside" />{' '}
        {t('changesTab.events.became', {
          moment: time.exact(at, props.now),
          service,
          status: lower(t(`status.${status as HealthStatus}`)),
        })}
      </td>
    </tr>
  );
}

function lower(word: string): string {
  return word.charAt(0).toLocaleLowerCase() + word.slice(1);
}
