import { useState } from 'react';
import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  CodeAnswer,
  CodeComparison,
} from '@ripplehq/backstage-plugin-changes-common';
import type { Answer } from '../../api';
import { rankedFiles } from '../../model/rankedFiles';
import { visibleControls } from '../../model/visibleControls';
import { changesTranslationRef } from '../../translation';
import {
  Button,
  Icon,
  Loading,
  Skeleton,
  readFailure,
  sourceName,
  useTimeFormat,
} from '../kit';
import { FileDiff } from './FileDiff';
import { Section } from './Section';

const COMMITS_SHOWN = 5;

const useStyles = makeStyles({
  commits: {
    listStyle: 'none',
    margin: '0 0 6px',
    padding: 0,
    fontSize: 12.5,
    '& li': {
      display: 'flex',
      gap: 8,
      padding: '2px 0',
      alignItems: 'baseline',
    },
  },
  cut: {
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    minWidth: 0,
  },
  sub: { color: 'var(--tx2)' },
  right: { marginLeft: 'auto', color: 'var(--tx2)', whiteSpace: 'nowrap' },
  note: { fontSize: 12, color: 'var(--tx2)', margin: '2px 0 6px' },
});

/** The commits, pull requests and files behind a change. */
export function CodeSection(props: { code: Answer<CodeAnswer>; now: number }) {
  const { code, now } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  if (code.error) {
    return (
      <Section title={t('drawer.code.heading')}>
        <p className={classes.note}>
          {t('drawer.code.failed', {
            message: readFailure(code.error).message,
          })}{' '}
          <Button look="link" onClick={code.retry}>
            {t('action.tryAgain')}
          </Button>
        </p>
      </Section>
    );
  }
  if (!code.answer) {
    return (
      <Section title={t('drawer.code.heading')}>
        <Loading what={t('drawer.code.heading')}>
          <Skeleton width="80%" /> <Skeleton width="66%" />
        </Loading>
      </Section>
    );
  }
  if (code.answer.state === 'unknown') {
    return (
      <Section title={t('drawer.code.heading')}>
        <p className={classes.note}>
          {t('drawer.code.unavailable', { reason: code.answer.reason })}
        </p>
      </Section>
    );
  }
  return (
    <Comparison
      comparison={code.answer.comparison}
      how={code.answer.how}
      now={now}
    />
  );
}

function Comparison(props: {
  comparison: CodeComparison;
  how: string;
  now: number;
}) {
  const { comparison, how, now } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  const [all, setAll] = useState(false);
  const provider = sourceName(providerOf(comparison.repository.name));
  const commits = all
    ? comparison.commits
    : comparison.commits.slice(0, COMMITS_SHOWN);
  const rest = comparison.commits.length - commits.length;
  const files = rankedFiles(comparison.files);
  return (
    <Section
      title={t('drawer.code.title', {
        provider,
        commits: t('drawer.code.commits', { count: comparison.commits.length }),
        files: t('drawer.code.files', { count: comparison.files.length }),
      })}
      aside={
        <span title={how}>
          <Link to={comparison.url}>
            {comparison.base
              ? `${short(comparison.base)}…${short(comparison.head)}`
              : short(comparison.head)}{' '}
            <Icon name="external" size={12} />
          </Link>
        </span>
      }
    >
      {comparison.direction === 'backward' && (
        <p className={classes.note}>{t('drawer.code.backward')}</p>
      )}
      <ul className={classes.commits}>
        {commits.map(commit => (
          <li key={commit.sha}>
            <Link to={commit.url}>
              <code className={classes.sub}>{commit.sha.slice(0, 7)}</code>
            </Link>
            <span className={classes.cut} title={visibleControls(commit.title)}>
              {visibleControls(commit.title)}
            </span>
            <span className={classes.right}>
              {visibleControls(commit.author.name)},{' '}
              {time.short(commit.at, now)}
            </span>
          </li>
        ))}
      </ul>
      {rest > 0 && (
        <p className={classes.note}>
          <Button look="link" onClick={() => setAll(true)}>
            {t('drawer.code.showCommits', { count: rest })}
          </Button>
        </p>
      )}
      {comparison.pullRequests.length > 0 && (
        <p className={classes.note}>
          {comparison.pullRequests.map((pull, index) => (
            <span key={pull.number}>
              {index > 0 && ' · '}
              <Link to={pull.url}>
                {t('drawer.code.pull', { number: String(pull.number) })}
              </Link>{' '}
              {visibleControls(pull.title)}
            </span>
          ))}
        </p>
      )}
      {files.map((file, index) => (
        <FileDiff
          key={file.path}
          file={file}
          provider={provider}
          open={index === 0 ? 'yes' : 'no'}
        />
      ))}
      {comparison.truncated && (
        <p className={classes.note}>{t('drawer.code.truncated')}</p>
      )}
    </Section>
  );
}

/** Full hashes are cut, tags stay. */
function short(revision: string): string {
  return /^[0-9a-f]{40}$/.test(revision) ? revision.slice(0, 7) : revision;
}

function providerOf(repository: string): string {
  return /^gitlab\b/.test(repository) ? 'gitlab' : 'github';
}
