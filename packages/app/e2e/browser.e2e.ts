import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type {
  CreatedEvents,
  EventPage,
  Timeline,
} from '@ripplehq/backstage-plugin-changes-common';
import { Screen, type Theme } from './Screen.ts';
import { World } from './world/World.ts';
import { eventually } from './world/eventually.ts';

const START_TIMEOUT_MS = 180_000;
const DATA_PROCESSOR = 'component:default/data-processor';
const PAGE = '/catalog/default/component/data-processor';
const CULPRIT = /rest-api deployed v2\.14\.1 and cut replicas 50 → 5/;
const ALERT = 'Orders wait longer than 10 minutes';
const ALERT_MINUTES_AGO = 27;

describe('the screens', () => {
  let world: World;
  let screen: Screen;

  before(async () => {
    world = await World.start({
      signal: AbortSignal.timeout(START_TIMEOUT_MS),
    });
    await world.cluster.play();
    await eventually('the story is told, here and upstream', async () => {
      const { lanes } = await world.portal.guest.entity<Timeline>(
        DATA_PROCESSOR,
        'timeline',
      );
      const { events } = await world.portal.guest.entity<EventPage>(
        DATA_PROCESSOR,
        'events',
      );
      return (
        lanes.some(({ title }) => title === 'auth-service') &&
        events.some(({ kind }) => kind === 'autoscale')
      );
    });
    screen = await Screen.open({ url: world.portal.url });
  });
  after(async () => {
    await screen?.close();
    await world?.stop();
  });
  afterEach(() => {
    assert.deepEqual(screen.complaints, []);
  });

  it('show a guest who depends on whom, and what changed there', async () => {
    await screen.goto(PAGE);
    const { page } = screen;
    await page
      .getByRole('navigation', { name: 'Content navigation' })
      .getByRole('link', { name: 'Changes' })
      .click();
    await page.getByRole('group', { name: 'rest-api', exact: true }).waitFor();
    await page.getByText('1 hop upstream').first().waitFor();
    await mark(screen, CULPRIT).waitFor();
  });

  it('show an alert that comes in without a reload, and its probable cause', async () => {
    const { page } = screen;
    await page.evaluate(() => Object.assign(window, { isSamePage: true }));
    const { results } = await world.portal.tool.post<CreatedEvents>('/events', [
      {
        type: 'alert',
        kind: 'lag',
        title: ALERT,
        severity: 'critical',
        entityRefs: [DATA_PROCESSOR],
        key: 'orders-wait',
        startedAt: new Date(
          Date.now() - ALERT_MINUTES_AGO * 60_000,
        ).toISOString(),
      },
    ]);
    assert.equal(results[0].error, undefined);
    const causes = page.getByRole('region', { name: 'Likely causes' });
    await causes.getByText('Unhealthy since').waitFor();
    const first = causes.getByRole('listitem').first();
    assert.match((await first.innerText()).replace(/\s+/g, ' '), CULPRIT);
    await page
      .getByRole('button', { name: new RegExp(ALERT) })
      .first()
      .waitFor();
    assert.ok(await page.evaluate(() => 'isSamePage' in window));
  });

  it('zoom to what is dragged over', async () => {
    const { page } = screen;
    await screen.goto(`${PAGE}/changes`);
    const overview = page.getByTestId('timeline-overview');
    const box = (await overview.boundingBox())!;
    const y = box.y + box.height / 3;
    await page.mouse.move(box.x + box.width * 0.85, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.9, y, { steps: 5 });
    await page.mouse.move(box.x + box.width * 0.999, y, { steps: 5 });
    await page.mouse.up();
    // What lies before the view is told at its edge.
    await page
      .getByRole('button', { name: 'rest-api: 1 events before' })
      .waitFor();
    assert.equal(await mark(screen, /deployed v2\.14\.0/).count(), 0);
    await mark(screen, CULPRIT).waitFor();
  });

  it('leave out what is filtered away', async () => {
    const { page } = screen;
    await screen.goto(`${PAGE}/changes`);
    const search = page.getByRole('searchbox', { name: 'Search text' });
    await search.fill('replicas');
    await mark(screen, /auth-service deployed/).waitFor({ state: 'detached' });
    await mark(screen, CULPRIT).waitFor();
    await search.fill('');
    await mark(screen, /auth-service deployed/).waitFor();
  });

  it('open a change into its diff and its commits', async () => {
    const { page } = screen;
    await screen.goto(`${PAGE}/changes`);
    await mark(screen, CULPRIT).click();
    await page.keyboard.press('Enter');
    await readCulprit(screen);
    await page.keyboard.press('Escape');
  });

  it('are given by their address', async () => {
    const { page } = screen;
    await screen.goto(`${PAGE}/changes`);
    await mark(screen, CULPRIT).click();
    await readCulprit(screen);
    await page.waitForURL(/[?&]event=/);
    await page.reload();
    await readCulprit(screen);
  });

  it('say on the Health tab what is wrong and how it is known', async () => {
    await screen.goto(`${PAGE}/health`);
    const { page } = screen;
    await page.getByText(ALERT).first().waitFor();
    await page.getByText('10 of 10').first().waitFor();
  });

  it('list the unhealthy first in the explorer', async () => {
    await screen.goto('/changes');
    const { page } = screen;
    const rows = page.getByRole('row').filter({ hasText: /data-processor/ });
    await rows.first().waitFor();
    await page.getByText('50 → 5').first().waitFor();
  });

  it('say on the overview whether it is fine', async () => {
    await screen.goto(PAGE);
    const card = screen.page.getByRole('region', {
      name: 'Changes and health',
    });
    await card.getByText('Unhealthy').first().waitFor();
    await card.getByRole('link', { name: CULPRIT }).first().waitFor();
  });

  const look = async (theme: Theme) => {
    const other = await Screen.open({ url: world.portal.url, theme });
    try {
      await pictures(other, theme);
      assert.deepEqual(other.complaints, []);
    } finally {
      await other.close();
    }
  };

  it('are there in light', () => look('light'));
  it('are there in dark', () => look('dark'));
});

function mark({ page }: Screen, name: RegExp) {
  return page
    .getByRole('group', { name: /^Timeline\./ })
    .getByRole('button', { name })
    .first();
}

async function readCulprit({ page }: Screen): Promise<void> {
  const drawer = page.getByRole('complementary', { name: 'Event details' });
  await drawer.getByText('spec.replicas').first().waitFor();
  const text = (await drawer.innerText()).replace(/\s+/g, ' ');
  assert.match(text, /50 → 5/);
  await drawer
    .getByText('Smaller replicas for the load test')
    .first()
    .waitFor();
}

async function pictures(screen: Screen, theme: Theme): Promise<void> {
  const { page } = screen;
  await screen.goto(`${PAGE}/changes`);
  await mark(screen, CULPRIT).waitFor();
  await screen.picture(`changes-tab-${theme}`);
  await mark(screen, CULPRIT).click();
  await readCulprit(screen);
  await screen.picture(`change-open-${theme}`);
  await screen.goto(`${PAGE}/health`);
  await page.getByText('10 of 10').first().waitFor();
  await screen.picture(`health-tab-${theme}`);
  await screen.goto('/changes');
  await page.getByText('50 → 5').first().waitFor();
  await screen.picture(`explorer-${theme}`);
  await screen.goto(PAGE);
  await page.getByRole('link', { name: CULPRIT }).first().waitFor();
  await screen.picture(`overview-${theme}`);
}
