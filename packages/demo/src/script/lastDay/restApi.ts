import { accountOf, RENOVATE } from '../accounts.ts';
import { inChangelog } from '../codeChanges.ts';
import {
  BUMP_UNDICI,
  CACHE_FOR_TWO_MINUTES,
  LIST_ORDERS_BY_CUSTOMER,
} from '../restApiFiles.ts';
import { type Stage, ship } from '../Stage.ts';
import { MINUTE_MS, span } from '../time.ts';
import { ARGO } from '../writers.ts';
import { spoil } from './spoil.ts';

const FAILED_ROLLOUT_MS = 10 * MINUTE_MS;

/** The service that will be deployed wrongly: what it went through before, and the code that waits for the next release. */
export function restApi(stage: Stage, onset: number): void {
  const { clock, code, fleet, world } = stage;
  const at = (time: string) => onset + span(time);
  const place = { service: 'rest-api', cluster: 'prod-eu' };
  const [dana, marek, tomasz] = [
    'Dana Whitfield',
    'Marek Dvořák',
    'Tomasz Lis',
  ].map(name => accountOf(world, name));
  ship(stage, {
    ...place,
    version: 'v2.14.0',
    at: at('-16:26'),
    merge: () =>
      code.merge('rest-api', {
        number: 1819,
        title: 'List orders by customer',
        body: 'The customer page asks for them one by one today.',
        author: marek,
        reviewer: tomasz,
        labels: ['feature'],
        files: {
          ...LIST_ORDERS_BY_CUSTOMER,
          ...inChangelog('v2.14.0', 'Orders can be listed by customer'),
        },
      }),
  });
  clock.at(at('-15:14'), () =>
    fleet.configure(
      place,
      { ROUTES: 'orders,customers,returns', TIMEOUT_MS: '4000' },
      ARGO,
    ),
  );
  clock.at(at('-13:20'), () => {
    code.merge('rest-api', {
      number: 1828,
      title: 'Bump undici from 6.21.1 to 6.21.2',
      body: 'This PR contains the following updates:\n\n| Package | Change |\n| --- | --- |\n| undici | `6.21.1` -> `6.21.2` |\n',
      author: RENOVATE,
      labels: ['dependencies'],
      files: BUMP_UNDICI,
    });
    code.release('rest-api', 'v2.14.1-rc1', { isPrerelease: true });
  });
  clock.at(at('-12:58'), () => {
    fleet.deploy(place, { version: 'v2.14.1-rc1' });
    spoil(stage, place, 'no-pull');
    clock.after(FAILED_ROLLOUT_MS, () => fleet.rollBack(place));
  });
  clock.at(at('-4:32'), () => {
    code.merge('rest-api', {
      number: 1830,
      title: 'Cache order lookups for two minutes',
      body: 'Five minutes showed customers an old state of their order. Entries that ran out are dropped, too.\n\nCORE-2274',
      author: tomasz,
      reviewer: dana,
      labels: ['cache'],
      files: {
        ...CACHE_FOR_TWO_MINUTES,
        ...inChangelog('v2.14.1', 'Order lookups are cached for two minutes'),
      },
    });
  });
}
