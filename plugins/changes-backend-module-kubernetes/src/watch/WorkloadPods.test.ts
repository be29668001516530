import { podOf } from '../__testUtils__/workloadFacts';
import { WorkloadPods } from './WorkloadPods';

describe('WorkloadPods', () => {
  it('knows which workloads have pods on a node, as pods are placed and go', () => {
    const pods = new WorkloadPods();
    const of = (name: string, owner: string, node?: string) =>
      podOf({ name, owner, node });
    pods.setPod(of('a-1', 'a'));
    pods.setPod(of('a-2', 'a', 'n1'));
    pods.setPod(of('b-1', 'b', 'n1'));
    expect([...pods.on('n1')]).toEqual(['a', 'b']);
    expect([...pods.on('n2')]).toEqual([]);
    pods.setPod(of('a-1', 'a', 'n2'));
    expect([...pods.on('n2')]).toEqual(['a']);
    pods.deletePod('uid-a-2');
    expect([...pods.on('n1')]).toEqual(['b']);
    pods.deletePod('uid-b-1');
    expect([...pods.on('n1')]).toEqual([]);
  });
});
