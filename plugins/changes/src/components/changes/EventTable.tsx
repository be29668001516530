import { useRef, useState, type ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { EventRow } from '../../model/eventRows';
import { changesTranslationRef } from '../../translation';
import { Button, Panel } from '../kit';
import { useWidth } from '../timeline/useWidth';
import { BecameRow } from './BecameRow';
import { EventTableRow } from './EventTableRow';
import { rowWindow } from './rowWindow';

const ROW_PX = 33;
/** With more rows the table scrolls in itself and draws only those in sight. */
const ROWS_FLOWING_MAX = 60;
const SCROLL_HEIGHT_PX = 20 * ROW_PX;
const NARROW_BELOW_PX = 860;
const SMALL_BELOW_PX = 760;
const COLUMNS = 5;

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
    '& [data-ago]': { display: 'none' },
    '& $who': { width: 150 },
  },
  small: { '& th:nth-child(4), & td:nth-child(4)': { display: 'none' } },
  note: { padding: '12px 16px', color: 'var(--tx2)' },
  foot: { padding: '8px 16px' },
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
                    <BecameRow
                      key="became"
                      row={row}
                      now={now}
                      columns={width < SMALL_BELOW_PX ? COLUMNS - 1 : COLUMNS}
                    />
                  ) : (
                    <EventTableRow
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
