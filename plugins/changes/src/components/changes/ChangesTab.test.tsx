import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { TestApiProvider, renderInTestApp } from '@backstage/test-utils';
import type {
  ChangesApi,
  TimelineQuery,
} from '@ripplehq/backstage-plugin-changes-common';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useLocation } from 'react-router-dom';
import {
  FixtureChangesApi,
  INCIDENT_NOW,
  incidentEntities,
  incidentHealth,
  incidentTimeline,
} from '../../../dev/fixtures';
import { changesApiRef } from '../../api';
import {
  TEST_DAY,
  testEvent,
  testLane,
  testTimeline,
} from '../../model/testEvents';
import { ClockProvider } from '../kit';
import { ChangesTab } from './ChangesTab';

jest.setTimeout(60_000);

// jsdom draws no canvas; counts are also told by its name.
beforeAll(() => {
  jest.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
});

const WAIT = { timeout: 20_000 };

function Address() {
  return <output data-testid="address">{useLocation().search}</output>;
}

function address(): URLSearchParams {
  return new URLSearchParams(screen.getByTestId('address').textContent ?? '');
}

async function renderTab(
  options: {
    answers?: Partial<ChangesApi>;
    path?: string;
    now?: number;
  } = {},
) {
  const now = options.now ?? INCIDENT_NOW;
  const api = FixtureChangesApi.create({ now, answers: options.answers });
  const entity = incidentEntities().find(
    ({ metadata }) => metadata.name === 'data-processor',
  )!;
  await renderInTestApp(
    <TestApiProvider apis={[[changesApiRef, api]]}>
      <ClockProvider clock={{ now: () => now }}>
        <EntityProvider entity={entity}>
          <ChangesTab />
        </EntityProvider>
        <Address />
      </ClockProvider>
    </TestApiProvider>,
    {
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      routeEntries: [options.path ?? '/'],
    },
  );
  return { api };
}

const timeline = () =>
  screen.findByRole('group', { name: /^Timeline\. Arrow keys/ }, WAIT);

