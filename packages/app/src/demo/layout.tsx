import { lazy, ReactNode, Suspense } from 'react';
import { SidebarPage } from '@backstage/core-components';
import {
  configApiRef,
  coreExtensionData,
  createExtension,
  createExtensionInput,
  useApi,
} from '@backstage/frontend-plugin-api';
import { isDemo } from './demoUsers';

// Only the demo loads it.
const DemoFrame = lazy(() => import('./DemoFrame'));

function Framed({ children }: { children: ReactNode }) {
  const config = useApi(configApiRef);
  if (!isDemo(config)) return <>{children}</>;
  return (
    <Suspense fallback={null}>
      <DemoFrame>{children}</DemoFrame>
    </Suspense>
  );
}

/** The layout of every portal; in the demo the pages lie under its banner. */
export const layout = createExtension({
  name: 'layout',
  attachTo: { id: 'app/root', input: 'children' },
  inputs: {
    nav: createExtensionInput([coreExtensionData.reactElement], {
      singleton: true,
    }),
    content: createExtensionInput([coreExtensionData.reactElement], {
      singleton: true,
    }),
  },
  output: [coreExtensionData.reactElement],
  factory: ({ inputs }) => [
    coreExtensionData.reactElement(
      <SidebarPage>
        {inputs.nav.get(coreExtensionData.reactElement)}
        <Framed>{inputs.content.get(coreExtensionData.reactElement)}</Framed>
      </SidebarPage>,
    ),
  ],
});
