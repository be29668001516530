import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router-dom';
import { Explorer } from './Explorer';
import { SOURCES_PATH } from './SourcesLink';

const SourcesView = lazy(() =>
  import('../sources/SourcesView').then(m => ({ default: m.SourcesView })),
);

/** The explorer, and below it the page for who operates Ripple. */
export function ExplorerRoutes() {
  return (
    <Routes>
      <Route
        path={SOURCES_PATH}
        element={
          <Suspense fallback={null}>
            <SourcesView />
          </Suspense>
        }
      />
      <Route path="*" element={<Explorer />} />
    </Routes>
  );
}
