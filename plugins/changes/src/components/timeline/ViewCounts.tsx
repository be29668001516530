import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { sameRange, type TimeRange } from '../../model/TimeRange';
import type { TimelineModel } from '../../model/timelineModel';
import { viewCounts } from '../../model/viewCounts';
import { changesTranslationRef } from '../../translation';

/** "10 changes in view · 2 alerts · 2 health issues" */
export function ViewCounts(props: {
  model: TimelineModel;
  view: TimeRange;
  full: TimeRange;
  now: number;
}) {
  const { model, view, full, now } = props;
  const { t } = useTranslationRef(changesTranslationRef);
  const { changes, alerts, issues, folded } = viewCounts(model, view, now);
  const key = sameRange(view, full)
    ? 'timeline.changes'
    : 'timeline.changesInView';
  return (
    <span>
      {[
        t(key, { count: changes }),
        folded ? t('timeline.foldedIntoCounts') : '',
        alerts > 0 ? t('timeline.alerts', { count: alerts }) : '',
        issues > 0 ? t('timeline.issues', { count: issues }) : '',
      ]
        .filter(Boolean)
        .join(' · ')}
    </span>
  );
}
