import { useEntity } from '@backstage/plugin-catalog-react';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { useEntityHealth } from '../../api';
import { changesTranslationRef } from '../../translation';
import { NothingBound, Panel, isNothingBound } from '../kit';

/** Where only what is upstream has events, because the service itself is bound to nothing: the annotation that would bind it. */
export function Unbound(props: { entityRef: string; onRetry: () => void }) {
  const { entityRef, onRetry } = props;
  const { entity } = useEntity();
  const { t } = useTranslationRef(changesTranslationRef);
  const health = useEntityHealth(entityRef);
  if (!health.answer || !isNothingBound(entity, health.answer)) return null;
  return (
    <Panel label={t('changesTab.unbound')}>
      <NothingBound entity={entity} health={health.answer} onRetry={onRetry} />
    </Panel>
  );
}
