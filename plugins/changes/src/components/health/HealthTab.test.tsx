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
    const [, prod, , staging, nightly, stale] =
      within(table).getAllByRole('row');
    expect(prod).toHaveTextContent('10/10all ready, still unhealthy');
    expect(prod).toHaveTextContent('at max');
    expect(
      within(prod).getByRole('img', {
        name: 'Autoscaler: minimum 4, now 10, maximum 10',
      }),
    ).toBeInTheDocument();
    expect(staging).toHaveTextContent('In progress 9 min, 1 of 2');
    expect(nightly).toHaveTextContent(
      /Succeeded.*:00, took 4 min.*next \d\d:00/,
    );
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
      within(panel).getByRole('img', { name: /^dr-eu; not there yet/i }),
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

  it('lists on demand what is over, and says of an end that nobody saw between when it was', async () => {
    const user = userEvent.setup();
    await show();
    await user.click(
      await screen.findByRole('button', { name: 'Closed in 7 days: 3' }),
    );
    const panel = screen.getByRole('region', { name: 'Closed in 7 days' });
    expect(
      within(panel).getByRole('link', {
        name: 'worker crashes again and again',
      }),
    ).toHaveAttribute(
      'href',
      '/catalog/default/component/data-processor/changes?event=dp-closed-3',
    );
    expect(panel).toHaveTextContent(/ended between .* nobody saw it/);
  });

  it('says who needs it, and how third parties are', async () => {
    await show();
    expect(
      await screen.findByText(
        '3 entities depend on this one: 1 degraded, 2 healthy.',
      ),
    ).toBeInTheDocument();
    const panel = screen.getByRole('region', { name: 'Third parties' });
    expect(panel).toHaveTextContent('stripeOperational');
  });

  it('goes back thirty days when asked', async () => {
    const user = userEvent.setup();
    const day = 24 * 3600_000;
    const getHealth = jest.fn<
      Promise<EntityHealth>,
      Parameters<ChangesApi['getHealth']>
    >(async (_, { days = 7 } = {}) => ({
      ...incidentHealth(INCIDENT_NOW),
      window: {
        from: new Date(INCIDENT_NOW - days * day).toISOString(),
        to: new Date(INCIDENT_NOW).toISOString(),
      },
    }));
    await show({ getHealth });
    await user.click(await screen.findByRole('radio', { name: '30 d' }));
    expect(
      await screen.findByRole('region', { name: 'Last 30 days' }),
    ).toBeInTheDocument();
  });

  it('shows what belongs to a System, and of withheld parts only the number', async () => {
    await show(
      answering({
        workloads: [],
        parts: [
          {
            entityRef: 'component:default/rest-api',
            title: 'rest-api',
            kind: 'Component',
            health: { status: 'degraded', reason: '5 of 50 are ready' },
            environments: [{ name: 'prod-eu', status: 'degraded' }],
            issueCount: 1,
            ready: { ready: 5, desired: 50 },
          },
        ],
        partCounts: { unhealthy: 0, degraded: 1, unknown: 0, healthy: 0 },
        partsWithheld: 2,
      }),
    );
    const panel = await screen.findByRole('region', {
      name: 'What belongs to it',
    });
    expect(panel).toHaveTextContent('1 degraded2 withheld');
    expect(
      within(panel).getByRole('link', { name: 'rest-api' }),
    ).toHaveAttribute('href', '/catalog/default/component/rest-api/health');
  });

  it('proposes the annotation that would find a workload now', async () => {
    await show(
      answering({
        status: 'unknown',
        since: undefined,
        workloads: [],
        issues: [],
        alerts: [],
        lookedFor: {
          claims: [
            {
              source: 'kubernetes',
              how: 'label',
              text: 'backstage.io/kubernetes-id=legacy-batch',
              found: 0,
            },
          ],
          suggestion: {
            annotation: 'backstage.io/kubernetes-label-selector',
            value: 'app.kubernetes.io/name=legacy-batch',
            found: 1,
          },
        },
      }),
      'legacy-batch',
    );
    expect(
      await screen.findByText(
        /kubernetes-label-selector: app.kubernetes.io\/name=legacy-batch/,
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/It would find 1 workload now\./),
    ).toBeInTheDocument();
  });

  it('is calm when all is well', async () => {
    await show(
      answering({
        status: 'healthy',
        since: new Date(INCIDENT_NOW - 6.5 * 24 * 3600_000).toISOString(),
        reason: 'All 16 replicas are ready',
        issues: [],
        alerts: [],
        closed: { count: 0, events: [] },
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
