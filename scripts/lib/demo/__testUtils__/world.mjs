// Stands in for the simulated world. Its argument says how it behaves.
const behaviour = process.argv[2];

if (behaviour === 'breaks') throw new Error('The clusters are on fire');
if (behaviour === 'hangs') process.stdout.write('Lighting the stars\n');

process.on('message', ({ type, directory, secrets }) => {
  process.stdout.write(`${type}\n`);
  if (type === 'start' && behaviour === 'mumbles') {
    process.send({ type: 'ready', clusters: [] });
  }
  if (type === 'start' && behaviour === 'stands') {
    process.send({
      type: 'ready',
      clusters: [{ name: 'prod-eu', kubeconfig: `${directory}/prod-eu` }],
      github: { host: 'localhost:1', apiBaseUrl: 'http://localhost:1' },
      catalog: `${directory}/catalog.yaml`,
      control: `http://localhost:1/${secrets.control}`,
      users: [{ entityRef: 'user:default/guest', title: 'Guest' }],
      hidden: [],
    });
  }
  if (type === 'stop') process.exit(0);
});
process.on('SIGUSR1', () => process.send({ type: 'stop-portal' }));
process.on('SIGUSR2', () => process.send({ type: 'start-portal' }));
