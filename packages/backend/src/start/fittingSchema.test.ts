import type { JsonObject } from '@backstage/types';
import { loadConfigSchema } from '@backstage/config-loader';
import { fittingSchema } from './fittingSchema';

const SCHEMA: JsonObject = {
  type: 'object',
  properties: {
    app: {
      type: 'object',
      required: ['title'],
      properties: {
        title: { type: 'string', visibility: 'frontend' },
        support: { type: 'string', visibility: 'frontend' },
      },
    },
    integrations: {
      type: 'object',
      properties: {
        github: {
          type: 'array',
          items: {
            type: 'object',
            properties: { token: { type: 'string', visibility: 'secret' } },
          },
        },
        azure: { type: 'array', items: { type: 'object' } },
      },
    },
    store: {
      anyOf: [
        {
          type: 'object',
          properties: { password: { type: 'string', visibility: 'secret' } },
        },
        { type: 'string' },
      ],
    },
  },
};
const DATA: JsonObject = {
  app: { title: 'Shop', name: 'shop' },
  integrations: { github: [{ token: 'abc' }, { token: 'def' }] },
  store: { password: 'geheim' },
};

it('leaves out what the data neither has nor must have', () => {
  const { properties } = fittingSchema(SCHEMA, { app: {}, integrations: {} });
  expect(properties).toEqual({
    app: {
      type: 'object',
      required: ['title'],
      properties: { title: { type: 'string', visibility: 'frontend' } },
    },
    integrations: { type: 'object', properties: {} },
  });
});

it.each(['frontend', 'secret'] as const)(
  'finds the same to be %s, and the same to be wrong',
  async visibility => {
    const process = async (value: JsonObject, data: JsonObject) => {
      const schema = await loadConfigSchema({
        serialized: {
          backstageConfigSchemaVersion: 1,
          schemas: [{ packageName: 'all', path: 'config.d.ts', value }],
        },
      });
      return schema.process([{ context: 'test', data }], {
        visibility: [visibility],
      });
    };
    const whole = await process(SCHEMA, DATA);
    expect(whole[0].data).not.toEqual({});
    expect(await process(fittingSchema(SCHEMA, DATA), DATA)).toEqual(whole);
    for (const wrong of [
      { ...DATA, app: {} },
      { ...DATA, integrations: { github: 'none' } },
    ]) {
      const told = await process(SCHEMA, wrong).catch(String);
      expect(
        await process(fittingSchema(SCHEMA, wrong), wrong).catch(String),
      ).toEqual(told);
    }
  },
);
