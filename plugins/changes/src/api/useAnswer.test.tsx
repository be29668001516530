import type { ReactNode } from 'react';
import { act, renderHook, waitFor } from '@testing-library/react';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { TestApiProvider } from '@backstage/test-utils';
import { useAnswer } from './useAnswer';

interface Attempt {
  signal: AbortSignal;
  answer: (text: string) => Promise<void>;
  fail: (error: Error) => Promise<void>;
}

function setUp(options: { signals?: 'available' } = {}) {
  const attempts: Attempt[] = [];
  const listeners = new Map<string, () => void>();
  const ask = (signal: AbortSignal) =>
    new Promise<string>((resolve, reject) => {
      attempts.push({
        signal,
        answer: text => act(async () => resolve(text)),
        fail: error => act(async () => reject(error)),
      });
    });
  const signals = {
    subscribe: (channel: string, onMessage: (message: never) => void) => {
      listeners.set(channel, () => onMessage({} as never));
      return { unsubscribe: () => listeners.delete(channel) };
    },
  };
  const wrapper = (props: { children: ReactNode }) =>
    options.signals ? (
      <TestApiProvider apis={[[signalApiRef, signals]]}>
        {props.children}
      </TestApiProvider>
    ) : (
      <TestApiProvider apis={[]}>{props.children}</TestApiProvider>
    );
  const hook = renderHook(
    (question: { question: string | undefined; about: string }) =>
      useAnswer({ ...question, ask, channelOf: () => 'channel' }),
    { wrapper, initialProps: { question: 'a', about: 'x' } as never },
  );
  const signal = () => act(async () => listeners.get('channel')?.());
  return { ...hook, attempts, signal, listeners };
}

describe('useAnswer', () => {
  afterEach(() => jest.useRealTimers());

  it('keeps the previous answer while the next question about the same is open', async () => {
    const { result, rerender, attempts } = setUp();
    await attempts[0].answer('one');
    rerender({ question: 'b', about: 'x' });
    expect(result.current).toMatchObject({ answer: 'one', asking: true });
    await attempts[1].answer('two');
    expect(result.current).toMatchObject({ answer: 'two', asking: false });
  });

  it('forgets the answer when the question is about something else', async () => {
    const { result, rerender, attempts } = setUp();
    await attempts[0].answer('one');
    rerender({ question: 'b', about: 'y' });
    expect(result.current.answer).toBeUndefined();
  });

  it('aborts a question that is no longer wanted and ignores its answer', async () => {
    const { result, rerender, attempts } = setUp();
    rerender({ question: 'b', about: 'x' });
    expect(attempts[0].signal.aborted).toBe(true);
    await attempts[0].answer('late');
    expect(result.current.answer).toBeUndefined();
    await attempts[1].answer('two');
    expect(result.current.answer).toBe('two');
  });

  it('keeps the answer and the first moment of failing until an attempt succeeds', async () => {
    const { result, attempts } = setUp();
    await attempts[0].answer('one');
    act(() => result.current.retry());
    await attempts[1].fail(new Error('away'));
    const { failingSince } = result.current;
    expect(result.current).toMatchObject({
      answer: 'one',
      error: { message: 'away' },
    });
    act(() => result.current.retry());
    await attempts[2].fail(new Error('still away'));
    expect(result.current.failingSince).toBe(failingSince);
    act(() => result.current.retry());
    await attempts[3].answer('two');
    expect(result.current).toMatchObject({ answer: 'two' });
    expect(result.current.error).toBeUndefined();
  });

  it('asks again on a signal of the answer’s channel', async () => {
    const { result, attempts, signal } = setUp({ signals: 'available' });
    await attempts[0].answer('one');
    await signal();
    await waitFor(() => expect(attempts).toHaveLength(2));
    await attempts[1].answer('two');
    expect(result.current.answer).toBe('two');
  });

  it('lets an attempt finish however many signals come, and asks once more after it', async () => {
    const { result, attempts, signal } = setUp({ signals: 'available' });
    await attempts[0].answer('one');
    await signal();
    await signal();
    await signal();
    expect(attempts).toHaveLength(2);
    expect(attempts[1].signal.aborted).toBe(false);
    await attempts[1].answer('two');
    expect(result.current.answer).toBe('two');
    expect(attempts).toHaveLength(3);
  });

  it('asks every 5 seconds at first and then every 15 where there are no signals', async () => {
    jest.useFakeTimers();
    const { attempts } = setUp();
    for (const seconds of [5, 5, 5, 5, 15, 15]) {
      const before = attempts.length;
      await attempts[before - 1].answer('one');
      act(() => jest.advanceTimersByTime(seconds * 1000 - 1));
      expect(attempts).toHaveLength(before);
      act(() => jest.advanceTimersByTime(1));
      expect(attempts).toHaveLength(before + 1);
    }
  });

  it('asks nothing without a question', () => {
    const { result, rerender, attempts } = setUp();
    rerender({ question: undefined, about: 'x' });
    expect(attempts).toHaveLength(1);
    expect(attempts[0].signal.aborted).toBe(true);
    expect(result.current).toMatchObject({ asking: false });
  });
});
