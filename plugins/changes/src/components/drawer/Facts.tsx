import type { ReactNode } from 'react';
import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  parseKubernetesSubject,
  parseSubject,
  type CodeComparison,
  type EventDetail,
  type Lane,
} from '@ripplehq/backstage-plugin-changes-common';
import { exactDuration } from '../../model/exactDuration';
import { isOpenStatus } from '../../model/timelineModel';
import { visibleControls } from '../../model/visibleControls';
import { whoChanged } from '../../model/whoChanged';
import { changesTranslationRef } from '../../translation';
import { entityName, sourceName, toolName, useTimeFormat } from '../kit';

const useStyles = makeStyles({
  root: {
    display: 'grid',
    gridTemplateColumns: '62px 1fr',
    gap: '4px 10px',
    margin: '12px 0 0',
    fontSize: 12.5,
    breakInside: 'avoid-column',
    '& dt': { color: 'var(--tx2)' },
    '& dd': { margin: 0, overflowWrap: 'anywhere' },
    '& b': { fontWeight: 700 },
  },
  sub: { color: 'var(--tx2)' },
  warn: { color: 'var(--warn)' },
});

/** Who, when, why, where. */
export function Facts(props: {
  event: EventDetail;
  lane?: Lane;
  comparison?: CodeComparison;
  titles: ReadonlyMap<string, string>;
  now: number;
}) {
  const { event, comparison } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const isChange = event.type === 'change';
  const pull = comparison?.pullRequests[0];
  return (
    <dl className={classes.root}>
      {isChange && (
        <>
          <dt>{t('drawer.who')}</dt>
          <dd>
            <Who event={event} comparison={comparison} />
          </dd>
        </>
      )}
      <dt>{t('drawer.when')}</dt>
      <dd>
        <When {...props} />
      </dd>
      {pull && (
        <>
          <dt>{t('drawer.why')}</dt>
          <dd>
            “{visibleControls(pull.title)}”{' '}
            <Link to={pull.url}>
              {t('drawer.code.pull', { number: String(pull.number) })}
            </Link>
          </dd>
        </>
      )}
      <dt>{t('drawer.where')}</dt>
      <dd>
        <Where {...props} />
      </dd>
    </dl>
  );
}

function Who(props: { event: EventDetail; comparison?: CodeComparison }) {
  const { actor, source } = props.event;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  if (!actor) {
    return (
      <>
        {t('drawer.unknownWho')}{' '}
        <span className={classes.sub}>· {sourceName(source)}</span>
      </>
    );
  }
  const who = whoChanged(actor, props.comparison);
  // Those that the API server itself gives say nothing of a person.
  const groups =
    actor.groups?.filter(group => !group.startsWith('system:')) ?? [];
  return (
    <>
      <b>{visibleControls(who.name)}</b>
      {who.approvedBy.length > 0 &&
        `, ${t('drawer.approvedBy', {
          names: visibleControls(who.approvedBy.join(', ')),
        })}`}
      {who.appliedBy && (
        <span className={classes.sub}>
          {' · '}
          {t('drawer.appliedBy', { tool: toolName(who.appliedBy) })}
        </span>
      )}
      {!who.appliedBy && actor.via && actor.via !== actor.name && (
        <span className={classes.sub}>
          {' · '}
          {t('drawer.via', { via: actor.via })}
        </span>
      )}
      {actor.byHand && (
        <span className={classes.warn}>
          {' · '}
          {t('drawer.byHand')}
        </span>
      )}
      {actor.originUnknown && (
        <span className={classes.sub}>
          {' · '}
          {t('drawer.originUnknown')}
        </span>
      )}
      {[
        actor.originReason,
        actor.user && t('drawer.user', { user: actor.user }),
        actor.client && t('drawer.client', { client: actor.client }),
        groups.length > 0 && t('drawer.groups', { groups: groups.join(', ') }),
      ]
        .filter(text => typeof text === 'string')
        .map(text => (
          <div key={text} className={classes.sub}>
            {visibleControls(text)}
          </div>
        ))}
    </>
  );
}

function When(props: { event: EventDetail; now: number }) {
  const { event, now } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  const clock = (at: string) => time.pattern(at, 'HH:mm:ss');
  const open = !event.endedAt && isOpenStatus(event.status);
  const end = event.endedAt === event.startedAt ? undefined : event.endedAt;
  const length = (end ? Date.parse(end) : now) - Date.parse(event.startedAt);
  const duration = (milliseconds: number) => {
    const { unit, ...parts } = exactDuration(milliseconds);
    return t(
      `drawer.duration.${unit}`,
      Object.fromEntries(
        Object.entries(parts).map(([name, value]) => [name, String(value)]),
      ) as never,
    );
  };
  const notes: ReactNode[] = [time.ago(event.startedAt, now)];
  if (event.observedBetween) {
    notes.push(
      t('drawer.between', {
        from: time.exact(event.observedBetween.from, now),
        to: time.exact(event.observedBetween.to, now),
      }),
    );
  }
  if (event.reconstructed) notes.push(t('drawer.reconstructed'));
  return (
    <>
      <b>
        {clock(event.startedAt)}
        {end && ` → ${clock(end)}`}
        {open && ` → ${t('drawer.stillOpen')}`}
      </b>{' '}
      {time.day(event.startedAt, now)}
      {end && `, ${t('drawer.took', { duration: duration(length) })}`}
      {open && `, ${t('drawer.takes', { duration: duration(length) })}`}
      <span className={classes.sub}> · {notes.join(' · ')}</span>
    </>
  );
}

function Where(props: {
  event: EventDetail;
  lane?: Lane;
  titles: ReadonlyMap<string, string>;
}) {
  const { event, lane, titles } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const place = [
    event.environment,
    event.cluster === event.environment ? undefined : event.cluster,
    event.namespace,
    ...event.subjects.slice(0, 3).map(subjectName),
  ].filter(Boolean);
  const path = lane?.path.map(ref => titles.get(ref) ?? entityName(ref));
  return (
    <>
      {place.join(' · ') || lane?.title}
      {lane && path && (
        <span className={classes.sub}>
          {place.length > 0 && ' · '}
          {lane.degree === 0
            ? t('timeline.thisService')
            : t('timeline.laneTitle', {
                hops: t('hops', { count: lane.degree }),
                path: path.join(' → '),
              })}
          {lane.owner &&
            `; ${t('timeline.ownedBy', { owner: entityName(lane.owner) })}`}
        </span>
      )}
    </>
  );
}

/** `Deployment/rest-api` for an object of Kubernetes, else the subject's last part. */
function subjectName(subject: string): string {
  const object = parseKubernetesSubject(subject);
  if (object) return `${object.kind}/${object.name}`;
  const { parts } = parseSubject(subject);
  return parts[parts.length - 1];
}
