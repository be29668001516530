import { render, screen } from '@testing-library/react';
import App from './App';

jest.setTimeout(60_000);

const BACKEND = 'http://localhost:7007';

function guestSession() {
  const payload = { exp: Math.floor(Date.now() / 1000) + 3600 };
  return {
    profile: { displayName: 'Guest' },
    providerInfo: {},
    backstageIdentity: {
      token: `header.${btoa(JSON.stringify(payload))}.signature`,
      expiresInSeconds: 3600,
      identity: {
        type: 'user',
        userEntityRef: 'user:default/guest',
        ownershipEntityRefs: ['user:default/guest'],
      },
    },
  };
}

describe('App', () => {
  it('signs everyone in as the guest and opens the catalog', async () => {
    process.env = {
      NODE_ENV: 'test',
      APP_CONFIG: [
        {
          data: {
            app: {
              title: 'Ripple',
              packages: 'all',
              extensions: [{ 'page:catalog': { config: { path: '/' } } }],
            },
            backend: { baseUrl: BACKEND },
            organization: { name: 'Acme' },
          },
          context: 'test',
        },
      ] as any,
    };
    jest
      .spyOn(global, 'fetch')
      .mockImplementation(async input =>
        String(input).startsWith(`${BACKEND}/api/auth/guest/refresh`)
          ? Response.json(guestSession())
          : Response.json({ items: [], facets: {} }),
      );

    render(App.createRoot());

    expect(
      await screen.findByText('Acme Catalog', {}, { timeout: 30_000 }),
    ).toBeInTheDocument();
  });
});
