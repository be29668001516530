import { MiddlewareFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { mockServices } from '@backstage/backend-test-utils';
import { AuthenticationError, InputError } from '@backstage/errors';
import type { Attribution } from '@ripplehq/backstage-plugin-changes-common';
import type { CommitBatch } from '@ripplehq/backstage-plugin-changes-node';
import express from 'express';
import request from 'supertest';
import { DatabaseGate } from '../router/DatabaseGate';
import { auditRouter } from './auditRouter';

const LIMIT_BYTES = 1_000;

function start(commit: (batch: CommitBatch) => Promise<void>) {
  const clock = { now: 0 };
  const gate = DatabaseGate.create({ problem: () => 'It is being opened' });
  const router = auditRouter({
    receivers: [
      {
        source: 'kubernetes',
        instances: ['prod-eu'],
        limitBytes: LIMIT_BYTES,
        verify: ({ authorization }) => {
          if (authorization !== 'Bearer right') {
            throw new AuthenticationError('The token is not the one');
          }
        },
        read: async raw => {
          const count = Number(raw.toString());
          if (Number.isNaN(count)) throw new InputError('items: is missing');
          return Array.from({ length: count }, () => ({} as Attribution));
        },
      },
    ],
    connect: () => ({ commit }),
    now: () => clock.now,
  });
  const app = express();
  app.use(
    gate.handler,
    MiddlewareFactory.create({
      config: mockServices.rootConfig(),
      logger: mockServices.logger.mock(),
    }).error(),
  );
  const server = app.listen(0);
  return {
    clock,
    open: () => gate.open(router),
    send: (body = '1', path = 'prod-eu', token = 'right') =>
      request(server)
        .post(`/kubernetes/audit/${path}`)
        .set('Authorization', `Bearer ${token}`)
        .send(body),
    get: () => request(server).get('/kubernetes/audit/prod-eu'),
    stop: () => server.close(),
  };
}

describe('auditRouter', () => {
  it('stores what is told, in transactions of a size', async () => {
    const sizes: number[] = [];
    const { open, send, stop } = start(async ({ attributions }) => {
      sizes.push(attributions!.length);
    });
    open();
    const answer = await send('1200');
    expect([answer.status, answer.body]).toEqual([200, { attributions: 1200 }]);
    expect(sizes).toEqual([500, 500, 200]);
    expect((await send('0')).status).toBe(200);
    stop();
  });

  it('refuses with the reason what is not proven, not known, too large or not understood', async () => {
    const { open, send, get, stop } = start(async () => {});
    open();
    const large = 'x'.repeat(LIMIT_BYTES + 1);
    // Nobody without the token makes it read a body.
    expect((await send(large, 'prod-eu', 'wrong')).status).toBe(401);
    expect((await send(large)).status).toBe(413);
    const strange = await send('1', 'prod-us');
    expect([strange.status, strange.body.error.message]).toEqual([
      404,
      "changes.kubernetes.audit names no 'prod-us'",
    ]);
    const broken = await send('{');
    expect([broken.status, broken.body.error.message]).toEqual([
      400,
      'items: is missing',
    ]);
    expect((await get()).status).toBe(405);
    expect((await send('1', 'prod-eu/more')).status).toBe(404);
    stop();
  });

  it('says when to come again, without which an API server would not', async () => {
    const away = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    const { clock, open, send, stop } = start(async () => {
      throw away;
    });
    const early = await send();
    expect([early.status, early.headers['retry-after']]).toEqual([503, '5']);
    open();
    const without = await send();
    expect([without.status, without.headers['retry-after']]).toEqual([
      503,
      '5',
    ]);
    clock.now = 1;
    let last = without;
    while (last.status === 503) last = await send();
    expect([last.status, last.headers['retry-after']]).toEqual([429, '1']);
    stop();
  });
});
