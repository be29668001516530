import { ReactNode } from 'react';
import { act, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  configApiRef,
  discoveryApiRef,
  errorApiRef,
  fetchApiRef,
  identityApiRef,
  translationApiRef,
} from '@backstage/frontend-plugin-api';
import { TestApiProvider, mockApis } from '@backstage/frontend-test-utils';
import { MemoryRouter } from 'react-router-dom';
import DemoFrame from './DemoFrame';
import type { WorldState } from './world';

const GUEST = 'user:default/guest';
const ROBIN = 'user:default/robin';
const ALERT_PATH = '/catalog/default/component/data-processor/changes?hops=4';
const CANARY_PATH = '/catalog/default/component/cart-api/changes?hops=4';
const RESTART_PATH = '/catalog/default/component/event-replayer/changes';

function worldState(change: Partial<WorldState> = {}): WorldState {
  return {
    now: new Date().toISOString(),
    phase: 'living',
    clusters: [{ name: 'prod-us', state: 'silent' }],
    incidents: [
      {
        id: 'replica-cut',
        phase: 'open',
        startedAt: '2026-11-24T10:16:00Z',
        alertAt: '2026-11-24T10:42:00Z',
        entityRef: 'component:default/data-processor',
      },
      {
        id: 'no-change',
        phase: 'quiet',
        entityRef: 'component:default/search-indexer',
      },
    ],
    scenes: [
      { id: 'alert', path: ALERT_PATH },
      { id: 'canary', path: CANARY_PATH },
      { id: 'restart', path: RESTART_PATH },
    ],
    ...change,
  };
}

type Answer = () => Response | Promise<never>;
const json =
  (body: unknown, status = 200): Answer =>
  () =>
    Response.json(body, { status });
const away: Answer = () =>
  new Response('Error occurred while trying to proxy', { status: 504 });

/** A portal in front of a world: what it answers can be changed. */
class World {
  readonly asked: string[] = [];
  answer: Answer = json(worldState());
  refusal?: string;

  readonly fetch: typeof fetch = async (input, init) => {
    const path = new URL(String(input)).pathname.replace('/api/proxy/demo', '');
    this.asked.push(`${init?.method ?? 'GET'} ${path}`);
    if (path === '/state') return this.answer();
    return this.refusal
      ? Response.json({ error: this.refusal }, { status: 409 })
      : Response.json({}, { status: 202 });
  };
}

function show(world: World) {
  const reload = jest.fn();
  const apis = (children: ReactNode) => (
    <TestApiProvider
      apis={[
        [
          configApiRef,
          mockApis.config({
            data: {
              demo: {
                users: [
                  { entityRef: GUEST, title: 'Guest' },
                  { entityRef: ROBIN, title: 'Robin' },
                ],
              },
            },
          }),
        ],
        [
          discoveryApiRef,
          mockApis.discovery({ baseUrl: 'http://localhost:7007' }),
        ],
        [fetchApiRef, { fetch: world.fetch }],
        [identityApiRef, mockApis.identity({ userEntityRef: GUEST })],
        [translationApiRef, mockApis.translation()],
        [errorApiRef, mockApis.error()],
      ]}
    >
      <MemoryRouter>{children}</MemoryRouter>
    </TestApiProvider>
  );
  const view = render(apis(<DemoFrame reload={reload}>The page</DemoFrame>));
  return { ...view, reload };
}

/** The next answer, without waiting for the timer. */
async function lookAgain() {
  await act(async () => {
    document.dispatchEvent(new Event('visibilitychange'));
  });
}

const banner = () => screen.getByRole('region', { name: 'Simulated world' });
const tour = () => screen.getByRole('region', { name: 'Five-minute tour' });
const status = () => within(banner()).getByRole('status');

beforeEach(() => window.localStorage.clear());

