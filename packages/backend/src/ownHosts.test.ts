import { mockServices } from '@backstage/backend-test-utils';
import { ownHosts } from './ownHosts';

function answered(host: string | undefined, listen: string) {
  const answer = ownHosts(
    mockServices.rootConfig({
      data: {
        app: { baseUrl: 'http://ripple.internal:7007' },
        backend: { listen: { host: listen, port: 7007 } },
      },
    }),
  );
  const end = jest.fn();
  const next = jest.fn();
  const response = { writeHead: jest.fn(() => ({ end })) };
  answer({ headers: { host } } as never, response as never, next);
  if (next.mock.calls.length > 0) return 'answered';
  return response.writeHead.mock.lastCall?.at(0 as never);
}

describe('ownHosts', () => {
  it.each(['localhost:7007', '127.0.0.1', '[::1]:7007', 'ripple.internal'])(
    'answers to %s',
    host => expect(answered(host, '127.0.0.1')).toBe('answered'),
  );

  it.each(['rebound.example:7007', '127.0.0.1.example', '', undefined])(
    'refuses the name %s of a portal on the loopback',
    host => expect(answered(host, '127.0.0.1')).toBe(421),
  );

  it('leaves a portal that others can reach to its proxy', () => {
    expect(answered('anything.example', '0.0.0.0')).toBe('answered');
  });
});
