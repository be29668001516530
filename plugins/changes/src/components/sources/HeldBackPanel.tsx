import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Sources } from '@ripplehq/backstage-plugin-changes-common';
import { changesTranslationRef } from '../../translation';
import { Panel, useTimeFormat } from '../kit';
import { useTableStyles } from './useTableStyles';

/** What each rule against noise swallowed, over all sources. */
export function HeldBackPanel(props: {
  sources: Sources['sources'];
  now: number;
}) {
  const { sources, now } = props;
  const table = useTableStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  const noises = sources.flatMap(({ noise }) => noise ?? []);
  const rules = new Map<
    string,
    { id: string; reason: string; count: number }
  >();
  for (const rule of noises.flatMap(noise => noise.rules)) {
    const count = rule.count + (rules.get(rule.id)?.count ?? 0);
    rules.set(rule.id, { ...rule, count });
  }
  if (rules.size === 0) return null;
  const since = noises.map(noise => noise.since).sort()[0];
  return (
    <Panel
      title={t('sources.rules.title')}
      aside={
        <span>
          {t('sources.rules.aside', { moment: time.moment(since, now) })}
        </span>
      }
    >
      <div className={table.scroll}>
        <table className={table.table}>
          <thead>
            <tr>
              <th>{t('sources.rules.rule')}</th>
              <th>{t('sources.rules.reason')}</th>
              <th className={table.number}>{t('sources.rules.count')}</th>
            </tr>
          </thead>
          <tbody>
            {[...rules.values()]
              .sort((a, b) => b.count - a.count)
              .map(rule => (
                <tr key={rule.id}>
                  <td>
                    <code>{rule.id}</code>
                  </td>
                  <td>{rule.reason}</td>
                  <td className={table.number}>
                    {rule.count.toLocaleString(t('time.locale'))}
                  </td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
