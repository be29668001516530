import { imageName } from './imageReference';
import type { Container, Workload } from './Workload';

/**
 * The container that runs the entity's own code, as against those that travel with it (proxies, agents): the one named like the
 * repository or its path, else the one that the pod template or the workload names, else the only one. Undefined when several could be.
 */
export function mainContainer(
  workload: Workload,
  names: readonly string[],
): Container | undefined {
  const wanted = new Set(names.map(name => name.toLowerCase()));
  const tests: ((container: Container) => boolean)[] = [
    ({ reference }) => wanted.has(imageName(reference).toLowerCase()),
    ({ name }) => name === workload.defaultContainer,
    ({ name }) => wanted.has(name.toLowerCase()),
    ({ name, reference }) =>
      workload.name !== '' &&
      (name === workload.name || imageName(reference) === workload.name),
    () => workload.containers.length === 1,
  ];
  for (const test of tests) {
    const found = workload.containers.filter(test);
    if (found.length === 1) return found[0];
    if (found.length > 1 && new Set(found.map(c => c.image)).size === 1) {
      return found[0];
    }
    if (found.length > 1) return undefined;
  }
  return undefined;
}
