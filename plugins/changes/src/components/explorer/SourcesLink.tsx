import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { usePermission } from '@backstage/plugin-permission-react';
import { changesOperatePermission } from '@ripplehq/backstage-plugin-changes-common';
import { rootRouteRef } from '../../routes';
import { changesTranslationRef } from '../../translation';

/** Below the explorer's address. */
export const SOURCES_PATH = 'sources';

/** Leads to how every source does, for those who may see it. */
export function SourcesLink() {
  const { t } = useTranslationRef(changesTranslationRef);
  const explorer = useRouteRef(rootRouteRef);
  const { allowed } = usePermission({ permission: changesOperatePermission });
  return allowed ? (
    <Link to={`${explorer()}/${SOURCES_PATH}`}>{t('sources.all')}</Link>
  ) : null;
}
