import type { KeyboardEvent, MouseEvent, ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  Health,
  HealthStatus,
  Suspects,
} from '@ripplehq/backstage-plugin-changes-common';
import { suspectRows } from '../../model/suspectRows';
import { changesTranslationRef } from '../../translation';
import {
  Button,
  Icon,
  Panel,
  StatusIcon,
  coverageName,
  entityName,
  shownStatus,
  useEntityPaths,
  useHeadline,
  useTimeFormat,
} from '../kit';
import { Rank } from '../timeline/Rank';
import { EventTitle } from './EventTitle';
import { Percent, usePercent } from './Percent';

/** Reasons that the first suspect shows; the drawer has all. */
const REASONS_FIRST = 3;
const REASONS_OTHER = 2;
/** Silent sources that the last row names. */
const SILENT_NAMED = 2;

const useStyles = makeStyles({
  what: { fontWeight: 400, color: 'var(--tx2)' },
  line: {
    display: 'flex',
    gap: 10,
    alignItems: 'baseline',
    padding: '11px 16px',
    fontSize: 13.5,
    '& b': { fontSize: 15 },
    '& svg': { alignSelf: 'center' },
  },
  reason: { color: 'var(--tx2)' },
  list: { listStyle: 'none', margin: 0, padding: 0 },
  row: {
    display: 'grid',
    gridTemplateColumns: '26px 118px minmax(0, 1fr) auto',
    gap: '4px 12px',
    alignItems: 'center',
    padding: '6px 16px',
    borderTop: '1px solid var(--line)',
    '&:first-child': { borderTop: 0 },
    '@media (max-width: 960px)': {
      gridTemplateColumns: '26px 100px minmax(0, 1fr)',
    },
  },
  choice: {
    cursor: 'pointer',
    '&:hover': { background: 'var(--inset)' },
    '&:focus-visible': { outlineOffset: -2 },
  },
  chosen: {
    boxShadow: 'inset 3px 0 0 var(--selln)',
    '&, &:hover': { background: 'var(--sel)' },
  },
  text: { fontSize: 13.5, minWidth: 0, '& b': { fontWeight: 700 } },
  wide: { gridColumn: '3 / -1' },
  cut: {
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  sub: { color: 'var(--tx2)' },
  act: { '@media (max-width: 960px)': { gridColumn: 3 } },
  why: {
    gridColumn: '3 / -1',
    listStyle: 'none',
    margin: 0,
    padding: 0,
    display: 'grid',
    gap: 2,
    fontSize: 12.5,
    '& li': {
      display: 'grid',
      gridTemplateColumns: '16px 1fr',
      gap: 6,
      alignItems: 'baseline',
    },
  },
  none: { padding: '8px 16px', color: 'var(--tx2)' },
});

/** What probably caused it: one sentence, suspects, and how likely it is that none of them did. */
export function CausesPanel(props: {
  suspects: Suspects;
  health: Health;
  now: number;
  /** Until when the symptom lasted, if it is over. */
  illUntil?: number;
  selected?: string;
  onOpen: (id: string) => void;
}) {
  const { suspects, health, now, illUntil } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  const headline = useHeadline();
  const { symptom, onset } = suspects;
  if (!symptom) {
    return (
      <Panel label={t('changesTab.causes.label')}>
        <div className={classes.line}>
          <StatusIcon status={shownStatus(health)} word="beside" size={16} />
          <b>{headline(health, now)}</b>
          {health.reason && (
            <span className={classes.reason}>{health.reason}</span>
          )}
        </div>
      </Panel>
    );
  }
  const status = t(`status.${symptom.status}`);
  const begin = onset?.to ?? health.since;
  const heading = headingOf();
  return (
    <Panel
      label={t('changesTab.causes.label')}
      icon={<StatusIcon status={symptom.status} word="beside" />}
      title={
        <>
          {heading}{' '}
          <span className={classes.what}>
            {'· '}
            {illUntil === undefined
              ? t('changesTab.causes.what')
              : t('changesTab.causes.whatCaused')}
          </span>
        </>
      }
    >
      <SuspectList {...props} status={symptom.status} />
    </Panel>
  );

  function headingOf(): string {
    if (!begin) return status;
    return illUntil === undefined
      ? t('changesTab.causes.since', {
          status,
          since: time.short(begin, now),
          duration: time.since(begin, now),
        })
      : t('changesTab.causes.until', {
          status,
          from: time.short(begin, now),
          to: time.short(illUntil, now),
        });
  }
}

function SuspectList(props: {
  suspects: Suspects;
  status: HealthStatus;
  now: number;
  selected?: string;
  onOpen: (id: string) => void;
}) {
  const { suspects, now, selected, onOpen } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  const paths = useEntityPaths();
  const { rows, others, noChange } = suspectRows(suspects);
  return (
    <ol className={classes.list}>
      {rows.map(({ suspect, rank, percent }) => {
        const { event, lane, reasons } = suspect;
        const first = rank === 1;
        const title = (
          <EventTitle title={event.title} service={lane.title} name="bold" />
        );
        return (
          <ChoiceRow
            key={event.id}
            chosen={event.id === selected ? 'yes' : 'no'}
            onChoose={() => onOpen(event.id)}
          >
            <Rank rank={rank} />
            <Percent percent={percent} look={first ? 'strong' : 'plain'} />
            {first ? (
              <>
                <span className={classes.text}>
                  {title}{' '}
                  <span className={classes.sub}>
                    {'· '}
                    {time.moment(event.startedAt, now)}
                  </span>
                </span>
                <span className={classes.act}>
                  {lane.owner && (
                    <Button
                      look="primary"
                      size="small"
                      to={paths.entity(lane.owner)}
                      onClick={click => click.stopPropagation()}
                    >
                      <Icon name="person" size={12} />
                      {t('changesTab.causes.ask', {
                        owner: entityName(lane.owner),
                      })}
                    </Button>
                  )}
                </span>
                <ul className={classes.why} data-secondary="">
                  {reasons
                    .filter(reason => reason.weight >= 0)
                    .slice(0, REASONS_FIRST)
                    .map(reason => (
                      <li key={reason.code}>
                        <Icon name="check" size={12} color="var(--tx2)" />
                        <span>{reason.text}</span>
                      </li>
                    ))}
                </ul>
              </>
            ) : (
              <span
                className={`${classes.text} ${classes.wide} ${classes.cut}`}
              >
                {title}{' '}
                <span className={classes.sub}>
                  {'· '}
                  {reasons
                    .slice(0, REASONS_OTHER)
                    .map(reason => reason.text)
                    .join(' · ')}
                </span>
              </span>
            )}
          </ChoiceRow>
        );
      })}
      <li className={classes.row} data-secondary="">
        <Rank />
        <Percent percent={noChange} look="plain" />
        <span className={`${classes.text} ${classes.wide}`}>
          <b>{t('changesTab.causes.none')}</b>{' '}
          <NoChangeReasons suspects={suspects} others={others} now={now} />
        </span>
      </li>
    </ol>
  );
}

function ChoiceRow(props: {
  chosen: 'yes' | 'no';
  onChoose: () => void;
  children: ReactNode;
}) {
  const { chosen, onChoose, children } = props;
  const classes = useStyles();
  const own = (event: MouseEvent | KeyboardEvent) =>
    !(event.target as Element).closest('a, button');
  return (
    // The row itself is the control; what it says is its name.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <li
      className={[
        classes.row,
        classes.choice,
        chosen === 'yes' ? classes.chosen : '',
      ].join(' ')}
      data-secondary={chosen === 'yes' ? undefined : ''}
      aria-current={chosen === 'yes' ? 'true' : undefined}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onClick={event => own(event) && onChoose()}
      onKeyDown={event => event.key === 'Enter' && own(event) && onChoose()}
    >
      {children}
    </li>
  );
}

function NoChangeReasons(props: {
  suspects: Suspects;
  others: { count: number; percent: number };
  now: number;
}) {
  const { suspects, others, now } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  const percent = usePercent();
  const silent = suspects.coverage.filter(({ state }) => state !== 'live');
  const parts = [
    suspects.suspects.length === 0 ? t('changesTab.causes.noCandidate') : '',
    others.count > 0
      ? t('changesTab.causes.others', {
          count: others.count,
          percent: percent(others.percent),
        })
      : '',
    ...silent.slice(0, SILENT_NAMED).map(({ source, instance, completeTo }) => {
      const name = coverageName({ source, instance }, suspects.coverage);
      return completeTo
        ? t('changesTab.causes.unknownAfter', {
            source: name,
            moment: time.short(completeTo, now),
          })
        : t('changesTab.causes.notWatched', { source: name });
    }),
    suspects.withheld > 0
      ? t('changesTab.causes.withheld', { count: suspects.withheld })
      : '',
  ].filter(Boolean);
  return parts.length === 0 ? null : (
    <span className={classes.sub}>· {parts.join(' · ')}</span>
  );
}
