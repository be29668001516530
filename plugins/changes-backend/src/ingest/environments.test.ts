import { ConfigReader } from '@backstage/config';
import { environments, environmentsFromConfig } from './environments';

describe('environments', () => {
  it('takes the first rule that matches cluster and namespace', () => {
    const { of } = environments([
      { name: 'canary', clusters: ['prod-*'], namespaces: ['canary'] },
      { name: 'production', clusters: ['prod-*'] },
      { name: 'sandbox', namespaces: ['sandbox-*'] },
    ]);
    expect(of({ cluster: 'prod-eu', namespace: 'canary' })).toBe('canary');
    expect(of({ cluster: 'prod-eu', namespace: 'shop' })).toBe('production');
    expect(of({ cluster: 'lab', namespace: 'sandbox-7' })).toBe('sandbox');
    expect(of({ cluster: 'prod.eu' })).toBe('prod.eu');
  });

  it('lets the rules decide over what a source says', () => {
    const { of } = environments([{ name: 'production', clusters: ['eu'] }]);
    expect(of({ cluster: 'eu', said: 'staging' })).toBe('production');
    expect(of({ cluster: 'us', said: 'STG' })).toBe('staging');
  });

  it('spells a word as the config does', () => {
    const { of } = environments([{ name: 'Prod' }]);
    expect(of({ said: 'production' })).toBe('Prod');
    expect(of({ labels: { 'app.kubernetes.io/environment': 'live' } })).toBe(
      'Prod',
    );
  });

  it('is unknown where nothing is known', () => {
    expect(environments([]).of({ namespace: 'shop' })).toBeUndefined();
  });

  it('tells production by config, else by the name', () => {
    const { isProduction } = environments([
      { name: 'blue', production: true },
      { name: 'production', production: false },
    ]);
    expect(isProduction('blue')).toBe(true);
    expect(isProduction('production')).toBe(false);
    expect(isProduction('prod-eu')).toBe(true);
    expect(isProduction('non-prod')).toBe(false);
    expect(isProduction('pre-production')).toBe(false);
    expect(isProduction('constructor')).toBe(false);
    expect(isProduction('reproduce')).toBe(false);
  });

  it('refuses an empty name and names the key', () => {
    const config = new ConfigReader({
      changes: { environments: [{ name: 'a' }, { name: ' ' }] },
    });
    expect(() => environmentsFromConfig(config)).toThrow(
      'changes.environments[1].name: is empty',
    );
  });
});
