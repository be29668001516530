import { deployment } from '../__testUtils__/deployment';
import { readWorkload } from './Workload';

describe('readWorkload', () => {
  it('unites what the object and its pod template say', () => {
    const workload = readWorkload(
      deployment({
        annotations: { a: 'object', b: 'object' },
        templateAnnotations: { b: 'template', c: 'template' },
      }),
    );
    expect(workload).toMatchObject({
      name: 'rest-api',
      annotations: { a: 'object', b: 'object', c: 'template' },
      containers: [{ name: 'app', image: 'ghcr.io/acme/rest-api:v2.14.1' }],
    });
  });

  it('finds the pod template of a CronJob', () => {
    const { spec } = deployment();
    expect(
      readWorkload({
        kind: 'CronJob',
        metadata: { name: 'nightly' },
        spec: { jobTemplate: { spec } },
      }),
    ).toMatchObject({ name: 'nightly', containers: [{ name: 'app' }] });
  });

  it.each([
    [undefined],
    [null],
    ['text'],
    [{ kind: 'ConfigMap', data: {} }],
    [{ spec: { template: { spec: { containers: 'none' } } } }],
  ])('takes %j for no workload', manifest => {
    expect(readWorkload(manifest)).toBeUndefined();
  });

  it('leaves out what is no text', () => {
    const manifest = deployment();
    Object.assign(manifest.metadata, { annotations: { good: 'x', bad: 1 } });
    expect(readWorkload(manifest)?.annotations).toEqual({ good: 'x' });
  });
});
