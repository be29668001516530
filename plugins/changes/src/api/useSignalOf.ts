import { useEffect, useRef, useState } from 'react';
import { useApiHolder } from '@backstage/core-plugin-api';
import { signalApiRef } from '@backstage/plugin-signals-react';

/** Calls back on every signal of a channel; says whether signals are known to arrive. */
export function useSignalOf(
  channel: string | undefined,
  onSignal: () => void,
): { listening: boolean } {
  // useSignal of plugin-signals-react cannot wait for a channel that is only known with the first answer.
  const signals = useApiHolder().get(signalApiRef);
  const callback = useRef(onSignal);
  callback.current = onSignal;
  // The first connection after a portal's start, or a proxy without WebSockets, takes subscriptions and tells nothing.
  const [heard, setHeard] = useState<string>();
  useEffect(() => {
    if (!signals || !channel) return undefined;
    const subscription = signals.subscribe(channel, () => {
      setHeard(channel);
      callback.current();
    });
    return () => subscription.unsubscribe();
  }, [signals, channel]);
  return { listening: channel !== undefined && heard === channel };
}
