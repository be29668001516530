import { useRef, useState } from 'react';
import type { Entity } from '@backstage/catalog-model';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { isFiltered, NO_FILTERS } from '../../model/filters';
import { presetMs } from '../../model/rangePresets';
import { spanOf } from '../../model/TimeRange';
import { changesTranslationRef } from '../../translation';
import { CoverageRow, ErrorState, Panel, RefreshFailure } from '../kit';
import { EventDrawer } from '../drawer/EventDrawer';
import { KeyList } from '../timeline/KeyList';
import { TimelinePanel } from '../timeline/TimelinePanel';
import { CausesPanel } from './CausesPanel';
import { EmptyRange } from './EmptyRange';
import { EventTable } from './EventTable';
import { FilterBar } from './FilterBar';
import { ListAside } from './ListAside';
import { RangeControls } from './RangeControls';
import { TimelineSkeleton } from './TimelineSkeleton';
import { Unbound } from './Unbound';
import { useChangesView, type ChangesViewModel } from './useChangesView';
import { useTabKeys } from './useTabKeys';

const useStyles = makeStyles({
  root: { display: 'grid', gap: 10, minWidth: 0 },
  panels: { display: 'grid', gap: 12, minWidth: 0 },
  // The drawer is a sheet at the foot: what matters least steps aside, so that the incident stays in sight above it.
  withDrawer: {
    '@media (max-width: 1149.95px)': {
      paddingBottom: '56vh',
      '& [data-secondary]': { display: 'none' },
    },
  },
});

/** Everything of the Changes tab: what was watched, what probably caused it, where that lies in time, every event. */
export function ChangesView(props: { entity: Entity; entityRef: string }) {
  const { entity, entityRef } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const tab = useChangesView(entityRef);
  const { state, timeline, actions, now } = tab;
  const [keysShown, setKeysShown] = useState(false);
  const searchRef = useRef<HTMLInputElement>(null);
  const name = entity.metadata.title ?? entity.metadata.name;

  useTabKeys({
    step: actions.stepFocused,
    lane: actions.stepLane,
    open: actions.openSelected,
    close: actions.close,
    zoom: actions.zoom,
    incident: actions.goToIncident,
    suspect: actions.openSuspect,
    search: () => searchRef.current?.focus(),
    help: () => setKeysShown(true),
  });

  return (
    <div
      className={
        tab.openId ? `${classes.root} ${classes.withDrawer}` : classes.root
      }
    >
      <RangeControls tab={tab} />
      <div data-secondary="">
        <FilterBar
          degree={state.degree}
          filters={state.filters}
          facets={tab.facets}
          searchRef={searchRef}
          onDegree={degree => actions.update({ degree })}
          onFilters={filters => actions.update({ filters })}
        />
      </div>
      {timeline.answer && (
        <div data-secondary="">
          <CoverageRow
            coverage={timeline.answer.coverage}
            now={Math.min(now, tab.range.to)}
          />
        </div>
      )}
      {timeline.answer && timeline.error && (
        <RefreshFailure
          error={timeline.error}
          answeredAt={timeline.answeredAt ?? now}
          onRetry={timeline.retry}
        />
      )}
      <div className={classes.panels}>
        {!timeline.answer &&
          (timeline.error ? (
            <Panel label={t('timeline.title')}>
              <ErrorState
                error={timeline.error}
                name={name}
                failingSince={timeline.failingSince}
                onRetry={timeline.retry}
              />
            </Panel>
          ) : (
            <TimelineSkeleton entity={entity} />
          ))}
        <Causes tab={tab} name={name} />
        <Events
          tab={tab}
          entityRef={entityRef}
          name={name}
          onKeys={() => setKeysShown(true)}
        />
      </div>
      {tab.openId && (
        <EventDrawer
          id={tab.openId}
          model={tab.model}
          suspects={tab.suspects.answer}
          titles={tab.titles}
          now={now}
          href={tab.href}
          onClose={actions.close}
          onPrevious={() => actions.step('previous')}
          onNext={() => actions.step('next')}
          onOpen={actions.openRevealed}
        />
      )}
      <KeyList open={keysShown} onClose={() => setKeysShown(false)} />
    </div>
  );
}

