import type { EventDraft } from './eventColumns';
import { valueOf } from './eventColumns';
import { insertRows } from './insertRows';
import type { Queryable } from './Sql';

/** Most kinds that alerts of one source can have. */
export const ALERT_KINDS_MAX = 200;
/** The kind of alerts beyond them. */
export const OTHER_ALERT_KIND = 'other';

/**
 * Keeps the kinds of a source's alerts few: each is a word that is never forgotten and a choice in a filter, and a sender may put anything
 * into it, such as a request's id.
 */
export class AlertKinds {
  static create(): AlertKinds {
    return new AlertKinds();
  }

  private constructor() {}

  /** The drafts, those of a kind too many as `other`. */
  async admit(
    tx: Queryable,
    source: string,
    drafts: readonly EventDraft[],
  ): Promise<EventDraft[]> {
    const wanted = new Set(drafts.flatMap(draft => kindOf(draft) ?? []));
    if (wanted.size === 0) return [...drafts];
    const rows = await tx.all<{ kind: string }>(
      'select kind from alert_kind where source = ?',
      [source],
    );
    const known = new Set(rows.map(({ kind }) => kind));
    const fresh = [...wanted]
      .filter(kind => !known.has(kind))
      .slice(0, Math.max(ALERT_KINDS_MAX - known.size, 0));
    await insertRows(
      tx,
      'alert_kind',
      ['source', 'kind'],
      fresh.sort().map(kind => [source, kind]),
      'on conflict (source, kind) do nothing',
    );
    fresh.forEach(kind => known.add(kind));
    return drafts.map(draft => {
      const kind = kindOf(draft);
      return kind === undefined || known.has(kind) ? draft : asOther(draft);
    });
  }
}

function kindOf({ state }: EventDraft): string | undefined {
  return valueOf(state, 'type') === 'alert'
    ? valueOf(state, 'kind')
    : undefined;
}

function asOther(draft: EventDraft): EventDraft {
  const { state } = draft;
  const { kind } = state.fields;
  return {
    ...draft,
    state: {
      ...state,
      fields: {
        ...state.fields,
        kind: kind && { stamp: kind.stamp, value: OTHER_ALERT_KIND },
      },
    },
  };
}
