import { render } from '@testing-library/react';
import App from '../App';

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

/** A portal whose backend signs in by one provider only. Once a test file: the app keeps its first configuration. */
export function openPortal(provider: string, config: object = {}) {
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
          ...config,
        },
        context: 'test',
      },
    ] as any,
  };
  jest.spyOn(global, 'fetch').mockImplementation(async input => {
    const url = String(input);
    if (url.startsWith(`${BACKEND}/api/auth/${provider}/refresh`)) {
      return Response.json(guestSession());
    }
    return url.startsWith(`${BACKEND}/api/auth/`)
      ? Response.json({}, { status: 404 })
      : Response.json({ items: [], facets: {} });
  });
  render(App.createRoot());
}
