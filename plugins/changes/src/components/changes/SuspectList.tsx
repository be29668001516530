import type { KeyboardEvent, MouseEvent, ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Suspects } from '@ripplehq/backstage-plugin-changes-common';
import { suspectRows } from '../../model/suspectRows';
import { changesTranslationRef } from '../../translation';
import {
  Button,
  Icon,
  entityName,
  useEntityPaths,
  useTimeFormat,
} from '../kit';
import { Rank } from '../timeline/Rank';
import { EventTitle } from './EventTitle';
import { NoChangeReasons } from './NoChangeReasons';
import { Percent } from './Percent';

/** Reasons that the first suspect shows; the drawer has all. */
const REASONS_FIRST = 3;
const REASONS_OTHER = 2;

const useStyles = makeStyles({
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
});

/** The suspects, each a row that opens it, and last how likely it is that no recorded change explains the symptom. */
export function SuspectList(props: {
  suspects: Suspects;
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
      {rows.map(({ suspect, rank, percent, place }) => {
        const { event, lane, reasons } = suspect;
        const first = rank === 1;
        const title = (
          <>
            <EventTitle title={event.title} service={lane.title} name="bold" />
            {place && ` (${place})`}
          </>
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
                    .filter(
                      // Where it lies is a fact worth a line, though distance speaks against it.
                      ({ code, weight }) => weight >= 0 || code === 'distance',
                    )
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
