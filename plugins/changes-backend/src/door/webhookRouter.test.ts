import { MiddlewareFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { mockServices } from '@backstage/backend-test-utils';
import { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import express from 'express';
import request from 'supertest';
import type { Deliveries } from '../store/Deliveries';
import { webhookRouter } from './webhookRouter';

function start(commit: () => Promise<void>) {
  const clock = { now: Date.parse('2026-11-19T02:41:08Z') };
  const app = express();
  app.use(
    webhookRouter({
      receivers: [
        {
          system: 'pager',
          instances: [{ name: 'a' }, { name: 'b' }],
          limitBytes: 1000,
          verify: async () => {},
          toObservations: () => ({
            subjects: [
              {
                subject: 'pager:a/P1',
                kind: 'service',
                name: 'P1',
                observedAt: '2026-11-19T02:41:08Z',
              },
            ],
          }),
        },
      ],
      connect: () => ({ commit, async *load() {} }),
      watch: { heard: async () => {} },
      deliveries: {} as Deliveries,
      redactor: Redactor.create({}),
      now: () => clock.now,
    }),
    MiddlewareFactory.create({
      config: mockServices.rootConfig(),
      logger: mockServices.logger.mock(),
    }).error(),
  );
  const server = app.listen(0);
  return {
    clock,
    post: (instance: string) =>
      request(server).post(`/webhooks/pager/${instance}`).send('{}'),
    stop: () => server.close(),
  };
}

describe('webhookRouter', () => {
  it('takes a storm of a sender, then as much as it can store, and says when to come again', async () => {
    const { clock, post, stop } = start(async () => {});
    for (let i = 0; i < 1000; i++) {
      expect((await post('a')).status).toBe(200);
    }
    const refused = await post('a');
    expect(refused.status).toBe(429);
    expect(refused.headers['retry-after']).toBe('1');
    expect((await post('b')).status).toBe(200);
    clock.now += 1000;
    expect((await post('a')).status).toBe(200);
    stop();
  });

  it('lets a delivery be sent again that could not be stored', async () => {
    const { post, stop } = start(async () => {
      throw new Error('the database is away');
    });
    expect((await post('a')).status).toBe(500);
    stop();
  });
});
