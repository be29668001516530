import { useEffect, useMemo, useRef } from 'react';
import type {
  ServiceRow,
  Services,
} from '@ripplehq/backstage-plugin-changes-common';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';
import {
  EnvironmentsCell,
  HealthCell,
  IssuesCell,
  LastChangeCell,
  OwnerCell,
  ReadyCell,
  ServiceCell,
} from './ServiceCells';
import { Sparkline } from './Sparkline';
import {
  GROUP_HEIGHT_PX,
  Line,
  ROW_HEIGHT_PX,
  linesInSight,
  serviceLines,
} from './serviceGroups';
import { ROWS_ATTRIBUTE } from './useExplorerKeys';
import { useSight } from './useSight';
import { useWidth } from '../timeline/useWidth';

/** Below it, environments and owner have no column of their own. */
const WIDE_MIN_PX = 1250;
/** Below it, the other columns are as narrow as they can be. */
const ROOMY_MIN_PX = 950;

const COLUMN_WIDTHS_PX = {
  wide: [158, 154, undefined, 166, 188, 88, 158, 116],
  roomy: [158, 170, undefined, 166, 188, 88],
  narrow: [152, 134, undefined, 94, 138, 78],
};

const useStyles = makeStyles({
  scroll: { overflowX: 'auto' },
  table: {
    width: '100%',
    minWidth: 720,
    tableLayout: 'fixed',
    borderCollapse: 'collapse',
    fontSize: 12.5,
    '& th': {
      textAlign: 'left',
      fontSize: 11.5,
      color: 'var(--tx2)',
      padding: '9px 8px',
      borderBottom: '1px solid var(--line2)',
      whiteSpace: 'nowrap',
    },
    '& td': {
      padding: '0 8px',
      borderBottom: '1px solid var(--line)',
      verticalAlign: 'middle',
    },
    '& th:first-child, & td:first-child': { paddingLeft: 16 },
  },
  group: {
    height: GROUP_HEIGHT_PX,
    '& th': {
      padding: '0 16px',
      borderBottom: '1px solid var(--line)',
      background: 'var(--inset)',
      fontSize: 12,
    },
  },
  row: {
    height: ROW_HEIGHT_PX,
    '&:hover td': { background: 'var(--inset)' },
    '&:focus-visible': { outline: 'none' },
  },
  current: {
    '& td, &:hover td': { background: 'var(--sel)' },
    '& td:first-child': { boxShadow: 'inset 3px 0 0 var(--selln)' },
  },
  room: { '& td': { padding: 0, border: 0 } },
});

/** Services by health, worst first. Only the rows in sight are drawn. */
export function ServiceTable(props: {
  services: ServiceRow[];
  totals: Services['totals'];
  /** Ref of the row that keys act on. */
  current: string | undefined;
  onCurrent: (entityRef: string) => void;
  now: number;
}) {
  const { services, totals, current, onCurrent, now } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const frameRef = useRef<HTMLDivElement>(null);
  const width = useWidth(frameRef);
  const isNarrow = width < WIDE_MIN_PX;
  const room = roomOf(width);
  const bodyRef = useRef<HTMLTableSectionElement>(null);
  const sight = useSight(bodyRef);
  const { lines, heightPx } = useMemo(
    () => serviceLines(services, totals),
    [services, totals],
  );
  const { shown, above, below } = linesInSight(lines, heightPx, sight);
  const columns = COLUMN_WIDTHS_PX[room].length;
  const drawn = shown.flatMap(line =>
    line.type === 'service' ? [line.service.entityRef] : [],
  );
  const tabStop = current && drawn.includes(current) ? current : drawn[0];
  return (
    <div className={classes.scroll} ref={frameRef}>
      <table className={classes.table} aria-rowcount={services.length}>
        <colgroup>
          {COLUMN_WIDTHS_PX[room].map((px, index) => (
            <col key={index} style={{ width: px }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            <th aria-sort="descending">{t('explorer.column.health')} ↓</th>
            <th>{t('explorer.column.service')}</th>
            <th>
              {room === 'narrow'
                ? t('explorer.column.issuesAlone')
                : t('explorer.column.issues')}
            </th>
            <th>{t('explorer.column.changes')}</th>
            <th>{t('explorer.column.lastChange')}</th>
            <th title={t('explorer.column.readyTitle')}>
              {t('explorer.column.ready')}
            </th>
            {!isNarrow && <th>{t('explorer.column.environments')}</th>}
            {!isNarrow && <th>{t('explorer.column.owner')}</th>}
          </tr>
        </thead>
        <tbody ref={bodyRef} {...{ [ROWS_ATTRIBUTE]: '' }}>
          <Room heightPx={above} columns={columns} />
          {shown.map(line =>
            line.type === 'group' ? (
              <tr key={line.status} className={classes.group}>
                <th colSpan={columns} scope="rowgroup">
                  {t('explorer.group', {
                    name: t(`explorer.tile.${line.status}`),
                    number: String(line.total),
                  })}
                </th>
              </tr>
            ) : (
              <ServiceTableRow
                key={line.service.entityRef}
                line={line}
                isCurrent={line.service.entityRef === current}
                isTabStop={line.service.entityRef === tabStop}
                isNarrow={isNarrow}
                onCurrent={onCurrent}
                now={now}
              />
            ),
          )}
          <Room heightPx={below} columns={columns} />
        </tbody>
      </table>
    </div>
  );
}

function roomOf(width: number): keyof typeof COLUMN_WIDTHS_PX {
  if (width >= WIDE_MIN_PX) return 'wide';
  return width >= ROOMY_MIN_PX ? 'roomy' : 'narrow';
}

function Room(props: { heightPx: number; columns: number }) {
  const classes = useStyles();
  if (props.heightPx <= 0) return null;
  return (
    <tr className={classes.room} aria-hidden>
      <td colSpan={props.columns} style={{ height: props.heightPx }} />
    </tr>
  );
}

function ServiceTableRow(props: {
  line: Line & { type: 'service' };
  isCurrent: boolean;
  isTabStop: boolean;
  isNarrow: boolean;
  onCurrent: (entityRef: string) => void;
  now: number;
}) {
  const { line, isCurrent, isNarrow, onCurrent, now } = props;
  const { service } = line;
  const classes = useStyles();
  const ref = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    // The focus follows the keys, but is not taken away from a search or a menu.
    const rows = ref.current?.parentElement;
    if (isCurrent && rows?.contains(document.activeElement)) {
      ref.current?.focus();
    }
  }, [isCurrent]);
  return (
    <tr
      ref={ref}
      className={`${classes.row} ${isCurrent ? classes.current : ''}`}
      tabIndex={props.isTabStop ? 0 : -1}
      aria-rowindex={line.index + 1}
      aria-current={isCurrent || undefined}
      data-entity-ref={service.entityRef}
      onFocus={() => onCurrent(service.entityRef)}
    >
      <td>
        <HealthCell service={service} now={now} />
      </td>
      <td>
        <ServiceCell service={service} owner={isNarrow ? 'shown' : undefined} />
      </td>
      <td>
        <IssuesCell service={service} />
      </td>
      <td>
        <Sparkline changes={service.changes} />
      </td>
      <td>
        <LastChangeCell service={service} now={now} />
      </td>
      <td>
        <ReadyCell service={service} />
      </td>
      {!isNarrow && (
        <td>
          <EnvironmentsCell service={service} />
        </td>
      )}
      {!isNarrow && (
        <td>
          <OwnerCell service={service} />
        </td>
      )}
    </tr>
  );
}
