import { ReactNode, useState } from 'react';
import type { CoverageInterval } from '@ripplehq/backstage-plugin-changes-common';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';
import { Button } from './Button';
import { Icon } from './Icon';
import { CoverageEntry, coverageEntries } from './coverageEntries';
import { coverageName } from './sourceName';
import { useTimeFormat } from './useTimeFormat';

const SHOWN_MAX = 6;

const useStyles = makeStyles({
  row: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '4px 14px',
    fontSize: 12,
    color: 'var(--tx2)',
  },
  title: { color: 'var(--tx)', fontWeight: 700 },
  entry: { display: 'inline-flex', gap: 5, alignItems: 'center' },
  silent: { color: 'var(--warn)', fontWeight: 700 },
});

/** "What was watched": every source with how fresh it is; those that are silent stand out and come first. */
export function CoverageRow(props: {
  coverage: CoverageInterval[];
  /** The moment that the coverage is shown for, in milliseconds since 1970. */
  now: number;
  title?: string;
  /** Stands at the end of the row. */
  children?: ReactNode;
}) {
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const [unfolded, setUnfolded] = useState(false);
  const entries = coverageEntries(props.coverage, props.now);
  const folds = entries.length > SHOWN_MAX + 1;
  const shown = folds && !unfolded ? entries.slice(0, SHOWN_MAX) : entries;
  return (
    <div className={classes.row}>
      <span className={classes.title}>
        {props.title ?? t('coverage.title')}
      </span>
      {entries.length === 0 && <span>{t('coverage.none')}</span>}
      {shown.map(entry => (
        <Entry
          key={`${entry.source}/${entry.instance}`}
          entry={entry}
          entries={entries}
          now={props.now}
        />
      ))}
      {folds && (
        <Button look="link" onClick={() => setUnfolded(!unfolded)}>
          {unfolded
            ? t('coverage.fewer')
            : t('coverage.more', {
                number: String(entries.length - SHOWN_MAX),
              })}
        </Button>
      )}
      {props.children}
    </div>
  );
}

function Entry(props: {
  entry: CoverageEntry;
  entries: CoverageEntry[];
  now: number;
}) {
  const { entry, now } = props;
  const classes = useStyles();
  const words = useCoverageWords();
  return (
    <span
      className={
        entry.state === 'live'
          ? classes.entry
          : `${classes.entry} ${classes.silent}`
      }
      title={entry.reason}
    >
      <Icon
        size={14}
        name={entry.state === 'live' ? 'healthy' : 'stale'}
        color={entry.state === 'live' ? 'var(--ok)' : 'var(--warn)'}
      />
      {coverageName(entry, props.entries)}: {words(entry, now)}
    </span>
  );
}

/** How fresh a source is, in words: "live, 2 s", "silent 47 min". */
export function useCoverageWords(): (
  entry: CoverageEntry,
  now: number,
) => string {
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  return (entry, now) => {
    switch (entry.state) {
      case 'live':
        return t('coverage.live', { age: time.since(entry.at, now) });
      case 'stale':
        return t('coverage.silent', { duration: time.since(entry.at, now) });
      case 'forbidden':
        return t('coverage.forbidden');
      default:
        return t('coverage.notObserved');
    }
  };
}
