import { Redactor } from '@ripplehq/backstage-plugin-changes-node';
import type { Kind } from './Kind';
import { kubernetesObject } from './KubernetesObject';
import type { PlainObject } from './plain';
import { SECRET, changedKeys } from './secret';
import {
  CLUSTER_ROLE,
  CUSTOM_RESOURCE_DEFINITION,
  MUTATING_WEBHOOKS,
} from './wideKinds';

const redactor = Redactor.create({});

function read(kind: Kind, object: object): PlainObject | undefined {
  const metadata = { name: 'x', uid: 'u', resourceVersion: '1' };
  return kind.read(
    kubernetesObject.parse({ metadata, ...object }),
    redactor,
  ) as PlainObject | undefined;
}
const manifest = (kind: Kind, object: object) => read(kind, object)?.manifest;

describe('what is kept of a wide kind', () => {
  it('are the rules that a person gave a ClusterRole, not those that it gathers', () => {
    const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }];
    expect(manifest(CLUSTER_ROLE, { rules })).toMatchObject({ rules });
    expect(
      manifest(CLUSTER_ROLE, {
        aggregationRule: { clusterRoleSelectors: [] },
        rules,
      }),
    ).not.toHaveProperty('rules');
  });

  it('is not the authority of a webhook, which a program renews', () => {
    const hooks = (caBundle: string) =>
      manifest(MUTATING_WEBHOOKS, {
        webhooks: [
          { name: 'h', clientConfig: { caBundle, url: 'https://h.example' } },
        ],
      });
    expect(hooks('bmV3')).toEqual(hooks('b2xk'));
    expect(hooks('bmV3')).toMatchObject({
      webhooks: [{ clientConfig: { url: 'https://h.example' } }],
    });
  });

  it('is of a definition that its schema changed, not the schema', () => {
    const definition = (description: string) =>
      JSON.stringify(
        manifest(CUSTOM_RESOURCE_DEFINITION, {
          spec: {
            group: 'acme.example',
            conversion: {
              strategy: 'Webhook',
              webhook: { clientConfig: { caBundle: 'b2xk' } },
            },
            versions: [
              {
                name: 'v1',
                served: true,
                schema: { openAPIV3Schema: { description } },
              },
            ],
          },
        }),
      );
    expect(definition('how long')).not.toContain('how long');
    expect(definition('how long')).not.toContain('b2xk');
    expect(definition('how long')).not.toBe(definition('how wide'));
    expect(definition('how long')).toBe(definition('how long'));
  });
});

describe('what is kept of a Secret', () => {
  const secret = (data: object) => read(SECRET, { kind: 'Secret', data })!;

  it('tells which keys changed, also where all values look alike', () => {
    const before = secret({ user: 'c2hvcA==', password: 'b2xk' });
    const after = secret({ user: 'c2hvcA==', password: 'bmV3' });
    expect(before.manifest).toEqual(after.manifest);
    expect(changedKeys(before, after)).toEqual(['password']);
    expect(JSON.stringify(after.manifest)).not.toMatch(/c2hvcA|bmV3/);
  });

  it.each(['helm.sh/release.v1', 'kubernetes.io/service-account-token'])(
    'is nothing of those that programs make: %s',
    type => {
      expect(read(SECRET, { kind: 'Secret', type, data: {} })).toBeUndefined();
    },
  );
});
