import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { textWidth } from '../../model/labels';
import { overlaps } from '../../model/TimeRange';
import type { TimeScale } from '../../model/TimeScale';
import type { TimeTick } from '../../model/timeTicks';
import { changesTranslationRef } from '../../translation';
import { useTimeFormat } from '../kit';

const TEXT_GAP_PX = 14;

const useStyles = makeStyles({
  root: { display: 'block', '& text': { fontSize: 11, fill: 'var(--tx2)' } },
  day: { '&&': { fill: 'var(--tx)', fontWeight: 700 } },
  onset: { '&&': { fill: 'var(--bad)', fontWeight: 700 } },
});

interface AxisText {
  x: number;
  text: string;
  className?: string;
  anchor: 'start' | 'middle' | 'end';
}

/** The hours above the lanes; the onset and now go before round hours. */
export function Axis(props: {
  scale: TimeScale;
  ticks: readonly TimeTick[];
  now: number;
  onset?: number;
}) {
  const { scale, ticks, now, onset } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  const wishes: AxisText[] = [];
  if (overlaps(scale.range, now)) {
    wishes.push({
      x: Math.min(scale.x(now) + 4, scale.width - 4),
      text: t('timeline.now', { clock: time.pattern(now, 'HH:mm') }),
      className: classes.day,
      anchor: 'end',
    });
  }
  if (onset !== undefined && overlaps(scale.range, onset)) {
    wishes.push({
      x: scale.x(onset),
      text: t('timeline.began', { clock: time.pattern(onset, 'HH:mm') }),
      className: classes.onset,
      anchor: 'middle',
    });
  }
  for (const tick of ticks) {
    wishes.push({
      x: scale.x(tick.at),
      text: time.pattern(tick.at, tick.day ? 'ccc d LLL' : 'HH:mm'),
      className: tick.day ? classes.day : undefined,
      anchor: 'middle',
    });
  }
  return (
    <svg className={classes.root} width={scale.width} height={24} aria-hidden>
      {placed(wishes, scale.width).map(item => (
        <text
          key={`${item.text}${item.x}`}
          x={item.x}
          y={16}
          textAnchor={item.anchor}
          className={item.className}
        >
          {item.text}
        </text>
      ))}
    </svg>
  );
}

function placed(wishes: AxisText[], width: number): AxisText[] {
  const taken: { from: number; to: number }[] = [];
  return wishes.filter(({ x, text, anchor }) => {
    const length = textWidth(text);
    const from = anchor === 'end' ? x - length : x - length / 2;
    const fits =
      from >= 0 &&
      from + length <= width &&
      taken.every(
        other =>
          from > other.to + TEXT_GAP_PX ||
          from + length < other.from - TEXT_GAP_PX,
      );
    if (fits) taken.push({ from, to: from + length });
    return fits;
  });
}
