import { ClusterDirectory } from './ClusterDirectory';

describe('ClusterDirectory', () => {
  it('finds a cluster by its address, else by its name', async () => {
    const directory = ClusterDirectory.create();
    await directory.learn([
      { name: 'prod-eu', server: async () => 'https://10.0.0.1:443/' },
      {
        name: 'staging',
        server: async () => {
          throw new Error('no kubeconfig');
        },
      },
      { name: 'prod-us' },
    ]);
    expect(directory.clusterOf({ server: 'https://10.0.0.1' })).toBe('prod-eu');
    expect(
      directory.clusterOf({ name: 'eu', server: 'https://10.0.0.1:443' }),
    ).toBe('prod-eu');
    expect(directory.clusterOf({ name: 'staging' })).toBe('staging');
    expect(
      directory.clusterOf({ name: 'prod-us', server: 'https://10.0.0.9' }),
    ).toBe('prod-us');
    expect(directory.clusterOf({ name: 'elsewhere' })).toBeUndefined();
    expect(directory.clusterOf({})).toBeUndefined();
  });

  it('forgets what is watched no longer', async () => {
    const directory = ClusterDirectory.create();
    const server = async () => 'https://10.0.0.1';
    await directory.learn([{ name: 'prod-eu', server }]);
    await directory.learn([]);
    expect(directory.clusterOf({ server: 'https://10.0.0.1' })).toBeUndefined();
  });
});
