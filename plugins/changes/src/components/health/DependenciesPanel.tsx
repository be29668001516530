import { useState } from 'react';
import type { EntityHealth } from '@ripplehq/backstage-plugin-changes-common';
import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';
import {
  Button,
  Panel,
  STATUS_COLOR,
  StatusIcon,
  entityName,
  useEntityPaths,
  useTimeFormat,
} from '../kit';
import { TreeRow, dependencyTree, worstDependency } from './dependencyTree';
import { StatusChips } from './StatusChips';
import { openIssues } from './openIssues';

const ROW_HEIGHT_PX = 27;
const INDENT_PX = 20;
const ROWS_MAX = 40;

const useStyles = makeStyles({
  tree: { listStyle: 'none', margin: 0, padding: '6px 0 10px', fontSize: 12.5 },
  row: {
    display: 'flex',
    gap: 7,
    alignItems: 'center',
    height: ROW_HEIGHT_PX,
    padding: '0 14px',
    whiteSpace: 'nowrap',
    '&:hover': { background: 'var(--inset)' },
  },
  rails: { flex: 'none' },
  name: { overflow: 'hidden', textOverflow: 'ellipsis' },
  note: { fontWeight: 700, fontSize: 11.5 },
  owner: {
    marginLeft: 'auto',
    paddingLeft: 8,
    color: 'var(--tx2)',
    fontSize: 11.5,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
  },
  foot: { padding: '0 16px 12px', fontSize: 12, color: 'var(--tx2)' },
  rollUp: { color: 'var(--tx)' },
});

/** The tree of upstream entities with their health. */
export function DependenciesPanel(props: {
  health: EntityHealth;
  title: string;
  now: number;
}) {
  const { health, now } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const [unfolded, setUnfolded] = useState(false);
  const { dependencies, dependenciesWithheld } = health;
  if (dependencies.length + dependenciesWithheld === 0) return null;

  const rows = dependencyTree(dependencies);
  const folds = rows.length > ROWS_MAX && !unfolded;
  const worst = worstDependency(dependencies);
  const issues = openIssues(health).length;
  return (
    <Panel
      title={t('health.dependencies.title')}
      aside={t('health.dependencies.count', {
        number: String(dependencies.length + dependenciesWithheld),
      })}
    >
      <StatusChips counts={health.rollUp} withheld={dependenciesWithheld} />
      <ul className={classes.tree}>
        <li className={classes.row}>
          <StatusIcon status={health.status} />
          <span className={classes.name}>{props.title}</span>
          {issues > 0 && (
            <span
              className={classes.note}
              style={{ color: STATUS_COLOR[health.status] }}
            >
              {t('health.dependencies.issues', { count: issues })}
            </span>
          )}
        </li>
        {(folds ? rows.filter(row => row.isPathUnwell) : rows).map(row => (
          <DependencyRow key={row.dependency.entityRef} row={row} now={now} />
        ))}
      </ul>
      <div className={classes.foot}>
        {folds && (
          <p>
            <Button look="link" onClick={() => setUnfolded(true)}>
              {t('health.dependencies.showAll', {
                number: String(rows.length),
              })}
            </Button>
          </p>
        )}
        {t('health.dependencies.rollUp', {
          worst: (
            <b className={classes.rollUp}>
              {worst
                ? t('health.dependencies.worst', {
                    status: t(
                      `status.${worst.health.status}`,
                    ).toLocaleLowerCase(),
                    name: worst.title,
                  })
                : t('health.dependencies.allHealthy')}
            </b>
          ),
        })}
        <Dependents dependents={health.dependents} />
      </div>
    </Panel>
  );
}

/** Who would notice: how many need this one, and how they are. */
function Dependents(props: { dependents: EntityHealth['dependents'] }) {
  const { withheld, ...counts } = props.dependents;
  const { t } = useTranslationRef(changesTranslationRef);
  const count =
    withheld + Object.values(counts).reduce((sum, number) => sum + number, 0);
  if (count === 0) return null;
  const states: string[] = (
    ['unhealthy', 'degraded', 'unknown', 'healthy'] as const
  )
    .filter(status => counts[status] > 0)
    .map(status =>
      t(`health.dependencies.${status}`, { number: String(counts[status]) }),
    );
  if (withheld > 0) {
    states.push(
      t('health.dependencies.withheld', { number: String(withheld) }),
    );
  }
  return (
    <p>
      {t('health.dependencies.dependents', {
        count,
        states: states.join(', '),
      })}
    </p>
  );
}

function DependencyRow(props: { row: TreeRow; now: number }) {
  const { row, now } = props;
  const { dependency } = row;
  const { status, since } = dependency.health;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  const paths = useEntityPaths();
  const note = () => {
    if (status === 'unknown') return t('health.dependencies.notWatched');
    if (status === 'healthy' || !since) return undefined;
    return t('health.dependencies.since', { moment: time.short(since, now) });
  };
  return (
    <li className={classes.row} title={dependency.health.reason}>
      <Rails row={row} />
      <StatusIcon status={status} />
      <Link to={paths.health(dependency.entityRef)} className={classes.name}>
        {dependency.title}
      </Link>
      <span className={classes.note} style={{ color: STATUS_COLOR[status] }}>
        {note()}
      </span>
      {dependency.owner && (
        <span className={classes.owner}>{entityName(dependency.owner)}</span>
      )}
    </li>
  );
}

/** The lines that lead from the branches above to a row. */
function Rails(props: { row: TreeRow }) {
  const { depth, rails, isLast, isPathUnwell } = props.row;
  const classes = useStyles();
  const x = (level: number) => level * INDENT_PX + 8;
  const middle = ROW_HEIGHT_PX / 2;
  const own = x(depth - 1);
  return (
    <svg
      className={classes.rails}
      width={depth * INDENT_PX}
      height={ROW_HEIGHT_PX}
      fill="none"
      aria-hidden
    >
      {rails.map(
        (goesOn, level) =>
          goesOn && (
            <path
              key={level}
              d={`M${x(level)} 0V${ROW_HEIGHT_PX}`}
              strokeWidth={1.4}
              style={{ stroke: 'var(--line2)' }}
            />
          ),
      )}
      {!isLast && (
        <path
          d={`M${own} 0V${ROW_HEIGHT_PX}`}
          strokeWidth={1.4}
          style={{ stroke: 'var(--line2)' }}
        />
      )}
      <path
        d={`M${own} 0V${middle}H${own + 11}`}
        strokeWidth={isPathUnwell ? 2.2 : 1.4}
        style={{ stroke: isPathUnwell ? 'var(--warn)' : 'var(--line2)' }}
      />
    </svg>
  );
}
