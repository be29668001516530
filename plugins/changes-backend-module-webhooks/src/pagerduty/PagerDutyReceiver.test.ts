import { createHmac } from 'node:crypto';
import { mockServices } from '@backstage/backend-test-utils';
import { AuthenticationError } from '@backstage/errors';
import type { JsonValue } from '@backstage/types';
import { receivers } from '../receivers';

const RAW = Buffer.from('{"event":{"id":"01","title":"größer"}}');

const configured = (webhooks: JsonValue) =>
  receivers(
    mockServices.rootConfig({ data: { changes: { webhooks } } as never }),
  );
const sign = (secret: string, raw = RAW) =>
  `v1=${createHmac('sha256', secret).update(raw).digest('hex')}`;

describe('PagerDutyReceiver', () => {
  const [receiver] = configured({
    pagerduty: [
      { name: 'main', secret: 'one' },
      { name: 'emea', secret: ['two', 'three'], expectEvery: { hours: 12 } },
    ],
  });
  const verify = (signature: string | undefined, instance = 'main') =>
    receiver.verify(
      RAW,
      signature === undefined ? {} : { 'x-pagerduty-signature': signature },
      instance,
    );

  it('believes a signature by the secret of the account alone', async () => {
    await expect(verify(sign('one'))).resolves.toBeUndefined();
    await expect(verify(sign('two'))).rejects.toThrow(AuthenticationError);
    await expect(verify(sign('one'), 'emea')).rejects.toThrow("name 'emea'");
  });

  it('believes what was signed with openssl', async () => {
    // printf '%s' '{"event":{"id":"01","title":"größer"}}' | openssl dgst -sha256 -hmac one
    await expect(
      verify(
        'v1=09c289856e88225b884768a0a44043821b417e9bc50ce88e37203b6eba5a4b56',
      ),
    ).resolves.toBeUndefined();
  });

  it('believes one of several signatures, by one of several secrets', async () => {
    await expect(
      Promise.all([
        verify(`${sign('old')}, ${sign('one')}`),
        verify(sign('two'), 'emea'),
        verify(`${sign('four')},${sign('three')}`, 'emea'),
      ]),
    ).resolves.toHaveLength(3);
  });

  it.each([
    undefined,
    '',
    'v1=',
    'v1=00',
    sign('one').slice(3),
    sign('one').replace('v1', 'v2'),
    sign('one').slice(0, -1),
    `${sign('one')}0`,
    sign('one', Buffer.concat([RAW, Buffer.from(' ')])),
    Array(11).fill(sign('x')).concat(sign('one')).join(','),
  ])('does not believe %p', async signature => {
    await expect(verify(signature)).rejects.toThrow(AuthenticationError);
  });

  it('reads its accounts from the config', () => {
    expect(receiver.instances).toMatchObject([
      { name: 'main' },
      { name: 'emea', expectEverySeconds: 43_200 },
    ]);
    expect(configured({ pagerduty: [] })).toEqual([]);
  });

  it.each<[JsonValue, string]>([
    [{ pagerduty: [{ name: 'main' }] }, 'pagerduty[0].secret: is needed'],
    [
      { pagerduty: [{ name: 'main', secret: ['a', ' '] }] },
      'pagerduty[0].secret',
    ],
    [{ pagerduty: [{ name: 'a/b', secret: 'x' }] }, 'pagerduty[0].name'],
    [
      {
        pagerduty: [
          { name: 'a', secret: 'x' },
          { name: 'a', secret: 'y' },
        ],
      },
      "pagerduty[1].name: 'a' is there twice",
    ],
    [
      { pagerduty: [{ name: 'a', secret: 'x', expectEvery: { seconds: 5 } }] },
      'pagerduty[0].expectEvery: must be a minute or more',
    ],
    [
      { pagerdutty: [] },
      'changes.webhooks.pagerdutty: no such system; there are alertmanager, grafana, launchdarkly, pagerduty',
    ],
    [{ constructor: [] }, 'changes.webhooks.constructor: no such system'],
  ])('refuses %j and names the key', (webhooks, message) => {
    expect(() => configured(webhooks)).toThrow(message);
  });
});
