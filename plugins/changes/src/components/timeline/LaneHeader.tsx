import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Lane } from '@ripplehq/backstage-plugin-changes-common';
import { changesTranslationRef } from '../../translation';
import { StatusIcon, entityName, useTimeFormat } from '../kit';

const useStyles = makeStyles({
  root: {
    padding: '5px 8px 5px 12px',
    borderRight: '1px solid var(--line)',
    display: 'flex',
    flexDirection: 'column',
    justifyContent: 'center',
    gap: 1,
    minWidth: 0,
  },
  selected: { boxShadow: 'inset 3px 0 0 var(--selln)' },
  first: { display: 'flex', gap: 7, alignItems: 'center', minWidth: 0 },
  name: {
    fontWeight: 700,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  owner: {
    marginLeft: 'auto',
    paddingLeft: 4,
    fontSize: 11.5,
    color: 'var(--tx2)',
    whiteSpace: 'nowrap',
  },
  line: {
    paddingLeft: 23,
    fontSize: 11,
    color: 'var(--tx2)',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  unhealthy: { color: 'var(--bad)', fontWeight: 700 },
  degraded: { color: 'var(--warn)', fontWeight: 700 },
  unknown: { color: 'var(--unk)', fontWeight: 700 },
});

/** A lane's name, owner, the way to it and, for the page's own, what it is like. */
export function LaneHeader(props: {
  lane: Lane;
  titles: ReadonlyMap<string, string>;
  now: number;
  selected: 'yes' | 'no';
}) {
  const { lane, titles, now, selected } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  const path = lane.path.map(ref => titles.get(ref) ?? entityName(ref));
  const owner = lane.owner && entityName(lane.owner);
  const { status, since } = lane.health;
  const full = t('timeline.laneTitle', {
    hops: t('hops', { count: lane.degree }),
    path: path.join(' → '),
  });
  return (
    <div
      className={
        selected === 'yes'
          ? `${classes.root} ${classes.selected}`
          : classes.root
      }
      title={owner ? `${full}; ${t('timeline.ownedBy', { owner })}` : full}
    >
      <div className={classes.first}>
        <StatusIcon status={status} />
        <span className={classes.name}>{lane.title}</span>
        {owner && <span className={classes.owner}>{owner}</span>}
      </div>
      <div className={classes.line}>
        {lane.degree === 0
          ? [t('timeline.thisService'), lane.type].filter(Boolean).join(' · ')
          : shortPath(path)}
      </div>
      {lane.degree === 0 && status !== 'healthy' && (
        <div className={classes.line}>
          <span className={classes[status]}>
            {since
              ? t('timeline.statusSince', {
                  status: t(`status.${status}`),
                  moment: time.short(since, now),
                })
              : t(`status.${status}`)}
          </span>
        </div>
      )}
    </div>
  );
}

const PATH_NAMES_MAX = 3;

/** The end of the way: who depends on it directly matters most. */
function shortPath(path: string[]): string {
  return path.length <= PATH_NAMES_MAX
    ? path.join(' → ')
    : ['…', ...path.slice(-PATH_NAMES_MAX)].join(' → ');
}
