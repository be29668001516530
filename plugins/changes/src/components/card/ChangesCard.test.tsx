import { screen } from '@testing-library/react';
import type {
  ChangesApi,
  EntityHealth,
} from '@ripplehq/backstage-plugin-changes-common';
import { INCIDENT_NOW, incidentHealth } from '../../../dev/fixtures';
import { renderScreen } from '../../../dev/renderScreen';
import { responseError } from '../../../dev/responseErrors';
import { ChangesCard } from './ChangesCard';

jest.setTimeout(60_000);

function answering(change: Partial<EntityHealth>): Partial<ChangesApi> {
  return {
    getHealth: async () => ({ ...incidentHealth(INCIDENT_NOW), ...change }),
  };
}

async function show(answers: Partial<ChangesApi> = {}, entityName?: string) {
  await renderScreen(<ChangesCard />, { answers, entityName });
}

describe('ChangesCard', () => {
  it('shows one status, the likely cause and the last three changes', async () => {
    await show();
    expect(await screen.findByText(/Unhealthy since/)).toBeInTheDocument();
    expect(
      screen.getByText('26 min · 4 issues · 16/16 replicas ready'),
    ).toBeInTheDocument();
    expect(await screen.findByText('Likely cause, 74 %')).toBeInTheDocument();
    expect(
      screen.getByText(/cut replicas 50 → 5, .*31 min ago\. 1 hop upstream\./),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'See the change' }),
    ).toHaveAttribute(
      'href',
      '/catalog/default/component/data-processor/changes?event=ra-deploy-2141',
    );
    expect(await screen.findByText('6 min ago · 2 hops')).toBeInTheDocument();
    expect(screen.getByText('26 min ago · kubelet')).toBeInTheDocument();
    expect(
      screen.getByText(
        '5 sources live, Kubernetes dr-eu silent 47 min, LaunchDarkly silent 2 h',
      ),
    ).toBeInTheDocument();
  });

  it('tells of withheld services their number only', async () => {
    await show();
    expect(
      await screen.findByText(
        '1 upstream service is withheld: you may not read it.',
      ),
    ).toBeInTheDocument();
  });

  it('is calm when all is well', async () => {
    await show({
      ...answering({
        status: 'healthy',
        since: new Date(INCIDENT_NOW - 6.2 * 24 * 3600_000).toISOString(),
        issues: [],
        alerts: [],
        dependencies: [],
      }),
      getEntityEvents: async () => ({ events: [] }),
    });
    expect(await screen.findByText('Healthy for 6 days')).toBeInTheDocument();
    expect(
      await screen.findByText('No changes seen in 7 days'),
    ).toBeInTheDocument();
    expect(screen.queryByText(/Likely cause/)).not.toBeInTheDocument();
  });

  it('says first what is not known, and never in the colour of health', async () => {
    await show(
      answering({
        status: 'unknown',
        since: new Date(INCIDENT_NOW - 47 * 60_000).toISOString(),
        reason: 'Last seen healthy. Nobody has watched since.',
      }),
    );
    expect(await screen.findByText(/Unknown since/)).toHaveStyle({
      color: 'var(--unk)',
    });
    expect(screen.getByText('dr-eu silent 47 min')).toBeInTheDocument();
    expect(
      screen.getByText('Last seen healthy. Nobody has watched since.'),
    ).toBeInTheDocument();
  });

  it('names the one annotation to add when nothing is bound', async () => {
    await show(
      answering({
        status: 'unknown',
        since: undefined,
        workloads: [],
        issues: [],
        alerts: [],
      }),
      'legacy-batch',
    );
    expect(
      await screen.findByText(/kubernetes-label-selector: app=legacy-batch/),
    ).toBeInTheDocument();
  });

  it('shows a skeleton while it waits', async () => {
    await show({ getHealth: () => new Promise(() => {}) });
    expect(
      screen.getByRole('status', { name: 'Loading: Changes and health' }),
    ).toBeInTheDocument();
  });

  it('says what failed, and that this says nothing about health', async () => {
    await show({
      getHealth: () => Promise.reject(new Error('Failed to fetch')),
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Failed to fetch. This says nothing about the health of data-processor.',
    );
  });

  it('names the permission that is missing', async () => {
    const error = await responseError({
      status: 403,
      name: 'NotAllowedError',
      message: 'Missing permission changes.read',
    });
    await show({ getHealth: () => Promise.reject(error) });
    expect(await screen.findByText('changes.read')).toBeInTheDocument();
  });
});
