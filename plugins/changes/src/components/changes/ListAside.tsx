import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';
import { Button, useTimeFormat } from '../kit';
import type { ChangesViewModel } from './useChangesView';

/** How many rows the table has, and what it was narrowed to. */
export function ListAside(props: { tab: ChangesViewModel }) {
  const { listed, list, now, actions } = props.tab;
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  const count = list.rows.filter(row => row.type === 'event').length;
  return (
    <>
      {listed && (
        <>
          <b>
            {t('changesTab.events.narrowed', {
              service: listed.lane.lane.title,
              from: time.exact(listed.range.from, now),
              to: time.exact(listed.range.to, now),
            })}
          </b>
          <Button look="link" onClick={actions.listAll}>
            {t('changesTab.events.widen')}
          </Button>
        </>
      )}
      <span>{t('changesTab.events.number', { count })}</span>
    </>
  );
}
