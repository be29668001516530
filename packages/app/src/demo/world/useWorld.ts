import { useCallback, useEffect, useMemo, useReducer, useRef } from 'react';
import {
  discoveryApiRef,
  fetchApiRef,
  useApi,
} from '@backstage/frontend-plugin-api';
import { WorldClient, WorldRefusal } from './WorldClient';
import { FIRST_VIEW, WorldView, reduceWorld } from './worldView';

const POLL_MS = 5000;
/** While something is under way that a person waits for. */
const POLL_BUSY_MS = 1500;

export interface World {
  view: WorldView;
  startIncident(id: string): void;
  restartPortal(): void;
}

/** Asks after the world every few seconds while the page is in sight, and sets things off in it. */
export function useWorld(): World {
  const discoveryApi = useApi(discoveryApiRef);
  const fetchApi = useApi(fetchApiRef);
  const client = useMemo(
    () => WorldClient.create({ discoveryApi, fetchApi }),
    [discoveryApi, fetchApi],
  );
  const [view, dispatch] = useReducer(reduceWorld, FIRST_VIEW);
  const attempt = useRef<AbortController>();

  const ask = useCallback(async () => {
    attempt.current?.abort();
    const controller = new AbortController();
    attempt.current = controller;
    try {
      const world = await client.state(controller.signal);
      if (!controller.signal.aborted) dispatch({ type: 'answered', world });
    } catch {
      if (!controller.signal.aborted) dispatch({ type: 'failed' });
    }
  }, [client]);

  useEffect(() => {
    void ask();
    const onVisible = () => {
      if (document.visibilityState === 'visible') void ask();
    };
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      document.removeEventListener('visibilitychange', onVisible);
      attempt.current?.abort();
    };
  }, [ask]);

  const interval = isBusy(view) ? POLL_BUSY_MS : POLL_MS;
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState !== 'hidden') void ask();
    }, interval);
    return () => clearInterval(timer);
  }, [ask, interval]);

  const act = useCallback(
    async (action: Promise<void>, id?: string) => {
      try {
        await action;
        await ask();
      } catch (error) {
        const said = error instanceof WorldRefusal ? error.message : undefined;
        dispatch({ type: 'refused', id, said });
      }
    },
    [ask],
  );

  return {
    view,
    startIncident: id => {
      dispatch({ type: 'incident-asked', id });
      void act(client.startIncident(id), id);
    },
    restartPortal: () => {
      dispatch({ type: 'restart-asked' });
      void act(client.restartPortal());
    },
  };
}

function isBusy({ asked, contact, restart, world }: WorldView): boolean {
  return (
    contact !== 'answers' ||
    restart === 'asked' ||
    restart === 'away' ||
    asked.size > 0 ||
    world?.phase !== 'living' ||
    world.incidents.some(
      ({ phase }) => phase === 'running' || phase === 'recovering',
    )
  );
}
