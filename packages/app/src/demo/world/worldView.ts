import type { WorldState } from './WorldState';

/** What is known here of the world. */
export interface WorldView {
  /** Its last answer, kept while it is away. */
  world?: WorldState;
  contact: 'first' | 'answers' | 'away';
  /**
   * `asked`: the backend is told to restart and answers still; `away`: it is
   * away; `back`: it was away and answers again.
   */
  restart: 'none' | 'asked' | 'away' | 'back';
  /** Incidents that were set off here and do not run yet. */
  asked: ReadonlySet<string>;
  /** Why the last thing could not be done; the world's own sentence where it said one. */
  problem?: { said?: string };
}

export type WorldAction =
  | { type: 'answered'; world: WorldState }
  | { type: 'failed' }
  | { type: 'incident-asked'; id: string }
  | { type: 'restart-asked' }
  | { type: 'refused'; id?: string; said?: string };

export const FIRST_VIEW: WorldView = {
  contact: 'first',
  restart: 'none',
  asked: new Set(),
};

export function reduceWorld(view: WorldView, action: WorldAction): WorldView {
  switch (action.type) {
    case 'answered':
      return {
        ...view,
        world: action.world,
        contact: 'answers',
        restart: view.restart === 'away' ? 'back' : view.restart,
        asked: new Set(
          [...view.asked].filter(id => isAwaited(id, action.world)),
        ),
      };
    case 'failed':
      return {
        ...view,
        contact: view.world ? 'away' : view.contact,
        restart: view.restart === 'asked' ? 'away' : view.restart,
      };
    case 'incident-asked':
      return {
        ...view,
        problem: undefined,
        restart: view.restart === 'back' ? 'none' : view.restart,
        asked: new Set(view.asked).add(action.id),
      };
    case 'restart-asked':
      return { ...view, problem: undefined, restart: 'asked' };
    default: {
      const asked = new Set(view.asked);
      if (action.id !== undefined) asked.delete(action.id);
      return {
        ...view,
        asked,
        restart: action.id === undefined ? 'none' : view.restart,
        problem: { said: action.said },
      };
    }
  }
}

/** What is still broken is put right first, so that all is quiet for a moment before it begins. */
function isAwaited(id: string, { incidents }: WorldState): boolean {
  const phase = incidents.find(incident => incident.id === id)?.phase;
  return phase === 'recovering' || phase === 'quiet';
}
