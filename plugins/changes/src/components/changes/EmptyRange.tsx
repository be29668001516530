import { useEntity } from '@backstage/plugin-catalog-react';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { CoverageInterval } from '@ripplehq/backstage-plugin-changes-common';
import { useEntityHealth } from '../../api';
import { changesTranslationRef } from '../../translation';
import {
  Button,
  EmptyState,
  NothingBound,
  Panel,
  isNothingBound,
  useTimeFormat,
} from '../kit';

/** Nothing happened in the range: because nothing did, or because the service is bound to nothing that could tell. */
export function EmptyRange(props: {
  entityRef: string;
  name: string;
  degree: number;
  rangeMs: number;
  filtered: 'yes' | 'no';
  coverage: CoverageInterval[];
  onWeek?: () => void;
  onClearFilters: () => void;
  onRetry: () => void;
}) {
  const { entityRef, name, degree, rangeMs, filtered } = props;
  const { entity } = useEntity();
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  const health = useEntityHealth(entityRef);
  if (
    filtered === 'no' &&
    health.answer &&
    isNothingBound(entity, health.answer)
  ) {
    return (
      <Panel label={t('timeline.title')}>
        <NothingBound
          entity={entity}
          health={health.answer}
          onRetry={props.onRetry}
        />
      </Panel>
    );
  }
  return (
    <Panel label={t('timeline.title')}>
      <EmptyState
        title={t('changesTab.empty.title', { range: time.duration(rangeMs) })}
        actions={
          <>
            {filtered === 'yes' && (
              <Button
                size="small"
                look="primary"
                onClick={props.onClearFilters}
              >
                {t('changesTab.clearFilters')}
              </Button>
            )}
            {props.onWeek && (
              <Button size="small" onClick={props.onWeek}>
                {t('changesTab.empty.show7d')}
              </Button>
            )}
          </>
        }
      >
        <p>
          {filtered === 'yes'
            ? t('changesTab.empty.filtered')
            : t('changesTab.empty.text', {
                name,
                hops: t('hops', { count: degree }),
              })}
        </p>
      </EmptyState>
    </Panel>
  );
}
