import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';
import { Button, EmptyState } from '../kit';
import { ExplorerFilters, isNarrowed } from './explorerFilters';

/** Says whether there is nothing at all, or nothing that the search and filters leave. */
export function NoServices(props: {
  filters: ExplorerFilters;
  onClear: () => void;
}) {
  const { t } = useTranslationRef(changesTranslationRef);
  if (!isNarrowed(props.filters)) {
    return (
      <EmptyState title={t('explorer.empty.title')}>
        <p>{t('explorer.empty.text')}</p>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={t('explorer.empty.noMatch')}
      actions={
        <Button size="small" onClick={props.onClear}>
          {t('explorer.empty.clear')}
        </Button>
      }
    >
      <p>{t('explorer.empty.noMatchText')}</p>
    </EmptyState>
  );
}
