import { demoBench } from './demo';
import { healthBench } from './health';
import { kubernetesBench } from './kubernetes';
import { latencyBench } from './latency';
import { fitWeights, suspectsBench } from './suspects';
import { timelineBench } from './timeline';

const BENCHMARKS: Record<string, (args: string[]) => Promise<void>> = {
  demo: demoBench,
  health: healthBench,
  kubernetes: kubernetesBench,
  latency: latencyBench,
  suspects: suspectsBench,
  'suspects-fit': fitWeights,
  timeline: timelineBench,
};

async function main([name, ...args]: string[]) {
  const benchmark = BENCHMARKS[name];
  if (!benchmark) {
    process.stderr.write(
      `usage: npm run bench -- NAME [options]

  demo [--minutes 60] [--every 5]
      how long until the demo's page is there, and what its processes weigh
  health [--changes 10000]
      what a change of one pod costs with all detectors of ill health, by
      how many pods there are
  kubernetes [first] [restart] [changes] [idle] [clusters] [--data DIR]
      [--objects 50000] [--turns 3] [--clusters 8] [--minutes 5]
      what it costs to watch large clusters: against the bare list, the bare
      watch, a client's informers; KUBEBOX makes the cluster to record once
  latency --kubeconfig FILE [--rate 20] [--seconds 60]
      from a change that a real API server accepted to Ripple's answer;
      the cluster must be disposable
  suspects [--cases FILE…] [--rankings OUT]
      how often the change that did it is found, on made-up incidents
      [--seed N] [--count N] [--templates tuning|held-out] or on others'
  suspects-fit [--seed N] [--count N] [--pull N]
      the ranker's weights, fitted on made-up incidents
  timeline [--events 1000000] [--postgres URL]
      the timeline of a component with 30 upstream services
`,
    );
    process.exitCode = 2;
    return;
  }
  await benchmark(args);
}

main(process.argv.slice(2)).catch(error => {
  process.stderr.write(`${error.stack ?? error}\n`);
  process.exitCode = 1;
});
