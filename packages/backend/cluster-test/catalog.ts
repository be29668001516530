import { writeFile } from 'node:fs/promises';

/** Writes a catalog file: components by name, with the names of what they depend on; all carry the annotations. */
export async function writeCatalog(
  file: string,
  namespace: string,
  components: Record<string, string[]>,
  annotations: Record<string, string> = {},
): Promise<void> {
  const entities = Object.entries(components).map(([name, dependsOn]) => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      annotations: {
        'backstage.io/kubernetes-id': name,
        'backstage.io/kubernetes-namespace': namespace,
        ...annotations,
      },
    },
    spec: {
      type: 'service',
      lifecycle: 'production',
      owner: 'group:default/team-core',
      dependsOn: dependsOn.map(other => `component:${other}`),
    },
  }));
  // JSON is YAML.
  await writeFile(
    file,
    entities.map(entity => JSON.stringify(entity)).join('\n---\n'),
  );
}
