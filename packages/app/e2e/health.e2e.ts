import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DevApp } from './DevApp.ts';
import { Screen } from './Screen.ts';

const NARROW_PX = 900;

describe('the Health tab', () => {
  let app: DevApp;
  let screen: Screen;

  before(async () => {
    app = await DevApp.start();
    screen = await Screen.open({ url: app.url });
  });
  after(async () => {
    await screen?.close();
    await app?.stop();
  });

  const open = async (name: string, kind = 'component') => {
    await screen.goto(`/catalog/default/${kind}/${name}/health`);
    return screen.page;
  };

  it('says what is wrong, with each workload, what is over, who is needed and who needs it', async () => {
    const page = await open('data-processor');
    await page.getByRole('heading', { name: /^Unhealthy since/ }).waitFor();
    await page.getByRole('link', { name: /^Likely cause, 74 %/ }).waitFor();

    const workloads = page.getByRole('region', { name: 'Workloads' });
    const job = workloads.getByRole('row', { name: /data-processor-compact/ });
    await job.getByText('Succeeded').waitFor();
    await job.getByText(/took 4 min/).waitFor();
    await job.getByText(/^next /).waitFor();

    const issues = page.getByRole('region', { name: 'Open issues' });
    assert.equal(await issues.getByRole('article').count(), 4);
    await issues.getByRole('button', { name: 'Closed in 7 days: 3' }).click();
    const closed = page.getByRole('region', { name: 'Closed in 7 days' });
    await closed.getByText(/nobody saw it$/).waitFor();

    await page.getByText('3 entities depend on this one:').waitFor();
    const thirdParties = page.getByRole('region', { name: 'Third parties' });
    await thirdParties.getByText('Operational').waitFor();
    await thirdParties
      .getByText(/^NAT gateways lose packets, since .* · 1 hop · Status pages/)
      .waitFor();
    await thirdParties.getByText(/last answer/).waitFor();
  });

  it('fits into a narrow window, and names no two days at one place', async () => {
    const page = await open('data-processor');
    const { width, height } = page.viewportSize()!;
    try {
      await page.setViewportSize({ width: NARROW_PX, height });
      const history = page.getByRole('region', { name: 'Last 7 days' });
      await history.getByRole('radio', { name: '30 d' }).waitFor();
      assert.deepEqual(
        await page.evaluate(() =>
          [...document.querySelectorAll('main, section')]
            .filter(({ clientWidth, scrollWidth }) => scrollWidth > clientWidth)
            .map(element => element.outerHTML.slice(0, 200)),
        ),
        [],
      );
      const days = await history
        .getByText(/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d+$/)
        .evaluateAll(elements =>
          elements.map(element => {
            const { left, right } = element.getBoundingClientRect();
            return { left, right };
          }),
        );
      assert.ok(days.length >= 6);
      days.slice(1).forEach(({ left }, index) => {
        assert.ok(left >= days[index].right);
      });
    } finally {
      await page.setViewportSize({ width, height });
    }
  });

  it('counts the parts of a System, and of withheld ones nothing more', async () => {
    const page = await open('orders', 'system');
    const parts = page.getByRole('region', { name: 'What belongs to it' });
    await parts.getByText('2 withheld').waitFor();
    await parts.getByRole('row', { name: /rest-api.*55\/55/ }).waitFor();
    assert.equal(
      await parts.getByRole('link', { name: 'rest-api' }).getAttribute('href'),
      '/catalog/default/component/rest-api/health',
    );
  });

  it('is calm when all is well', async () => {
    const page = await open('auth-service');
    await page.getByRole('heading', { name: 'Healthy for 6 days' }).waitFor();
    await page.getByText('No issue is open.').waitFor();
    assert.equal(await page.getByRole('link', { name: /cause/ }).count(), 0);
  });

  it('does not take for well what nobody watches', async () => {
    const page = await open('orders-archive');
    await page.getByRole('heading', { name: /^Unknown since/ }).waitFor();
    await page.getByText(/^as seen .* min ago$/).waitFor();
  });

  it('proposes the annotation that would find a workload', async () => {
    const page = await open('legacy-batch');
    await page.getByText('No workload found for legacy-batch').waitFor();
    await page.getByText(/It would find 1 workload now\.$/).waitFor();
    await page.getByRole('button', { name: 'Copy', exact: true }).waitFor();
  });

  it('says that it could not be read, which request it was, and offers to try again', async () => {
    const page = await open('ledger-export');
    const alert = page.getByRole('alert');
    await alert.getByText('This could not be read').waitFor();
    await alert.getByText(/Request 7f1c-02ae$/).waitFor();
    await alert.getByRole('button', { name: 'Try again' }).waitFor();
  });

  it('names the permission that is missing', async () => {
    const page = await open('invoice-worker');
    await page
      .getByText(/changes\.read/)
      .first()
      .waitFor();
  });

  it('shows that it waits', async () => {
    const page = await open('search-indexer');
    await page.getByRole('status', { name: 'Loading: Health' }).waitFor();
  });
});
