import { memo } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { ChangeKind } from '@ripplehq/backstage-plugin-changes-common';
import { CHANGE_KINDS } from '@ripplehq/backstage-plugin-changes-common';
import type { TimedEvent } from '../../model/timelineModel';
import { changesTranslationRef } from '../../translation';
import { Icon, kindMark, type ShapeName } from '../kit';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '3px 14px',
    padding: '8px 14px 10px',
    borderTop: '1px solid var(--line)',
    fontSize: 11.5,
    color: 'var(--tx2)',
  },
  entry: { display: 'inline-flex', gap: 5, alignItems: 'center' },
});

interface Entry {
  shape: ShapeName;
  color: string;
  text: string;
}

/** The shapes of the kinds that occur, in the order of the kinds. */
export const Legend = memo(function LegendInner(props: {
  events: readonly TimedEvent[];
}) {
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const entries = new Map<string, Entry>();
  const order = (event: TimedEvent) => {
    if (event.event.type === 'alert') return 1000;
    if (event.event.type === 'health') return 1001;
    const index = CHANGE_KINDS.indexOf(event.event.kind as ChangeKind);
    return index < 0 ? CHANGE_KINDS.length : index;
  };
  for (const { event } of [...props.events].sort(
    (a, b) => order(a) - order(b),
  )) {
    const { shape, color } = kindMark(event);
    if (entries.has(shape)) continue;
    entries.set(shape, {
      shape,
      // Alerts and health issues have a colour for each severity; the legend has one entry for all.
      color: event.type === 'change' ? color : 'var(--bad)',
      text: t(nameOf(shape)),
    });
  }
  if (entries.size === 0) return null;
  return (
    <div className={classes.root}>
      {[...entries.values()].map(({ shape, color, text }) => (
        <span key={shape} className={classes.entry}>
          <Icon name={shape} color={color} size={14} />
          {text}
        </span>
      ))}
    </div>
  );
});

function nameOf(shape: ShapeName) {
  switch (shape) {
    case 'deployment-failed':
      return 'timeline.legend.failed' as const;
    case 'deployment-in-progress':
      return 'timeline.legend.inProgress' as const;
    case 'deployment-superseded':
      return 'timeline.legend.superseded' as const;
    case 'scale-down':
      return 'timeline.legend.scaledDown' as const;
    case 'scale-up':
      return 'timeline.legend.scaledUp' as const;
    default:
      return `kind.${shape as ChangeKind | 'alert' | 'health'}` as const;
  }
}
