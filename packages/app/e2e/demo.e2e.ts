import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type {
  EventPage,
  Suspects,
} from '@ripplehq/backstage-plugin-changes-common';
import { DemoPortal } from './DemoPortal.ts';
import { Screen } from './Screen.ts';
import { eventually } from './world/eventually.ts';

const GUEST = 'user:default/guest';
const ROBIN = 'user:default/robin';
const DATA_PROCESSOR = 'component:default/data-processor';
const CULPRIT = /rest-api deployed v2\.14\.1 and cut replicas 50 → 5/;
/** Innocent, however suspicious they look. */
const DECOYS = [
  /data-processor deployed v3\.8\.2/,
  /auth-service deployed/,
  /orders-db.*migration|migration/i,
  /data-processor autoscaled/,
];
/** From its cause to its alert a minute, after everything was put right. */
const ANEW_TIMEOUT_MS = 240_000;
const BACK_TIMEOUT_MS = 90_000;
/** Kubernetes tells times in whole seconds. */
const SECOND_MS = 1000;

/** Scenes that open an event. */
const SCENES_WITH_EVENT = [
  'pull-request',
  'by-hand',
  'canary',
  'sync',
  'migration',
  'node',
  'operator',
];

describe('the tour of the demo', () => {
  let demo: DemoPortal;
  let screen: Screen;

  before(async () => {
    demo = await DemoPortal.start();
    await eventually('all scenes can be shown', async () => {
      const { scenes } = await demo.state();
      const find = (id: string) => scenes.find(scene => scene.id === id);
      return SCENES_WITH_EVENT.every(id => find(id)?.path.includes('event='));
    });
    screen = await Screen.open({ url: demo.url });
  });
  after(async () => {
    await screen?.close();
    await demo?.stop();
  });

  const page = () => screen.page;
  const causes = () => page().getByRole('region', { name: 'Likely causes' });
  const drawer = () =>
    page().getByRole('complementary', { name: 'Event details' });
  const tour = () => page().getByRole('region', { name: 'Five-minute tour' });
  /** Opens a scene of the tour as a visitor does. */
  const show = async (scene: number) => {
    await tour()
      .getByRole('button', { name: `Scene ${scene}:` })
      .click();
    await tour().getByRole('link', { name: 'Show me' }).click();
  };
  const textOf = async (place: { innerText(): Promise<string> }) =>
    (await place.innerText()).replace(/\s+/g, ' ');

  it('begins on the first page, which says that the world is simulated', async () => {
    await screen.goto('/');
    await page().getByText('This world is simulated').waitFor();
    // Ripple's own list is the first page, what is broken stands above.
    await page()
      .getByRole('row')
      .filter({ hasText: 'data-processor' })
      .first()
      .waitFor();
    assert.deepEqual(screen.complaints, []);
  });

  it('leads from the alert to "50 → 5" among the decoys in two clicks, and to its pull request', async () => {
    await screen.goto('/');
    await show(1);
    await causes().getByText('Unhealthy since').waitFor();
    assert.match(await textOf(causes().getByRole('listitem').first()), CULPRIT);
    const { events } = await demo
      .as(GUEST)
      .entity<EventPage>(DATA_PROCESSOR, 'events', { degree: 4, limit: 500 });
    for (const decoy of DECOYS) {
      assert.ok(
        events.some(({ title }) => decoy.test(title)),
        `${decoy} is told`,
      );
    }
    await causes().getByRole('listitem').first().click();
    await drawer().getByText('spec.replicas').first().waitFor();
    assert.match(await textOf(drawer()), CULPRIT);

    const [pullRequest] = await Promise.all([
      page().waitForEvent('popup'),
      drawer().getByRole('link', { name: 'PR #1832' }).first().click(),
    ]);
    await pullRequest
      .getByRole('heading', { name: /Smaller replicas for the load test/ })
      .waitFor();
    await pullRequest.close();
    assert.deepEqual(screen.complaints, []);
  });

  it('shows the pull request of the change', async () => {
    await show(2);
    await drawer()
      .getByText('Smaller replicas for the load test')
      .first()
      .waitFor();
    assert.match(await textOf(drawer()), /Dana Whitfield/);
  });

  it('shows an edit made by hand, and by whom', async () => {
    await show(3);
    await drawer().getByText('data-processor-settings').first().waitFor();
    const text = await textOf(drawer());
    assert.match(text, /BATCH_SIZE 200 → 250/);
    assert.match(text, /ines\.okafor/);
    assert.match(text, /by hand/i);
  });

  it('says that no recorded change explains it, and which source was silent', async () => {
    await show(4);
    await causes().getByText('No recorded change explains this').waitFor();
    const last = causes().getByRole('listitem').last();
    const text = await textOf(last);
    const [, percent] = text.match(/(\d+) %/)!;
    assert.ok(Number(percent) > 50, text);
    assert.match(text, /Kubernetes prod-us after \d\d:\d\d is not known/);
  });

  it('withholds from Robin what Robin may not see, and names it nowhere', async () => {
    await show(5);
    await page()
      .getByRole('group', { name: 'rest-api', exact: true })
      .waitFor();
    await page()
      .getByRole('combobox', { name: 'Signed in as' })
      .selectOption({ label: 'Robin Hale, contractor' });
    await page()
      .getByText(/\d+ upstream services? (is|are) withheld/)
      .waitFor();
    const timeline = page().getByRole('group', { name: /^Timeline\./ });
    await timeline.getByRole('group', { name: 'data-processor' }).waitFor();
    assert.equal(
      await page()
        .getByRole('group', { name: 'rest-api', exact: true })
        .count(),
      0,
    );
    for (const route of ['timeline', 'events', 'suspects', 'health']) {
      const answer = await demo.as(ROBIN).entity(DATA_PROCESSOR, route);
      assert.doesNotMatch(JSON.stringify(answer), /rest-api/, route);
    }
    await page()
      .getByRole('combobox', { name: 'Signed in as' })
      .selectOption({ index: 0 });
    await page()
      .getByRole('group', { name: 'rest-api', exact: true })
      .waitFor();
    assert.deepEqual(screen.complaints, []);
  });

  it('shows a canary that was stopped, a sync with its rollout, a migration, an operator and a node, each in two clicks', async () => {
    for (const [link, said] of [
      ['Canary', /cart-api deployed v12\.8\.0/],
      ['Sync', /Argo CD synced storefront-bff-prod-eu/],
      ['Migration', /orders-db migrated by Job orders-db-migrate-v0141/],
      [
        'Operator',
        /pricing-promotions .*changed .+ times by promotions-operator/,
      ],
      ['Node', /node ip-10-3-44-2 cordoned/],
    ] as const) {
      await screen.goto('/');
      await tour().getByRole('button', { name: 'Scene 6:' }).click();
      await tour().getByRole('link', { name: link, exact: true }).click();
      await drawer().getByText(said).first().waitFor();
    }
    assert.match(await textOf(drawer()), /jonas\.weber/);
    assert.deepEqual(screen.complaints, []);
  });

  it('says what is wrong and how that is known, each in two clicks, and leaves production green for what is wrong in staging', async () => {
    for (const [link, said, status] of [
      [
        'Autoscaler',
        /autoscaler data-processor is at its maximum of 10 replicas/,
        /^Unhealthy/,
      ],
      ['Probe', /rest-api fails its readiness probe: answers 503/, /^Degraded/],
      ['Memory', /the limit was lowered 512Mi → 128Mi/, /^Healthy/],
      [
        'Image',
        /cannot pull .*mail-sender:v2\.3\.0-rc1: not found/,
        /^Healthy/,
      ],
      ['Image', /Job mail-sender-import-bounces gave up/, /^Healthy/],
    ] as const) {
      await screen.goto('/');
      await tour().getByRole('button', { name: 'Scene 7:' }).click();
      await tour().getByRole('link', { name: link, exact: true }).click();
      await page().getByText(said).first().waitFor();
      await page().getByRole('heading', { name: status }).first().waitFor();
    }
    assert.deepEqual(screen.complaints, []);
  });

  it('can be closed, stays closed, and can be opened again', async () => {
    await screen.goto('/');
    await tour().getByRole('button', { name: 'Close the tour' }).click();
    await tour().waitFor({ state: 'detached' });
    await page().reload();
    await page().getByText('This world is simulated').waitFor();
    assert.equal(await tour().count(), 0);
    await page().getByRole('button', { name: 'Tour' }).click();
    await tour().waitFor();
    assert.deepEqual(screen.complaints, []);
  });

  it('shows, after the backend was stopped and started, what happened meanwhile, once', async () => {
    const since = Date.now();
    await screen.goto('/');
    await page().getByRole('button', { name: 'Restart the backend' }).click();
    await page()
      .getByRole('link', { name: 'See what happened meanwhile' })
      .click({ timeout: BACK_TIMEOUT_MS });
    // In the list: on the timeline, two in the same second are one mark.
    for (const change of [/Scaled \d → \d/, /SPEED 1x → 2x/]) {
      await page()
        .getByRole('row')
        .filter({ hasText: change })
        .first()
        .waitFor();
    }
    const { events } = await demo
      .as(GUEST)
      .entity<EventPage>('component:default/event-replayer', 'events', {
        degree: 0,
      });
    const kinds = events
      .filter(({ startedAt }) => Date.parse(startedAt) > since - SECOND_MS)
      .map(({ kind }) => kind);
    assert.deepEqual(kinds.sort(), ['config', 'scale']);
  });

  it('sets the incident off anew, and suspects the new change', async () => {
    await screen.goto('/');
    const clicked = Date.now();
    await page()
      .getByRole('button', { name: 'Break data-processor anew' })
      .click();
    await eventually(
      'its alert is open again',
      async () => {
        const { incidents } = await demo.state();
        const { phase, alertAt } = incidents.find(
          ({ id }) => id === 'replica-cut',
        )!;
        return phase === 'open' && Date.parse(alertAt!) > clicked;
      },
      ANEW_TIMEOUT_MS,
    );
    await eventually('the new change is suspected first', async () => {
      const { suspects } = await demo
        .as(GUEST)
        .entity<Suspects>(DATA_PROCESSOR, 'suspects');
      const [first] = suspects;
      return (
        first !== undefined &&
        Date.parse(first.event.startedAt) > clicked &&
        /cut replicas 50 → 5/.test(first.event.title)
      );
    });
    await show(1);
    await eventually('the page names such a cut first', async () =>
      /cut replicas 50 → 5/.test(
        await textOf(causes().getByRole('listitem').first()),
      ),
    );
  });
});