describe('the demo’s banner', () => {
  it('says over the page that the world is simulated, and leads to the open incident', async () => {
    show(new World());
    expect(screen.getByText('The page')).toBeInTheDocument();
    expect(banner()).toHaveTextContent('This world is simulated');
    expect(
      await within(banner()).findByRole('link', { name: 'data-processor' }),
    ).toHaveAttribute('href', ALERT_PATH);
  });

  it('says what time it is in a world that catches up, and starts nothing there', async () => {
    const world = new World();
    world.answer = json(
      worldState({ phase: 'catching-up', now: '2026-11-20T14:20:00Z' }),
    );
    show(world);
    await waitFor(() =>
      expect(status()).toHaveTextContent(/Telling the last 24 hours: /),
    );
    const button = within(banner()).getByRole('button', {
      name: /Break search-indexer/,
    });
    expect(button).toHaveAttribute('aria-disabled', 'true');
    expect(button).toHaveAccessibleDescription(
      'The world has not come to the present yet.',
    );
    await userEvent.click(button);
    expect(world.asked).not.toContain('POST /incidents/no-change/start');
  });

  it('sets an incident off and says how far it is until its alert is open', async () => {
    const world = new World();
    show(world);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Break search-indexer' }),
    );
    expect(world.asked).toContain('POST /incidents/no-change/start');

    const told = (phase: 'running' | 'open') =>
      worldState({
        incidents: [
          {
            id: 'no-change',
            phase,
            startedAt: '2026-11-24T11:00:00Z',
            alertAt: phase === 'open' ? '2026-11-24T11:01:00Z' : undefined,
            entityRef: 'component:default/search-indexer',
          },
        ],
      });
    world.answer = json(told('running'));
    await lookAgain();
    const running = await screen.findByRole('button', {
      name: /search-indexer: under way/,
    });
    expect(running).toHaveAttribute('aria-disabled', 'true');
    expect(running).toHaveAccessibleDescription(/It is under way since/);
    expect(status()).toHaveTextContent(/an alert within a minute/);

    world.answer = json(told('open'));
    await lookAgain();
    expect(
      await screen.findByRole('button', { name: /Break search-indexer anew/ }),
    ).not.toHaveAttribute('aria-disabled', 'true');
    expect(status()).toHaveTextContent('Open: search-indexer');
  });

  it('repeats the world’s own sentence when it refuses', async () => {
    const world = new World();
    world.refusal = 'The portal is being restarted already';
    show(world);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Restart the backend' }),
    );
    await waitFor(() =>
      expect(status()).toHaveTextContent(
        'The portal is being restarted already',
      ),
    );
  });

  it('stays calm while the backend restarts, and leads to what happened meanwhile', async () => {
    const world = new World();
    show(world);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Restart the backend' }),
    );
    expect(world.asked).toContain('POST /portal/restart');
    world.answer = away;
    await lookAgain();
    await waitFor(() =>
      expect(status()).toHaveTextContent(/The backend is starting again/),
    );
    expect(
      screen.getByRole('button', { name: 'Backend restarting' }),
    ).toHaveAttribute('aria-disabled', 'true');

    world.answer = json(worldState());
    await lookAgain();
    expect(
      await screen.findByRole('link', { name: 'See what happened meanwhile' }),
    ).toHaveAttribute('href', RESTART_PATH);
  });

  it('shows nothing of an answer that it does not understand', async () => {
    const world = new World();
    world.answer = json(
      worldState({ scenes: [{ id: 'alert', path: '//elsewhere.example' }] }),
    );
    show(world);
    await waitFor(() => expect(world.asked).toContain('GET /state'));
    expect(status()).toHaveTextContent('Waiting for the world…');
    expect(
      within(banner()).queryByRole('link', { name: 'data-processor' }),
    ).not.toBeInTheDocument();
  });

  it('signs in as another user by a cookie and loads the page anew', async () => {
    const { reload } = show(new World());
    const people = screen.getByRole('combobox', { name: 'Signed in as' });
    await waitFor(() => expect(people).toHaveValue(GUEST));
    await userEvent.selectOptions(people, 'Robin');
    expect(document.cookie).toContain(
      `ripple-demo-user=${encodeURIComponent(ROBIN)}`,
    );
    expect(reload).toHaveBeenCalled();
  });
});

describe('the tour', () => {
  it('leads from scene to scene, each with the way to what it speaks of', async () => {
    show(new World());
    expect(
      await within(tour()).findByRole('link', { name: 'Show me' }),
    ).toHaveAttribute('href', ALERT_PATH);
    expect(
      within(tour()).getByRole('heading', { name: /Which change did it/ }),
    ).toBeInTheDocument();
    await userEvent.click(
      within(tour()).getByRole('button', { name: 'Next scene' }),
    );
    expect(
      within(tour()).getByRole('heading', { name: /which pull request/ }),
    ).toBeInTheDocument();
    expect(
      within(tour()).getByRole('button', { name: 'Not yet' }),
    ).toHaveAccessibleDescription(
      'What this scene shows has not happened yet.',
    );
    await userEvent.click(
      within(tour()).getByRole('button', { name: /Scene 8/ }),
    );
    expect(
      within(tour()).getByRole('button', { name: /Scene 8/ }),
    ).toHaveAttribute('aria-current', 'step');
    expect(
      within(tour()).getByRole('link', { name: 'Show me' }),
    ).toHaveAttribute('href', RESTART_PATH);
  });

  it('has a link for each thing of a scene that shows several, as far as they have happened', async () => {
    show(new World());
    await userEvent.click(
      within(tour()).getByRole('button', { name: /Scene 6/ }),
    );
    expect(
      await within(tour()).findByRole('link', { name: 'Canary' }),
    ).toHaveAttribute('href', CANARY_PATH);
    expect(within(tour()).getAllByRole('link')).toHaveLength(1);
  });

  it('stays closed once it was closed, for whoever is signed in, and opens again at the same scene', async () => {
    const first = show(new World());
    await userEvent.click(
      within(tour()).getByRole('button', { name: /Scene 5/ }),
    );
    await userEvent.click(
      within(tour()).getByRole('button', { name: 'Close the tour' }),
    );
    first.unmount();

    show(new World());
    expect(
      screen.queryByRole('region', { name: 'Five-minute tour' }),
    ).not.toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Tour' }));
    expect(
      within(tour()).getByRole('heading', { name: /may not see/ }),
    ).toBeInTheDocument();
  });

  it('can be made small', async () => {
    show(new World());
    expect(tour()).toHaveTextContent(/Ripple names the likely cause first/);
    await userEvent.click(within(tour()).getByRole('button', { name: 'Less' }));
    expect(tour()).not.toHaveTextContent(/Ripple names the likely cause first/);
  });
});
