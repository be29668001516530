import type {
  ChangeEvent,
  ChangeKind,
} from '@ripplehq/backstage-plugin-changes-common';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';

/** The word for what an event is: its kind for changes, else "Alert" or "Health issue". */
export function useKindName(): (
  event: Pick<ChangeEvent, 'type' | 'kind'>,
) => string {
  const { t } = useTranslationRef(changesTranslationRef);
  return event =>
    event.type === 'change'
      ? t(`kind.${event.kind as ChangeKind}`)
      : t(`kind.${event.type}`);
}
