import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  ChangeEvent,
  EventDetail,
} from '@ripplehq/backstage-plugin-changes-common';
import { visibleControls } from '../../model/visibleControls';
import { changesTranslationRef } from '../../translation';
import { EventLine, EventLines } from './EventLine';
import { Section } from './Section';

const useStyles = makeStyles({
  note: { margin: '4px 0 0', fontSize: 12, color: 'var(--tx2)' },
});

/** What this event is a part of: the sync that brought a rollout. */
export function Whole(props: {
  event: EventDetail;
  now: number;
  onOpen: (id: string) => void;
}) {
  const { event, now, onOpen } = props;
  const { whole } = event;
  const { t } = useTranslationRef(changesTranslationRef);
  if (!whole) return null;
  return (
    <Section title={t('drawer.whole')}>
      <EventLines>
        <EventLine
          event={whole}
          title={visibleControls(whole.title)}
          now={now}
          onOpen={() => onOpen(whole.id)}
        />
      </EventLines>
    </Section>
  );
}

/** What happened inside this event: the rollouts of a sync, the setting that a rollout brought. */
export function Parts(props: {
  event: EventDetail;
  now: number;
  onOpen: (id: string) => void;
}) {
  const { event, now, onOpen } = props;
  const { parts, partsComplete } = event;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  if (parts.length === 0) return null;
  return (
    <Section
      title={t('drawer.parts.title')}
      aside={t('drawer.parts.number', { count: parts.length })}
    >
      <EventLines>
        {inTree(event.id, parts).map(({ part, depth }) => (
          <EventLine
            key={part.id}
            event={part}
            title={visibleControls(part.title)}
            now={now}
            depth={depth}
            onOpen={() => onOpen(part.id)}
          />
        ))}
      </EventLines>
      {!partsComplete && (
        <p className={classes.note}>{t('drawer.parts.more')}</p>
      )}
    </Section>
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
