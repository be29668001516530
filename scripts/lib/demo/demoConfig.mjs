// Relations are in the catalog seconds after their entities.
const CATALOG_SECONDS = 5;
const CATALOG_KINDS = [
  'API',
  'Component',
  'Domain',
  'Group',
  'Resource',
  'System',
  'User',
];

/** The configuration of a portal that looks at the simulated world. */
export function demoConfig({ world, secrets, secretKey }) {
  return {
    app: {
      extensions: [
        // The first page is Ripple's own: what is broken, and the likely cause.
        {
          'app/routes': {
            config: { redirects: [{ from: '/', to: '/changes' }] },
          },
        },
        { 'entity-content:kubernetes/kubernetes': false },
      ],
    },
    demo: { users: world.users, hidden: world.hidden },
    auth: { providers: { demo: {} } },
    backend: {
      auth: {
        externalAccess: Object.entries(secrets.tools).map(
          ([subject, token]) => ({
            type: 'static',
            options: { subject, token },
            accessRestrictions: [
              { plugin: 'changes', permission: 'changes.event.create' },
            ],
          }),
        ),
      },
    },
    catalog: {
      rules: [{ allow: CATALOG_KINDS }],
      locations: [{ type: 'file', target: world.catalog }],
      // Relations, and who can sign in, are waited for at the start.
      stitchingStrategy: { pollingInterval: { milliseconds: 250 } },
    },
    changes: {
      secretKey,
      graph: { refreshSeconds: CATALOG_SECONDS },
      environments: world.clusters.map(({ name }) => ({
        name,
        production: name.startsWith('prod-'),
        clusters: [name],
      })),
      kubernetes: {
        audit: world.clusters.map(({ name }) => ({
          cluster: name,
          token: secrets.audit,
        })),
      },
      webhooks: { pagerduty: [{ name: 'main', secret: secrets.pagerduty }] },
    },
    events: { modules: { github: { webhookSecret: secrets.github.webhook } } },
    integrations: {
      github: [{ ...world.github, token: secrets.github.token }],
    },
    proxy: {
      endpoints: {
        '/demo': {
          target: world.control,
          headers: { authorization: `Bearer ${secrets.control}` },
        },
      },
    },
  };
}
