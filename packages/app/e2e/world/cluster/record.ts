/**
 * Plays the story on a disposable cluster and writes the recording:
 *   node packages/app/e2e/world/cluster/record.ts --kubeconfig FILE
 * The cluster must be a kubebox ($KUBEBOX): the story uses its ways to make pods misbehave.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Kubectl } from './Kubectl.ts';
import { Recorder } from './Recorder.ts';
import { writeRecording } from './Recording.ts';
import { BACKGROUND, STORY } from './story.ts';

async function main() {
  const { values } = parseArgs({
    options: {
      kubeconfig: { type: 'string' },
      out: {
        type: 'string',
        default: path.join(import.meta.dirname, 'recordings/orders.jsonl.gz'),
      },
    },
  });
  if (!values.kubeconfig) {
    throw new Error('--kubeconfig FILE names the cluster that may be changed');
  }

  const recording = await Recorder.record({
    kubectl: Kubectl.create({
      kubeconfig: values.kubeconfig,
      kubebox: process.env.KUBEBOX,
    }),
    background: BACKGROUND,
    story: STORY,
    onScene: name => process.stdout.write(`${name}\n`),
  });
  await writeRecording(values.out, recording);
  process.stdout.write(`${recording.events.length} watch events\n`);
}

void main();
