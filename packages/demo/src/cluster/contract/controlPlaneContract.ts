import { before, describe } from 'node:test';
import { ControlPlane, type ControlPlaneUnderTest } from './ControlPlane.ts';
import { testAccess } from './testAccess.ts';
import { testControllers } from './testControllers.ts';
import { testHealth } from './testHealth.ts';
import { testOwnership } from './testOwnership.ts';
import { testRollouts } from './testRollouts.ts';

/** What Ripple reads of changes. Real control planes and the demo's clusters must agree in it. */
export function describeControlPlane(
  name: string,
  open: () => Promise<ControlPlaneUnderTest>,
): void {
  describe(`${name} as a control plane`, () => {
    let api: ControlPlane;
    before(async () => {
      api = ControlPlane.of(await open());
    });
    const opened = () => api;
    testOwnership(opened);
    testRollouts(opened);
    testControllers(opened);
    testHealth(opened);
    testAccess(opened);
  });
}
