/** A kubeconfig with one context. */
export function kubeconfigOf(options: {
  name: string;
  server: string;
  token: string;
}): object {
  const { name, server, token } = options;
  return {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [
      {
        name,
        // Without it clients refuse a server without TLS.
        cluster: { server, 'insecure-skip-tls-verify': true },
      },
    ],
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
  };
}
