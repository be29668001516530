import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { makeStyles } from '@material-ui/core/styles';
import {
  parseKubernetesSubject,
  type Sources,
} from '@ripplehq/backstage-plugin-changes-common';
import { visibleControls } from '../../model/visibleControls';
import { changesTranslationRef } from '../../translation';
import { CopyButton, Panel, useTimeFormat } from '../kit';
import { useTableStyles } from './useTableStyles';

const useStyles = makeStyles({
  sub: { color: 'var(--tx2)', display: 'block' },
  object: { overflowWrap: 'anywhere' },
  rule: {
    margin: '0 0 6px',
    fontSize: 11.5,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
});

/** Objects that change without end, each with the rule that would ignore it. */
export function NoisyPanel(props: {
  sources: Sources['sources'];
  now: number;
}) {
  const { sources, now } = props;
  const classes = useStyles();
  const table = useTableStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  const subjects = sources
    .flatMap(({ noise }) => noise?.subjects ?? [])
    .sort((a, b) => b.changes - a.changes);
  if (subjects.length === 0) return null;
  return (
    <Panel
      title={t('sources.noisy.title')}
      aside={<span>{t('sources.noisy.aside')}</span>}
    >
      <div className={table.scroll}>
        <table className={table.table}>
          <thead>
            <tr>
              <th>{t('sources.noisy.object')}</th>
              <th className={table.number}>{t('sources.noisy.changes')}</th>
              <th className={table.number}>{t('sources.noisy.perMinute')}</th>
              <th>{t('sources.noisy.when')}</th>
              <th>{t('sources.noisy.manager')}</th>
              <th>{t('sources.noisy.ignore')}</th>
            </tr>
          </thead>
          <tbody>
            {subjects.map(noisy => (
              <tr key={noisy.subject}>
                <td className={classes.object}>
                  <Subject subject={noisy.subject} />
                </td>
                <td className={table.number}>
                  {noisy.changes.toLocaleString(t('time.locale'))}
                </td>
                <td className={table.number}>
                  {noisy.perMinute.toLocaleString(t('time.locale'), {
                    maximumFractionDigits: 1,
                  })}
                </td>
                <td>
                  {time.short(noisy.firstAt, now)} –{' '}
                  {time.short(noisy.lastAt, now)}
                  <span className={classes.sub}>
                    {time.ago(noisy.lastAt, now)}
                  </span>
                </td>
                <td className={classes.object}>
                  {noisy.manager ? visibleControls(noisy.manager) : '–'}
                </td>
                <td>
                  <pre className={classes.rule}>{noisy.ignore}</pre>
                  <CopyButton size="small" text={noisy.ignore}>
                    {t('sources.noisy.copy')}
                  </CopyButton>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Subject(props: { subject: string }) {
  const classes = useStyles();
  const object = parseKubernetesSubject(props.subject);
  if (!object) return <>{visibleControls(props.subject)}</>;
  return (
    <>
      <b>
        {object.kind} {object.name}
      </b>
      <span className={classes.sub}>
        {[object.cluster, object.namespace].filter(Boolean).join(' · ')}
      </span>
    </>
  );
}
