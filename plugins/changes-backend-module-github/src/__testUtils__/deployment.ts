/** A Deployment as Ripple stores it. */
export function deployment(
  options: {
    name?: string;
    containers?: { name: string; image: string }[];
    image?: string;
    annotations?: Record<string, string>;
    labels?: Record<string, string>;
    templateAnnotations?: Record<string, string>;
  } = {},
) {
  const { name = 'rest-api', image = 'ghcr.io/acme/rest-api:v2.14.1' } =
    options;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name,
      namespace: 'orders',
      annotations: options.annotations,
      labels: options.labels,
    },
    spec: {
      replicas: 5,
      template: {
        metadata: { annotations: options.templateAnnotations },
        spec: { containers: options.containers ?? [{ name: 'app', image }] },
      },
    },
  };
}
