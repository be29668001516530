import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { changesTranslationRef } from '../../translation';

export const EDGE_BUTTON_HEIGHT_PX = 15;

const useStyles = makeStyles({
  root: {
    position: 'absolute',
    height: EDGE_BUTTON_HEIGHT_PX,
    border: '1px solid var(--line2)',
    borderRadius: 9,
    padding: '0 7px',
    background: 'var(--paper)',
    color: 'var(--tx2)',
    font: 'inherit',
    fontSize: 11,
    lineHeight: '13px',
    cursor: 'pointer',
    '&:hover': { color: 'var(--tx)', borderColor: 'var(--ctl)' },
    '&:focus-visible': { outlineOffset: -2, borderRadius: 9 },
  },
  before: { left: 3 },
  after: { right: 3 },
});

/** How many events of a lane lie outside of the view, on one side; leads to the nearest. */
export function EdgeButton(props: {
  side: 'before' | 'after';
  count: number;
  /** Upper edge, in pixels from the top of the lane. */
  top: number;
  service: string;
  onClick: () => void;
}) {
  const { side, count, top, service, onClick } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  return (
    <button
      type="button"
      // The events themselves are reached by the arrow keys: the timeline stays one tab stop.
      tabIndex={-1}
      className={`${classes.root} ${classes[side]}`}
      style={{ top }}
      aria-label={t(`timeline.${side}`, { service, number: String(count) })}
      onPointerDown={event => event.stopPropagation()}
      onClick={onClick}
    >
      {side === 'before' ? `‹ ${count}` : `${count} ›`}
    </button>
  );
}