function Causes(props: { tab: ChangesViewModel; name: string }) {
  const { tab, name } = props;
  const { suspects, own } = tab;
  const { t } = useTranslationRef(changesTranslationRef);
  if (!own) return null;
  if (suspects.answer) {
    return (
      <CausesPanel
        suspects={suspects.answer}
        health={own.lane.health}
        now={tab.now}
        illUntil={tab.illUntil}
        selected={tab.openId}
        onOpen={tab.actions.openRevealed}
      />
    );
  }
  return suspects.error ? (
    <Panel label={t('changesTab.causes.label')}>
      <ErrorState
        error={suspects.error}
        name={name}
        title={t('changesTab.causes.failed')}
        onRetry={suspects.retry}
      />
    </Panel>
  ) : null;
}

/** Timeline and table, or what is to be said where there is no event. */
function Events(props: {
  tab: ChangesViewModel;
  entityRef: string;
  name: string;
  onKeys: () => void;
}) {
  const { tab, entityRef, name, onKeys } = props;
  const { state, timeline, wide, model, actions } = tab;
  const listRef = useRef<HTMLDivElement>(null);
  if (!wide || !model || !timeline.answer) return null;
  const { coverage, lanesLeftOut = 0, withheld } = timeline.answer;
  const isEmpty =
    model.events.length === 0 && model.lanes.every(({ lane }) => lane.complete);
  if (isEmpty) {
    const canWiden = spanOf(tab.range) < presetMs('7d');
    return (
      <EmptyRange
        entityRef={entityRef}
        name={name}
        degree={state.degree}
        rangeMs={spanOf(tab.range)}
        filtered={isFiltered(state.filters) ? 'yes' : 'no'}
        coverage={coverage}
        onWeek={
          canWiden
            ? () =>
                actions.update({
                  range: { mode: 'live', preset: '7d' },
                  zoom: undefined,
                })
            : undefined
        }
        onClearFilters={() => actions.update({ filters: NO_FILTERS })}
        onRetry={timeline.retry}
      />
    );
  }
  const own = tab.own;
  const isMute =
    own?.lane.health.status === 'unknown' &&
    own.changes.length + own.issues.length === 0 &&
    !isFiltered(state.filters);
  return (
    <>
      {isMute && <Unbound entityRef={entityRef} onRetry={timeline.retry} />}
      <TimelinePanel
        wide={wide}
        model={model}
        groups={tab.groups}
        folded={tab.folded}
        quietShown={tab.quietShown}
        titles={tab.titles}
        withheld={withheld}
        leftOut={lanesLeftOut}
        full={tab.full}
        view={tab.view}
        now={tab.now}
        ranks={tab.ranks}
        ill={tab.ill}
        hovered={tab.hovered}
        selected={tab.selected}
        focusRequest={tab.focusRequest}
        onView={actions.onView}
        onDrag={actions.drag}
        onHover={actions.hover}
        onOpen={actions.open}
        onList={(lane, range) => {
          actions.listOnly(lane, range);
          listRef.current?.scrollIntoView({ block: 'start' });
        }}
        onFold={actions.fold}
        onQuiet={actions.showQuiet}
        onKeys={onKeys}
      />
      <div ref={listRef}>
        <EventTable
          rows={tab.list.rows}
          now={tab.now}
          ranks={tab.ranks}
          hovered={tab.hovered}
          selected={tab.selected}
          onHover={actions.hover}
          onOpen={actions.open}
          onMore={tab.list.more}
          aside={<ListAside tab={tab} />}
        />
      </div>
    </>
  );
}
