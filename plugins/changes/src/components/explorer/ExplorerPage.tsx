import { Content, Header, Page } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';
import { ExplorerRoutes } from './ExplorerRoutes';

/** The explorer with the page's shell, which the old frontend system leaves to the plugin. */
export function ExplorerPage() {
  const { t } = useTranslationRef(changesTranslationRef);
  return (
    <Page themeId="tool">
      <Header title={t('explorer.title')} />
      <Content>
        <ExplorerRoutes />
      </Content>
    </Page>
  );
}
