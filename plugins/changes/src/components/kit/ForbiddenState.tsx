import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';
import { Notice } from './Notice';

/** Names the permission that the reader lacks, and who gives it. */
export function ForbiddenState(props: { name: string; permission: string }) {
  const { t } = useTranslationRef(changesTranslationRef);
  return (
    <Notice icon="withheld" color="var(--unk)" title={t('forbidden.title')}>
      <p>
        {t('forbidden.text', {
          permission: <code>{props.permission}</code>,
          name: props.name,
        })}
      </p>
    </Notice>
  );
}
