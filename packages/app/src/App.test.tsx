import { screen } from '@testing-library/react';
import { openPortal } from './__testUtils__/openPortal';

jest.setTimeout(60_000);

describe('App', () => {
  it('signs everyone in as the guest and opens the catalog', async () => {
    openPortal('guest');
    expect(
      await screen.findByText('Acme Catalog', {}, { timeout: 30_000 }),
    ).toBeInTheDocument();
    expect(screen.queryByText('This world is simulated')).toBeNull();
  });
});