describe('the Changes tab', () => {
  it('says first what probably caused it; its rows add up to 100 %', async () => {
    await renderTab();
    const causes = await screen.findByRole(
      'region',
      { name: 'Likely causes' },
      WAIT,
    );
    expect(causes).toHaveTextContent('Unhealthy since');
    const percents = within(causes)
      .getAllByText(/^\d+ %$/)
      .map(element => Number.parseInt(element.textContent!, 10));
    const others = Number(/share (\d+) %/.exec(causes.textContent!)![1]);
    expect(percents.reduce((a, b) => a + b, 0) + others).toBe(100);
    expect(causes).toHaveTextContent('No recorded change explains this');
    expect(
      within(causes).getByRole('link', { name: 'Ask team-core' }),
    ).toHaveAttribute('href', '/catalog/default/group/team-core');
  });

  it('opens an event and shows that 50 became 5, by whom, and the commits', async () => {
    await renderTab();
    const row = await screen.findByRole(
      'button',
      { name: /Deployed v2\.14\.1 and cut replicas 50 → 5/ },
      WAIT,
    );
    await userEvent.click(row);
    const drawer = await screen.findByRole('complementary', {
      name: 'Event details',
    });
    expect(
      await within(drawer).findByRole(
        'heading',
        { name: /cut replicas 50 → 5/ },
        WAIT,
      ),
    ).toHaveFocus();
    expect(await within(drawer).findByText('90 % fewer')).toBeVisible();
    expect(within(drawer).getByText('− 50')).toBeVisible();
    expect(within(drawer).getByText('+ 5')).toBeVisible();
    expect(drawer).toHaveTextContent('Dana Whitfield');
    expect(drawer).toHaveTextContent('Most likely cause, 74 %');
    expect(
      within(within(drawer).getByRole('region', { name: 'Part of' })).getByRole(
        'button',
      ),
    ).toHaveTextContent('Argo CD synced rest-api to 9f3c1ae');
    expect(
      within(
        within(drawer).getByRole('region', { name: 'What it brought' }),
      ).getByRole('button'),
    ).toHaveTextContent('TIMEOUT_MS 5000 → 4000');
    expect(
      await within(drawer).findByText('Cache order lookups for two minutes'),
    ).toBeVisible();
    await waitFor(
      () => expect(drawer).toHaveTextContent('replicaCount: 5'),
      WAIT,
    );
    await waitFor(() => expect(address().get('event')).toBe('ra-deploy-2141'));
    expect(address().get('to')).toBe('2026-11-19T02:12:40Z');
  });

  it('opens the event that the address names, and tells the reader why there is no code', async () => {
    await renderTab({
      path: '/?event=ra-deploy-2141',
      answers: {
        getCode: async () => ({
          state: 'unknown',
          reason: 'no integration for git.example.com',
        }),
      },
    });
    expect(
      await screen.findByText(
        'No commits: no integration for git.example.com',
        {},
        WAIT,
      ),
    ).toBeVisible();
  });

  it('narrows list and chart to a kind', async () => {
    const asked: TimelineQuery[] = [];
    await renderTab({
      answers: {
        getTimeline: async (_, query) => {
          asked.push(query ?? {});
          return incidentTimeline(INCIDENT_NOW, query);
        },
      },
    });
    const chart = await timeline();
    expect(
      within(chart).getAllByRole('button', { name: /Flag|batch-v2/ }),
    ).not.toHaveLength(0);
    await userEvent.click(screen.getByRole('button', { name: /^Kind/ }));
    await userEvent.click(
      await screen.findByRole('checkbox', { name: 'Deployment' }),
    );
    await userEvent.keyboard('{Escape}');
    await waitFor(
      () =>
        expect(
          screen.queryByRole('button', { name: /PR #1832 merged/ }),
        ).not.toBeInTheDocument(),
      WAIT,
    );
    expect(
      screen.getByRole('button', { name: /Deployed v2\.14\.1/ }),
    ).toBeInTheDocument();
    expect(
      within(chart).queryByRole('button', { name: /batch-v2/ }),
    ).not.toBeInTheDocument();
    expect(asked[asked.length - 1].kind).toEqual(['deployment']);
    await waitFor(() =>
      expect(address().getAll('kind')).toEqual(['deployment']),
    );
  });

  it('zooms by a drag on the overview, and says so in the address', async () => {
    await renderTab();
    await timeline();
    const overview = screen.getByTestId('timeline-overview');
    fireEvent.pointerDown(overview, { clientX: 500, button: 0 });
    fireEvent.pointerMove(window, { clientX: 600 });
    fireEvent.pointerMove(window, { clientX: 750 });
    fireEvent.pointerUp(window, { clientX: 750 });
    await waitFor(() => expect(address().get('zoom')).toBeTruthy());
    const [from, to] = address()
      .get('zoom')!
      .split('..')
      .map(moment => Date.parse(moment));
    // A quarter of the width of a day.
    expect((to - from) / 3_600_000).toBeCloseTo(6.2, 0);
    await userEvent.click(screen.getByRole('button', { name: 'Show 24 h' }));
    await waitFor(() => expect(address().get('zoom')).toBeNull());
  });

  it('is walked by keys: one tab stop, arrows, Enter, Esc', async () => {
    await renderTab();
    const chart = await timeline();
    chart.focus();
    await userEvent.keyboard('{ArrowLeft}');
    const status = () =>
      screen
        .getAllByRole('status')
        .map(element => element.textContent)
        .join();
    expect(status()).toContain('payments-gw');
    expect(document.activeElement).toHaveAttribute('data-mark');
    expect(chart.querySelectorAll('[tabindex="0"]')).toHaveLength(1);
    await userEvent.keyboard('{ArrowLeft}{ArrowLeft}{ArrowUp}');
    const chosen = document.activeElement?.getAttribute('data-mark');
    expect(chosen).toBeTruthy();
    await userEvent.keyboard('{Enter}');
    await screen.findByRole('complementary', { name: 'Event details' });
    await userEvent.keyboard('{Escape}');
    expect(
      screen.queryByRole('complementary', { name: 'Event details' }),
    ).not.toBeInTheDocument();
    expect(document.activeElement?.getAttribute('data-mark')).toBe(chosen);
    await userEvent.keyboard('+');
    await waitFor(() => expect(address().get('zoom')).toBeTruthy());
    await userEvent.keyboard('0');
    await waitFor(() => expect(address().get('zoom')).toBeNull());
    await userEvent.keyboard('1');
    const drawer = await screen.findByRole('complementary', {
      name: 'Event details',
    });
    expect(
      await within(drawer).findByText('Most likely cause, 74 %', {}, WAIT),
    ).toBeVisible();
    await userEvent.keyboard('/');
    expect(
      screen.getByRole('searchbox', { name: 'Search text' }),
    ).toHaveFocus();
  });

  it('stores whether it was the cause', async () => {
    const putVerdict = jest.fn(async () => {});
    await renderTab({
      path: '/?event=ra-deploy-2141',
      answers: { putVerdict },
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'This was the cause' }, WAIT),
    );
    expect(putVerdict).toHaveBeenCalledWith('ra-deploy-2141', {
      symptom: 'dp-health-1',
      verdict: 'cause',
    });
  });

  it('is one calm line while the service is healthy', async () => {
    await renderTab({
      answers: {
        getTimeline: async (_, query) => {
          const answer = incidentTimeline(INCIDENT_NOW, query);
          const [own, ...rest] = answer.lanes;
          return {
            ...answer,
            lanes: [
              {
                ...own,
                health: {
                  status: 'healthy',
                  since: new Date(
                    INCIDENT_NOW - 6.2 * 86_400_000,
                  ).toISOString(),
                  reason: '',
                },
              },
              ...rest,
            ],
          };
        },
        getSuspects: async () => ({
          suspects: [],
          others: { count: 0, probability: 0 },
          noChange: 1,
          coverage: [],
          withheld: 0,
        }),
      },
    });
    const causes = await screen.findByRole(
      'region',
      { name: 'Likely causes' },
      WAIT,
    );
    expect(causes).toHaveTextContent('Healthy for 6 days');
    expect(causes).not.toHaveTextContent('No recorded change');
  });

  it('says that nothing changed, and what was watched; offers a week', async () => {
    const asked: TimelineQuery[] = [];
    await renderTab({
      answers: {
        getTimeline: async (_, query) => {
          asked.push(query ?? {});
          return {
            ...incidentTimeline(INCIDENT_NOW, query),
            events: [],
            intervals: [],
            lanes: [testLane({ title: 'data-processor' })],
          };
        },
      },
    });
    expect(
      await screen.findByText('No changes seen in 24 h', {}, WAIT),
    ).toBeVisible();
    expect(screen.getByText('What was watched')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Show 7 d' }));
    await waitFor(() => {
      const { from } = asked[asked.length - 1];
      expect((INCIDENT_NOW - Date.parse(from!)) / 86_400_000).toBeCloseTo(7, 0);
    });
  });

  it('names the annotation that would bind a service of which only upstream events are known', async () => {
    const unknown = { status: 'unknown' as const, reason: 'Nothing is bound' };
    await renderTab({
      answers: {
        getTimeline: async (_, query) => {
          const answer = incidentTimeline(INCIDENT_NOW, query);
          const [own, ...rest] = answer.lanes;
          return {
            ...answer,
            lanes: [{ ...own, health: unknown }, ...rest],
            events: answer.events.filter(({ lanes }) => !lanes.includes(0)),
            intervals: [],
          };
        },
        getHealth: async () => ({
          ...incidentHealth(INCIDENT_NOW),
          ...unknown,
          workloads: [],
          issues: [],
          alerts: [],
        }),
      },
    });
    expect(await timeline()).toHaveTextContent('rest-api');
    const notice = await screen.findByRole('region', { name: 'Not bound' });
    expect(notice).toHaveTextContent(
      'backstage.io/kubernetes-label-selector: app=data-processor',
    );
    expect(
      within(notice).getByRole('button', { name: 'Copy' }),
    ).toBeInTheDocument();
  });

  it('says how many services have no lane because there are too many', async () => {
    await renderTab({
      answers: {
        getTimeline: async (_, query) => ({
          ...incidentTimeline(INCIDENT_NOW, query),
          lanesLeftOut: 17,
        }),
      },
    });
    expect(
      await screen.findByText(
        /17 more services, further away, are not drawn/,
        {},
        WAIT,
      ),
    ).toBeVisible();
  });

  it('draws what the autoscaler asked for, and opens its run', async () => {
    await renderTab();
    const chart = await timeline();
    expect(chart).toHaveTextContent('autoscaler 4 → 10, at its maximum');
    fireEvent.click(
      await within(chart).findByRole('button', {
        name: /Autoscaler 4 → 6 → 8 → 10/,
      }),
    );
    await waitFor(() => expect(address().get('event')).toBe('dp-autoscale-2'));
  });

  it('says what failed, and looks again on request', async () => {
    let fails = true;
    await renderTab({
      answers: {
        getTimeline: async (_, query) => {
          if (fails) throw new Error('The database is away');
          return incidentTimeline(INCIDENT_NOW, query);
        },
      },
    });
    expect(
      await screen.findByText(/The database is away/, {}, WAIT),
    ).toBeVisible();
    fails = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await timeline();
  });

  it.each([
    ['10,000 events', 10_000],
    ['as many as still fit every lane', 1_700],
  ])('draws %s of 30 services with fewer than 700 nodes', async (_, count) => {
    const lanes = Array.from({ length: 30 }, (__, index) =>
      testLane({
        title: `service-${index}`,
        degree: index === 0 ? 0 : 1 + (index % 4),
        complete: count < 5_000 || index % 3 !== 0,
        counts: { change: Array(96).fill(4), alert: [], health: [] },
      }),
    );
    const events = Array.from({ length: count }, (__, i) =>
      testEvent({
        id: `e${i}`,
        at: TEST_DAY + ((i * 7919) % 86_400) * 1000,
        kind: ['deployment', 'config', 'pipeline', 'flag'][i % 4],
        lanes: [i % 30],
        entityRefs: [lanes[i % 30].entityRef],
      }),
    );
    await renderTab({
      now: TEST_DAY + 86_400_000,
      answers: {
        getTimeline: async () => testTimeline(lanes, events),
        getSuspects: async () => ({
          suspects: [],
          others: { count: 0, probability: 0 },
          noChange: 1,
          coverage: [],
          withheld: 0,
        }),
      },
    });
    const chart = await timeline();
    await within(chart).findAllByText('service-7');
    expect(chart.querySelectorAll('svg, svg *').length).toBeLessThan(700);
    // The table keeps some 40 rows alive, not thousands.
    expect(screen.getAllByRole('row').length).toBeLessThan(60);
  });
});
