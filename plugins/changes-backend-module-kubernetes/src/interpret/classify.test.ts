import { classify } from './classify';

const question = (path: string) => ({
  name: 'rest-api',
  changes: [{ path, before: 'a', after: 'b' }],
  templateChanged: path.startsWith('spec.template'),
  byAutoscaler: false,
});

describe('classify', () => {
  it.each([
    'spec.template.spec.containers[app].image',
    "spec.template.metadata.annotations['org.opencontainers.image.revision']",
    "metadata.annotations['app.komodor.com/api.ref']",
    "metadata.labels['app.kubernetes.io/version']",
  ])('expects commits behind a change of %s', path => {
    expect(classify(question(path)).hasCode).toBe(true);
  });

  it.each([
    'spec.template.spec.containers[app].env[LEVEL].value',
    "metadata.labels['app.kubernetes.io/name']",
  ])('expects none behind a change of %s', path => {
    expect(classify(question(path)).hasCode).toBe(false);
  });
});
