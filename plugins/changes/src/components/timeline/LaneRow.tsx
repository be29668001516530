import { memo } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { LaneHeader } from './LaneHeader';
import { LanePlot, type LanePlotProps } from './LanePlot';

const useStyles = makeStyles({
  root: { display: 'grid', borderBottom: '1px solid var(--line)' },
  selected: { background: 'var(--sel)' },
});

/** A service: its name on the left, its time on the right. */
export const LaneRow = memo(function LaneRowInner(
  props: LanePlotProps & {
    titles: ReadonlyMap<string, string>;
    headerWidth: number;
  },
) {
  const { titles, headerWidth, ...plot } = props;
  const classes = useStyles();
  const selected = plot.selected ? 'yes' : 'no';
  return (
    <div
      className={
        selected === 'yes'
          ? `${classes.root} ${classes.selected}`
          : classes.root
      }
      style={{ gridTemplateColumns: `${headerWidth}px minmax(0, 1fr)` }}
    >
      <LaneHeader
        lane={plot.layout.lane.lane}
        titles={titles}
        now={plot.now}
        selected={selected}
      />
      <LanePlot {...plot} />
    </div>
  );
});
