import { screen } from '@testing-library/react';
import { openPortal } from '../__testUtils__/openPortal';

jest.setTimeout(60_000);

const WAIT = { timeout: 30_000 };

describe('App in the demo', () => {
  it('signs in as the user of the cookie, and lies under the banner', async () => {
    const users = [{ entityRef: 'user:default/guest', title: 'Guest' }];
    openPortal('demo', { demo: { users } });
    expect(
      await screen.findByText('This world is simulated', {}, WAIT),
    ).toBeInTheDocument();
    expect(
      await screen.findByText('Acme Catalog', {}, WAIT),
    ).toBeInTheDocument();
  });
});
