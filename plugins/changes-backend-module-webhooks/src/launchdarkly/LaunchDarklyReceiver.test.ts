import { mockServices } from '@backstage/backend-test-utils';
import { AuthenticationError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import { receivers } from '../receivers';

const RAW = Buffer.from('{"_id":"01","name":"größer"}');
/** printf '%s' '{"_id":"01","name":"größer"}' | openssl dgst -sha256 -hmac one */
const SIGNATURE =
  '7d781a9f27320fa3b1cbe82f2d6bb90244cda970c46603eedb4a0debf35ba7c7';

const configured = (one: JsonObject) =>
  receivers(
    mockServices.rootConfig({
      data: { changes: { webhooks: { launchdarkly: [one] } } },
    }),
  );

describe('LaunchDarklyReceiver', () => {
  const [receiver] = configured({ name: 'main', secret: ['two', 'one'] });
  const verify = (signature: string | undefined) =>
    receiver.verify(
      RAW,
      signature === undefined ? {} : { 'x-ld-signature': signature },
      'main',
    );

  it('believes what was signed by one of its secrets', async () => {
    await expect(verify(SIGNATURE)).resolves.toBeUndefined();
  });

  it.each([
    undefined,
    '',
    'v1=',
    SIGNATURE.replace(/^./, '0'),
    `v1=${SIGNATURE}`,
  ])('does not believe %p', async signature => {
    await expect(verify(signature)).rejects.toThrow(AuthenticationError);
  });

  it('refuses an address that is none', () => {
    expect(() =>
      configured({ name: 'main', secret: 'one', baseUrl: 'launchdarkly' }),
    ).toThrow('changes.webhooks.launchdarkly[0].baseUrl');
  });
});
