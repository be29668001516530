import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type {
  ChangesApi,
  EntityHealth,
} from '@ripplehq/backstage-plugin-changes-common';
import { INCIDENT_NOW, incidentHealth } from '../../../dev/fixtures';
import { renderScreen } from '../../../dev/renderScreen';
import { responseError } from '../../../dev/responseErrors';
import { HealthTab } from './HealthTab';

jest.setTimeout(60_000);

async function show(
  answers: Partial<ChangesApi> = {},
  entityName?: string,
): Promise<void> {
  await renderScreen(<HealthTab />, { answers, entityName });
}

function answering(change: Partial<EntityHealth>): Partial<ChangesApi> {
  return {
    getHealth: async () => ({ ...incidentHealth(INCIDENT_NOW), ...change }),
  };
}

describe('HealthTab', () => {
  it('says what is wrong, since when and why, and leads to the likely cause', async () => {
    await show();
    expect(
      await screen.findByRole('heading', { name: /Unhealthy since/ }),
    ).toHaveTextContent('26 min');
    expect(
      screen.getByText(/10 of 10 replicas are ready, yet/),
    ).toBeInTheDocument();
    const cause = await screen.findByRole('link', {
      name: /Likely cause, 74 %: rest-api deployed v2.14.1/,
    });
    expect(cause).toHaveAttribute(
      'href',
      '/catalog/default/component/data-processor/changes?event=ra-deploy-2141',
    );
  });

  it('shows every workload with replicas, version, rollout and autoscaler', async () => {
    await show();
    const table = await screen.findByRole('table');
    const [, prod, , staging, stale] = within(table).getAllByRole('row');
    expect(prod).toHaveTextContent('10/10all ready, still unhealthy');
    expect(prod).toHaveTextContent('at max');
    expect(
      within(prod).getByRole('img', {
        name: 'Autoscaler: minimum 4, now 10, maximum 10',
      }),
    ).toBeInTheDocument();
    expect(staging).toHaveTextContent('In progress 9 min, 1 of 2');
    expect(stale).toHaveTextContent(/as seen .*, 47 min ago/);
    expect(within(stale).getByLabelText('Stale')).toBeInTheDocument();
  });

  it('lists issues and alerts worst first, each with its evidence', async () => {
    await show();
    const panel = await screen.findByRole('region', { name: 'Open issues' });
    expect(
      within(panel)
        .getAllByRole('heading', { level: 3 })
        .map(heading => heading.textContent),
    ).toEqual([
      'Workers fail their liveness probe, 3 containers restarted',
      'Datadog: queue lag > 5 min',
      'Autoscaler at its maximum of 10',
      'Rollout does not progress: image cannot be pulled',
    ]);
    expect(panel).toHaveTextContent('Terminated, exit code 137');
  });

  it('draws upstream services as a tree, and of withheld ones only the number', async () => {
    await show();
    const panel = await screen.findByRole('region', {
      name: 'What it depends on',
    });
    expect(panel).toHaveTextContent('1 withheld');
    expect(panel).toHaveTextContent('degraded by rest-api');
    expect(
      within(panel).getByRole('link', { name: 'rest-api' }),
    ).toHaveAttribute('href', '/catalog/default/component/rest-api/health');
  });

  it('leaves unwatched time out of the last seven days', async () => {
    await show();
    const panel = await screen.findByRole('region', { name: 'Last 7 days' });
    expect(panel).toHaveTextContent('left out, not counted as healthy');
    expect(
      within(panel).getByRole('img', { name: /^dr-eu; not seen yet/i }),
    ).toBeInTheDocument();
  });

  it('names the sources and how fresh they are, the silent ones first', async () => {
    await show();
    const row = (await screen.findByText('Worked out from')).parentElement!;
    expect(row).toHaveTextContent(
      /Worked out fromKubernetes dr-eu: silent 47 minLaunchDarkly: silent 2 h/,
    );
    expect(row).toHaveTextContent('GitHub: live, 40 s');
  });

  it('is calm when all is well', async () => {
    await show(
      answering({
        status: 'healthy',
        since: new Date(INCIDENT_NOW - 6.5 * 24 * 3600_000).toISOString(),
        reason: 'All 16 replicas are ready',
        issues: [],
        alerts: [],
      }),
    );
    expect(
      await screen.findByRole('heading', { name: 'Healthy for 6 days' }),
    ).toBeInTheDocument();
    expect(screen.queryByText('Open issues')).not.toBeInTheDocument();
    expect(screen.queryByText(/Likely cause/)).not.toBeInTheDocument();
  });

  it('does not name a cause when none is more likely than no change', async () => {
    await show({
      getSuspects: async () => ({
        suspects: [],
        others: { count: 0, probability: 0 },
        noChange: 1,
        coverage: [],
        withheld: 0,
      }),
    });
    expect(
      await screen.findByRole('link', { name: 'See what changed' }),
    ).toBeInTheDocument();
  });

  it('says what was looked for when nothing is bound, and the one annotation to add', async () => {
    const user = userEvent.setup();
    await show(
      answering({
        status: 'unknown',
        since: undefined,
        reason: 'No workload found',
        workloads: [],
        issues: [],
        alerts: [],
        history: [],
        environments: [],
      }),
      'legacy-batch',
    );
    expect(
      await screen.findByText('No workload found for legacy-batch'),
    ).toBeInTheDocument();
    expect(screen.getByText('none in 2 clusters')).toBeInTheDocument();
    expect(screen.getByText('could not ask')).toBeInTheDocument();
    expect(
      screen.getByText(/kubernetes-label-selector: app=legacy-batch/),
    ).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Copy' }));
    expect(await screen.findByText('Copied')).toBeInTheDocument();
  });

  it('shows a skeleton while it waits', async () => {
    await show({ getHealth: () => new Promise(() => {}) });
    expect(
      screen.getByRole('status', { name: 'Loading: Health' }),
    ).toHaveAttribute('aria-busy', 'true');
  });

  it('says what failed, with the request’s id, and tries again', async () => {
    const user = userEvent.setup();
    const error = await responseError({
      status: 503,
      name: 'ServiceUnavailableError',
      message: 'The database of the changes plugin is away',
      requestId: '7f1c-02ae',
    });
    const getHealth = jest
      .fn<Promise<EntityHealth>, []>()
      .mockRejectedValueOnce(error)
      .mockImplementation(async () => incidentHealth(INCIDENT_NOW));
    await show({ getHealth });
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent(
      'The database of the changes plugin is away (503).',
    );
    expect(alert).toHaveTextContent('Request 7f1c-02ae');
    await user.click(within(alert).getByRole('button', { name: /Try again/ }));
    expect(
      await screen.findByRole('heading', { name: /Unhealthy since/ }),
    ).toBeInTheDocument();
  });

  it('keeps the last good answer when a later attempt fails, and says so', async () => {
    const getHealth = jest
      .fn<Promise<EntityHealth>, []>()
      .mockResolvedValueOnce(incidentHealth(INCIDENT_NOW))
      .mockRejectedValue(new Error('Failed to fetch'));
    await show({ getHealth });
    await screen.findByRole('heading', { name: /Unhealthy since/ });
    act(() => {
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await waitFor(() =>
      expect(screen.getByRole('alert')).toHaveTextContent(
        /Could not be refreshed since .*: Failed to fetch/,
      ),
    );
    expect(
      screen.getByRole('heading', { name: /Unhealthy since/ }),
    ).toBeInTheDocument();
  });

  it('names the permission that is missing', async () => {
    const error = await responseError({
      status: 403,
      name: 'NotAllowedError',
      message: 'Missing permission changes.read',
    });
    await show({ getHealth: () => Promise.reject(error) });
    expect(
      await screen.findByText('You may not see changes of this entity'),
    ).toBeInTheDocument();
    expect(screen.getByText('changes.read')).toBeInTheDocument();
  });

  it('shows times in UTC on demand', async () => {
    const user = userEvent.setup();
    await show();
    await user.click(
      await screen.findByRole('button', { name: /Show times in UTC/ }),
    );
    expect(
      await screen.findByRole('heading', { name: /Unhealthy since 01:46/ }),
    ).toBeInTheDocument();
  });
});
