import { isForThisMachine } from './localHost.ts';

const asks = (host?: string) =>
  isForThisMachine({ headers: { host } } as never);

it('knows what was meant for this machine by the name that was asked for', () => {
  for (const host of ['localhost:7007', '127.0.0.1', '[::1]:80']) {
    expect(asks(host)).toBe(true);
  }
  for (const host of ['rebound.example', '127.0.0.1.example:80', undefined]) {
    expect(asks(host)).toBe(false);
  }
});
