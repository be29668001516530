import { latencyBench } from './latency';
import { timelineBench } from './timeline';

const BENCHMARKS: Record<string, (args: string[]) => Promise<void>> = {
  latency: latencyBench,
  timeline: timelineBench,
};

async function main([name, ...args]: string[]) {
  const benchmark = BENCHMARKS[name];
  if (!benchmark) {
    process.stderr.write(
      `usage: npm run bench -- NAME [options]

  latency --kubeconfig FILE [--rate 20] [--seconds 60]
      from a change that a real API server accepted to Ripple's answer;
      the cluster must be disposable
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
