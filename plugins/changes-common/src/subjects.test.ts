import fc from 'fast-check';
import {
  formatSubject,
  kubernetesSubject,
  parseKubernetesSubject,
  parseSubject,
} from './subjects';

describe('subjects', () => {
  it('reads what it wrote, whatever the parts hold', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1, unit: 'grapheme' }), {
          minLength: 1,
          maxLength: 5,
        }),
        parts => {
          const subject = { source: 'kubernetes', parts };
          expect(parseSubject(formatSubject(subject))).toEqual(subject);
        },
      ),
    );
  });

  it('names Kubernetes objects', () => {
    const deployment = {
      cluster: 'prod-eu',
      namespace: 'shop',
      kind: 'Deployment',
      group: 'apps',
      name: 'rest-api',
    };
    expect(kubernetesSubject(deployment)).toBe(
      'kubernetes:prod-eu/shop/Deployment.apps/rest-api',
    );
    expect(
      kubernetesSubject({ cluster: 'prod-eu', kind: 'Node', name: 'n1' }),
    ).toBe('kubernetes:prod-eu/_/Node/n1');
    expect(parseKubernetesSubject(kubernetesSubject(deployment))).toEqual(
      deployment,
    );
    expect(parseKubernetesSubject('github:github.com/acme/x')).toBeUndefined();
  });

  it.each(['', 'kubernetes', 'Kubernetes:a', 'kubernetes:', 'kubernetes:a//b'])(
    'refuses %j with what would be right',
    text => {
      expect(() => parseSubject(text)).toThrow(
        /must be 'source:instance\/name…'/,
      );
    },
  );
});
