import {
  act,
  fireEvent,
  screen,
  waitFor,
  within,
} from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useLocation } from 'react-router-dom';
import type {
  ChangesApi,
  Services,
  ServicesQuery,
} from '@ripplehq/backstage-plugin-changes-common';
import { INCIDENT_NOW, incidentServices } from '../../../dev/fixtures';
import { renderScreen } from '../../../dev/renderScreen';
import { responseError } from '../../../dev/responseErrors';
import { Explorer } from './Explorer';

jest.setTimeout(60_000);

beforeAll(() => {
  // jsdom has no layout: nothing ever comes into sight.
  global.IntersectionObserver = class {
    observe() {}
    disconnect() {}
  } as never;
});

// Nor has anything a width.
const widthPx = jest.spyOn(HTMLElement.prototype, 'clientWidth', 'get');
beforeEach(() => {
  widthPx.mockReturnValue(1400);
});

function Address() {
  const { pathname, search } = useLocation();
  return <output data-testid="address">{pathname + search}</output>;
}

const address = () => screen.getByTestId('address').textContent;

async function show(answers: Partial<ChangesApi> = {}, path = '/') {
  const getServices = jest.fn(
    async (query?: ServicesQuery): Promise<Services> =>
      incidentServices(INCIDENT_NOW, query),
  );
  await renderScreen(
    <>
      <Explorer />
      <Address />
    </>,
    { answers: { getServices, ...answers }, path },
  );
  return { getServices, user: userEvent.setup() };
}

const rowOf = async (name: string) =>
  // By text: looking by role costs seconds in a table of this size.
  (await screen.findByText(name, { selector: 'td a' })).closest('tr')!;

describe('Explorer', () => {
  it('puts the unhealthy first, and unknown before healthy', async () => {
    await show();
    await rowOf('data-processor');
    expect(
      screen
        .getAllByRole('rowheader')
        .map(heading => heading.textContent)
        .slice(0, 3),
    ).toEqual(['Unhealthy, 3', 'Degraded, 5', 'Unknown or stale, 3']);
  });

  it('tells of a service its issue, likely cause, changes, replicas and environments', async () => {
    await show();
    const row = await rowOf('data-processor');
    expect(row).toHaveTextContent(/Unhealthysince .*, 26 min/);
    expect(row).toHaveTextContent('Liveness probe times out in 3 of 10 pods+3');
    expect(row).toHaveTextContent('Likely, 1 hop: rest-api deployed v2.14.1');
    expect(
      within(row).getByRole('img', { name: '12 changes in 24 hours' }),
    ).toBeInTheDocument();
    expect(row).toHaveTextContent('16/16prod-euprod-usstagingdr-euteam-data');
  });

  it('names the owner under the service where there is no room for a column', async () => {
    widthPx.mockReturnValue(800);
    await show();
    const row = await rowOf('data-processor');
    expect(row).toHaveTextContent('orders · team-data');
    expect(row).not.toHaveTextContent('prod-us');
  });

  it('never shows what nobody watches as healthy', async () => {
    await show();
    expect(await rowOf('orders-archive')).toHaveTextContent(/Stalelast seen/);
    expect(await rowOf('orders-archive')).toHaveTextContent('2/2 then');
    expect(
      within(await rowOf('legacy-batch')).getByRole('link', {
        name: 'Add 1 annotation to watch it',
      }),
    ).toHaveAttribute('href', '/catalog/default/component/legacy-batch/health');
  });

  it('draws only the rows in sight', async () => {
    await show();
    await rowOf('data-processor');
    expect(screen.getByText('148 services')).toBeInTheDocument();
    expect(screen.getAllByRole('row').length).toBeLessThan(60);
  });

  it('filters by a tile, and keeps that in the address', async () => {
    const { user } = await show();
    await rowOf('data-processor');
    await user.click(screen.getByRole('button', { name: /3\s*Unhealthy/ }));
    await waitFor(() => expect(address()).toBe('/?health=unhealthy'));
    expect(await screen.findByText('3 services')).toBeInTheDocument();
  });

  it('searches when the typing pauses', async () => {
    const { user, getServices } = await show();
    await user.type(await screen.findByRole('searchbox'), 'rest-api');
    await waitFor(() => expect(address()).toBe('/?q=rest-api'));
    expect(await screen.findByText('1 service')).toBeInTheDocument();
    expect(getServices).toHaveBeenCalledTimes(2);
  });

  it('narrows to what a menu chooses', async () => {
    const { user } = await show();
    await user.click(await screen.findByRole('button', { name: /System/ }));
    await user.click(await screen.findByRole('checkbox', { name: 'media' }));
    await waitFor(() =>
      expect(address()).toBe('/?system=system%3Adefault%2Fmedia'),
    );
  });

  it('moves by arrows and opens changes and health by keys', async () => {
    await show();
    const first = await rowOf('data-processor');
    act(() => first.focus());
    fireEvent.keyDown(first, { key: 'ArrowDown' });
    const second = await rowOf('recommendations');
    await waitFor(() => expect(second).toHaveFocus());
    fireEvent.keyDown(document.activeElement!, { key: 'h' });
    await waitFor(() =>
      expect(address()).toBe(
        '/catalog/default/component/recommendations/health',
      ),
    );
  });

  it('opens the changes of the row by Enter', async () => {
    await show();
    const first = await rowOf('data-processor');
    act(() => first.focus());
    fireEvent.keyDown(first, { key: 'Enter' });
    await waitFor(() =>
      expect(address()).toBe(
        '/catalog/default/component/data-processor/changes',
      ),
    );
  });

  it('shows my services by m, and asks for my groups', async () => {
    const { getServices } = await show();
    await rowOf('data-processor');
    fireEvent.keyDown(document.body, { key: 'm' });
    await waitFor(() => expect(address()).toBe('/?mine=true'));
    await waitFor(() =>
      expect(getServices).toHaveBeenLastCalledWith(
        expect.objectContaining({ owner: expect.any(Array) }),
        expect.anything(),
      ),
    );
    expect(screen.getByRole('switch')).toBeChecked();
  });

  it('says that nothing matches, and clears the filters', async () => {
    const { user } = await show({}, '/?q=nothing-of-that-name');
    expect(await screen.findByText('No service matches')).toBeInTheDocument();
    await user.click(
      screen.getByRole('button', { name: 'Clear search and filters' }),
    );
    await rowOf('data-processor');
  });

  it('says how many of a longer list are shown', async () => {
    await show({
      getServices: async query => ({
        ...incidentServices(INCIDENT_NOW, { ...query, limit: 20 }),
      }),
    });
    expect(
      await screen.findByText('the first 20 of 148, the rest as you scroll'),
    ).toBeInTheDocument();
    expect(screen.queryByText(/changes in 24 h,/)).not.toBeInTheDocument();
  });

  it('shows a skeleton while it waits', async () => {
    await show({ getServices: () => new Promise(() => {}) });
    expect(
      screen.getByRole('status', { name: 'Loading: Services' }),
    ).toBeInTheDocument();
  });

  it('says what failed', async () => {
    const error = await responseError({
      status: 503,
      name: 'ServiceUnavailableError',
      message: 'The database is away',
    });
    await show({ getServices: () => Promise.reject(error) });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The database is away (503)',
    );
  });
});
