// Everything that has to pass before a change is merged; called by .ci/run.
import { backstageCli } from './lib/backstageCli.mjs';
import { command, countingCommand, skip, Stages } from './lib/stages.mjs';
import { yarnFile } from './lib/workspace.mjs';

const yarn = script => () => command([yarnFile, 'run', script]);

async function cluster() {
  // Set by .ci/run: why a cluster that this machine could have did not come up.
  const { KUBEBOX, KUBEBOX_ERROR } = process.env;
  if (KUBEBOX_ERROR) throw new Error(KUBEBOX_ERROR);
  if (!KUBEBOX) return skip('there is no kubebox and no Go to build it');
  const counts = await countingCommand(['scripts/cluster.mjs']);
  return { ...counts, failed: counts.failed + counts.skipped, skipped: 0 };
}

const stages = new Stages();
await stages.run('npm test', () => countingCommand(['scripts/test.mjs']));
await stages.run('lint', () => command([backstageCli, 'repo', 'lint']));
await stages.run('formatting', yarn('prettier:check'));
await stages.run('API reports', yarn('build:api-reports:check'));
await stages.run('build', yarn('build:all'));
await stages.run('entry size', () => command(['scripts/entrySize.mjs']));
await stages.run('dependencies', () => command(['scripts/dependencies.mjs']));
await stages.run('manifests', () =>
  command([backstageCli, 'repo', 'fix', '--publish', '--check']),
);
await stages.run('config', yarn('config:check'));
await stages.run('cluster', cluster);
stages.finish();
