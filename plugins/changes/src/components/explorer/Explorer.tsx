import { useEffect, useRef, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router-dom';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';
import { useServices } from '../../api';
import {
  CoverageRow,
  ErrorState,
  Panel,
  RefreshFailure,
  RippleRoot,
  ZoneSwitch,
  useEntityPaths,
  useNow,
} from '../kit';
import { ExplorerFoot } from './ExplorerFoot';
import { ExplorerSkeleton } from './ExplorerSkeleton';
import { FilterRow } from './FilterRow';
import { NoServices } from './NoServices';
import { ServiceTable } from './ServiceTable';
import { SourcesLink } from './SourcesLink';
import { Tiles } from './Tiles';
import {
  ExplorerFilters,
  formatExplorerFilters,
  parseExplorerFilters,
  servicesQuery,
} from './explorerFilters';
import { inTableOrder } from './serviceGroups';
import { useExplorerKeys } from './useExplorerKeys';
import { useOwnRefs } from './useOwnRefs';

const useStyles = makeStyles({
  root: { display: 'grid', gap: 12, gridTemplateColumns: 'minmax(0, 1fr)' },
});

/** All services that the reader may see, the unhealthy first, each with its likely cause. */
export function Explorer() {
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const navigate = useNavigate();
  const paths = useEntityPaths();
  const now = useNow();
  const ownRefs = useOwnRefs();
  const [search, setSearch] = useSearchParams();
  const [pages, setPages] = useState(1);
  const [current, setCurrent] = useState<string>();
  const searchRef = useRef<HTMLInputElement>(null);

  const filters = parseExplorerFilters(search);
  const narrow = (change: Partial<ExplorerFilters>) => {
    setPages(1);
    setSearch(formatExplorerFilters({ ...filters, ...change }, search), {
      replace: true,
    });
  };
  const { answer, answeredAt, error, failingSince, retry } = useServices(
    filters.mine && !ownRefs
      ? undefined
      : servicesQuery(filters, ownRefs ?? []),
    pages,
  );
  const services = answer ? inTableOrder(answer.services) : [];

  useExplorerKeys({
    move: step => {
      const at = services.findIndex(row => row.entityRef === current);
      const to = Math.min(services.length - 1, Math.max(0, at + step));
      setCurrent(services[to]?.entityRef);
    },
    openChanges: () => current && navigate(paths.changes(current)),
    openHealth: () => current && navigate(paths.health(current)),
    toggleMine: () => narrow({ mine: !filters.mine }),
    search: () => searchRef.current?.focus(),
  });

  return (
    <RippleRoot className={classes.root}>
      <Tiles
        answer={answer}
        chosen={filters.health}
        onChoose={health => narrow({ health })}
      />
      <FilterRow
        filters={filters}
        facets={answer?.facets}
        ownRefs={ownRefs ?? []}
        searchRef={searchRef}
        onChange={narrow}
      />
      {answer && (
        <CoverageRow coverage={answer.coverage} now={now}>
          <ZoneSwitch />
          <SourcesLink />
        </CoverageRow>
      )}
      {answer && error && (
        <RefreshFailure
          error={error}
          answeredAt={answeredAt!}
          onRetry={retry}
        />
      )}
      <Panel label={t('explorer.title')}>
        {!answer && !error && <ExplorerSkeleton />}
        {!answer && error && (
          <ErrorState
            error={error}
            title={t('explorer.error')}
            name={t('explorer.subject')}
            failingSince={failingSince}
            onRetry={retry}
          />
        )}
        {answer && services.length === 0 && (
          <NoServices
            filters={filters}
            onClear={() => setSearch({}, { replace: true })}
          />
        )}
        {answer && services.length > 0 && (
          <>
            <ServiceTable
              services={services}
              totals={answer.totals}
              current={current}
              onCurrent={setCurrent}
              now={now}
            />
            <ExplorerFoot answer={answer} />
            {answer.nextCursor && (
              <MoreWhenInSight
                key={services.length}
                onInSight={() => setPages(pages + 1)}
              />
            )}
          </>
        )}
      </Panel>
    </RippleRoot>
  );
}

/** Calls back once when the end of the list comes near. */
function MoreWhenInSight(props: { onInSight: () => void }) {
  const ref = useRef<HTMLDivElement>(null);
  const callback = useRef(props.onInSight);
  callback.current = props.onInSight;
  useEffect(() => {
    const observer = new IntersectionObserver(
      entries => {
        if (!entries.some(entry => entry.isIntersecting)) return;
        observer.disconnect();
        callback.current();
      },
      { rootMargin: '800px' },
    );
    observer.observe(ref.current!);
    return () => observer.disconnect();
  }, []);
  return <div ref={ref} />;
}
