import { useState } from 'react';
import type { EntityHealth } from '@ripplehq/backstage-plugin-changes-common';
import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';
import {
  Button,
  Chip,
  Icon,
  KindIcon,
  Panel,
  StatusIcon,
  isGrave,
  useEntityPaths,
  useTimeFormat,
} from '../kit';
import { ClosedIssuesPanel } from './ClosedIssuesPanel';
import { EvidenceText } from './EvidenceText';
import { openIssues } from './openIssues';

type Issue = EntityHealth['issues'][number];

const useStyles = makeStyles({
  count: {
    display: 'inline-grid',
    placeItems: 'center',
    minWidth: 18,
    height: 18,
    marginLeft: 8,
    padding: '0 4px',
    borderRadius: 9,
    border: '1px solid var(--line2)',
    fontSize: 11,
    fontWeight: 700,
    color: 'var(--tx2)',
  },
  none: { padding: '12px 16px', fontSize: 12.5, color: 'var(--tx2)' },
  issue: {
    display: 'grid',
    gridTemplateColumns: '20px 1fr auto',
    gap: '4px 10px',
    padding: '12px 16px',
    borderTop: '1px solid var(--line)',
    '&:first-of-type': { borderTop: 0 },
    '& h3': { fontSize: 14, fontWeight: 700, lineHeight: 1.35 },
    '& h3 a': { color: 'var(--tx)' },
    '& h3 a:hover': { color: 'var(--link)' },
    '@media (max-width: 700px)': {
      gridTemplateColumns: '20px 1fr',
    },
  },
  facts: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'flex-end',
    gap: '2px 8px',
    alignItems: 'center',
    fontSize: 12,
    color: 'var(--tx2)',
    '@media (max-width: 700px)': {
      gridColumn: 2,
      justifyContent: 'flex-start',
    },
  },
  evidence: {
    gridColumn: '2 / -1',
    display: 'grid',
    gridTemplateColumns: '118px 1fr',
    gap: '3px 12px',
    margin: '4px 0 0',
    fontSize: 12.5,
    '& dt': { color: 'var(--tx2)' },
    '& dd': { margin: 0, overflowWrap: 'anywhere' },
  },
  links: { gridColumn: '2 / -1', display: 'flex', flexWrap: 'wrap', gap: 12 },
});

/** What is wrong now: our findings and others' alerts, worst first, each with what a person can check. */
export function OpenIssuesPanel(props: {
  health: EntityHealth;
  days: number;
  now: number;
}) {
  const { health, days, now } = props;
  const [showsClosed, setShowsClosed] = useState(false);
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const issues = openIssues(health);
  const { count } = health.closed;
  if (issues.length + count === 0) return null;
  return (
    <>
      <Panel
        label={t('health.issues.title')}
        title={
          <>
            {t('health.issues.title')}
            <span className={classes.count}>{issues.length}</span>
          </>
        }
        aside={
          <>
            {issues.length > 1 && <span>{t('health.issues.worstFirst')}</span>}
            {count > 0 && (
              <Button
                look="link"
                aria-expanded={showsClosed}
                onClick={() => setShowsClosed(!showsClosed)}
              >
                {t('health.issues.closed', {
                  days: String(days),
                  number: String(count),
                })}
              </Button>
            )}
          </>
        }
      >
        {issues.length === 0 && (
          <p className={classes.none}>{t('health.issues.none')}</p>
        )}
        {issues.map(issue => (
          <IssueRow
            key={issue.id}
            issue={issue}
            entityRef={health.entityRef}
            now={now}
          />
        ))}
      </Panel>
      {showsClosed && count > 0 && (
        <ClosedIssuesPanel health={health} days={days} now={now} />
      )}
    </>
  );
}

function IssueRow(props: { issue: Issue; entityRef: string; now: number }) {
  const { issue, entityRef, now } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  const paths = useEntityPaths();
  return (
    <article className={classes.issue}>
      {issue.severity === 'info' ? (
        <KindIcon event={issue} />
      ) : (
        <StatusIcon
          status={isGrave(issue.severity) ? 'unhealthy' : 'degraded'}
        />
      )}
      <h3>
        <Link to={paths.changes(entityRef, issue.id)}>{issue.title}</Link>
      </h3>
      <div className={classes.facts}>
        {issue.status === 'acknowledged' && (
          <span>{t('health.issues.acknowledged')}</span>
        )}
        {issue.environment && <Chip>{issue.environment}</Chip>}
        <span>
          {t('health.issues.since', {
            moment: time.exact(issue.startedAt, now),
            duration: time.since(issue.startedAt, now),
          })}
        </span>
      </div>
      {issue.evidence.length > 0 && (
        <dl className={classes.evidence}>
          {issue.evidence.map((item, index) => (
            // Labels may repeat; the order never changes.
            <EvidenceRow key={index} label={item.label} text={item.text} />
          ))}
        </dl>
      )}
      {issue.links.length > 0 && (
        <div className={classes.links}>
          {issue.links.map(link => (
            <Link key={link.url} to={link.url}>
              {link.title} <Icon name="external" size={12} />
            </Link>
          ))}
        </div>
      )}
    </article>
  );
}

function EvidenceRow(props: { label: string; text: string }) {
  return (
    <>
      <dt>{props.label}</dt>
      <dd>
        <EvidenceText text={props.text} />
      </dd>
    </>
  );
}
