import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { makeStyles } from '@material-ui/core/styles';
import type { Sources } from '@ripplehq/backstage-plugin-changes-common';
import { visibleControls } from '../../model/visibleControls';
import { changesTranslationRef } from '../../translation';
import { Icon, sourceName, useTimeFormat } from '../kit';
import { useTableStyles } from './useTableStyles';

type Source = Sources['sources'][number];

/** Worst first; then by name. */
const STATE_ORDER: Source['state'][] = [
  'stale',
  'not-observed',
  'forbidden',
  'live',
];
const REASONS_MAX = 3;

const useStyles = makeStyles({
  state: {
    display: 'inline-flex',
    gap: 6,
    alignItems: 'center',
    whiteSpace: 'nowrap',
  },
  sub: { color: 'var(--tx2)', display: 'block' },
  reason: { overflowWrap: 'anywhere' },
});

/** One row an instance of a source: how it does, and what is wrong with it. */
export function SourceTable(props: { sources: Source[]; now: number }) {
  const table = useTableStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const rows = [...props.sources].sort(
    (a, b) =>
      STATE_ORDER.indexOf(a.state) - STATE_ORDER.indexOf(b.state) ||
      a.source.localeCompare(b.source) ||
      a.instance.localeCompare(b.instance),
  );
  return (
    <div className={table.scroll}>
      <table className={table.table}>
        <thead>
          <tr>
            <th>{t('sources.column.source')}</th>
            <th>{t('sources.column.state')}</th>
            <th>{t('sources.column.lag')}</th>
            <th>{t('sources.column.lastEvent')}</th>
            <th className={table.number}>{t('sources.column.kept')}</th>
            <th>{t('sources.column.trouble')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <Row
              key={`${row.source}/${row.instance}`}
              row={row}
              now={props.now}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row(props: { row: Source; now: number }) {
  const { row, now } = props;
  const classes = useStyles();
  const table = useTableStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  const current = row.scopes.filter(({ to }) => to === undefined);
  const live = current.filter(({ state }) => state === 'live').length;
  const isLive = row.state === 'live';
  return (
    <tr>
      <td>
        <b>{sourceName(row.source)}</b>
        <span className={classes.sub}>{visibleControls(row.instance)}</span>
      </td>
      <td>
        <span className={classes.state}>
          <Icon
            size={14}
            name={isLive ? 'healthy' : 'stale'}
            color={isLive ? 'var(--ok)' : 'var(--warn)'}
          />
          {t(`sources.state.${row.state}`)}
        </span>
        {current.length > 1 && (
          <span className={classes.sub}>
            {t('sources.scopes', {
              number: String(live),
              total: String(current.length),
            })}
          </span>
        )}
      </td>
      <td>
        {row.lagSeconds === undefined
          ? '–'
          : time.ago(now - row.lagSeconds * 1000, now)}
      </td>
      <td>{row.lastEventAt ? time.ago(row.lastEventAt, now) : '–'}</td>
      <td className={table.number}>{sizeOf(row.bytes)}</td>
      <td className={classes.reason}>
        <Trouble row={row} />
      </td>
    </tr>
  );
}

/** The error that a source ended with, and the reasons of its scopes that are not live, each once. */
function Trouble(props: { row: Source }) {
  const { row } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const reasons = [
    ...new Set(
      [
        row.error,
        ...row.scopes
          .filter(({ to, state }) => to === undefined && state !== 'live')
          .map(({ reason }) => reason),
      ].filter(text => text !== undefined),
    ),
  ];
  const left = reasons.length - REASONS_MAX;
  return (
    <>
      {reasons.slice(0, REASONS_MAX).map(reason => (
        <div key={reason}>{visibleControls(reason)}</div>
      ))}
      {left > 0 && (
        <span className={classes.sub}>
          {t('sources.more', { count: left })}
        </span>
      )}
    </>
  );
}

function sizeOf(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024
    ? `${Math.round(bytes / 1024)} KiB`
    : `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
