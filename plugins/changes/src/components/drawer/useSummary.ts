import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type {
  EventDetail,
  Suspects,
} from '@ripplehq/backstage-plugin-changes-common';
import { rankedFieldChanges } from '../../model/fieldChanges';
import { markdownSummary } from '../../model/markdown';
import { suspectRows } from '../../model/suspectRows';
import { changesTranslationRef } from '../../translation';
import { useTimeFormat } from '../kit';
import { usePercent } from '../changes/Percent';

const FIELDS_MAX = 3;
/** With the offset: the reader of a chat may live elsewhere. */
const MOMENT = 'yyyy-MM-dd HH:mm:ss ZZ';

/** An event as Markdown for a chat or a ticket. */
export function useSummary(): (options: {
  event: EventDetail;
  suspects: Suspects | undefined;
  now: number;
  url: string;
}) => string {
  const { t } = useTranslationRef(changesTranslationRef);
  const time = useTimeFormat();
  const percent = usePercent();
  return ({ event, suspects, url }) => {
    const row =
      suspects?.symptom &&
      suspectRows(suspects).rows.find(
        ({ suspect }) => suspect.event.id === event.id,
      );
    const end = event.endedAt === event.startedAt ? undefined : event.endedAt;
    const when = time.pattern(event.startedAt, MOMENT);
    const where = [event.environment, event.cluster, event.namespace];
    return markdownSummary({
      heading: row
        ? t('drawer.summary.suspect', { percent: percent(row.percent) })
        : t(`drawer.summary.${event.type === 'change' ? 'event' : event.type}`),
      title: event.title,
      lines: [
        [
          end
            ? t('changesTab.span', {
                from: when,
                to: time.pattern(end, MOMENT),
              })
            : when,
          [...new Set(where)].filter(Boolean).join('/'),
          t(`outcome.${event.status}`),
        ]
          .filter(Boolean)
          .join(', '),
        ...(event.actor
          ? [t('drawer.summary.by', { name: event.actor.name })]
          : []),
        ...rankedFieldChanges(event.diff)
          .filter(({ change }) => !change.redacted)
          .slice(0, FIELDS_MAX)
          .map(({ change, before, after }) =>
            t('drawer.summary.fields', {
              path: change.path,
              before: before ?? t('drawer.diff.unset'),
              after: after ?? t('drawer.diff.unset'),
            }),
          ),
        ...(row?.suspect.reasons ?? [])
          .filter(reason => reason.weight >= 0)
          .map(reason => reason.text),
      ],
      url,
    });
  };
}
