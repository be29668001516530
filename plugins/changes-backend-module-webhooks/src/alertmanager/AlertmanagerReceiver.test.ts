import { mockServices } from '@backstage/backend-test-utils';
import { AuthenticationError } from '@backstage/errors';
import { receivers } from '../receivers';

describe('AlertmanagerReceiver', () => {
  const [receiver] = receivers(
    mockServices.rootConfig({
      data: {
        changes: {
          webhooks: {
            alertmanager: [
              { name: 'main', secret: ['old', 's:ecret'], cluster: 'prod-eu' },
              { name: 'other', secret: 'another' },
            ],
          },
        },
      },
    }),
  );
  const verify = (authorization: string | undefined) =>
    receiver.verify(
      Buffer.from('{}'),
      authorization === undefined ? {} : { authorization },
      'main',
    );
  const basic = (text: string) =>
    `Basic ${Buffer.from(text).toString('base64')}`;

  it.each([
    'Bearer s:ecret',
    'bearer old',
    basic('prometheus:s:ecret'),
    basic(':old'),
  ])('believes %p', async authorization => {
    await expect(verify(authorization)).resolves.toBeUndefined();
  });

  it.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'Bearer s:ecre',
    'Bearer another',
    'Bearer s:ecret2',
    basic('s:ecret'),
    basic('a:s:ecret2'),
  ])('does not believe %p', async authorization => {
    await expect(verify(authorization)).rejects.toThrow(AuthenticationError);
  });
});
