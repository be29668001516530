import { shiftedRange } from '../../model/rangePresets';
import { RangeBar } from './RangeBar';
import type { ChangesViewModel } from './useChangesView';
import type { RangeChoice } from './useTabState';

/** The range row, and what its buttons do: another range is looked at whole, and without an incident. */
export function RangeControls(props: { tab: ChangesViewModel }) {
  const { state, range, live, now, hasIncidents, actions } = props.tab;
  const choose = (choice: RangeChoice) =>
    actions.update({ range: choice, zoom: undefined, incident: undefined });
  return (
    <RangeBar
      range={range}
      preset={state.range.mode === 'live' ? state.range.preset : undefined}
      live={live}
      now={now}
      hasIncidents={hasIncidents ? 'yes' : 'no'}
      onPreset={preset => choose({ mode: 'live', preset })}
      onRange={fixed => choose({ mode: 'fixed', range: fixed })}
      onShift={direction =>
        choose({ mode: 'fixed', range: shiftedRange(range, direction, now) })
      }
      onIncident={actions.goToIncident}
      onLive={() => choose({ mode: 'live', preset: '24h' })}
    />
  );
}
