import { screen, within } from '@testing-library/react';
import { renderScreen } from '../../../dev/renderScreen';
import { responseError } from '../../../dev/responseErrors';
import { SourcesView } from './SourcesView';

jest.setTimeout(60_000);

describe('the page of sources', () => {
  it('puts what is silent first, with its reason once', async () => {
    await renderScreen(<SourcesView />);
    const table = await screen.findByRole('region', { name: 'Sources' });
    const [, first, second] = await within(table).findAllByRole('row');
    expect(first).toHaveTextContent(
      /prod-us.*Silent.*0 of 2 scopes live.*prod-us cannot be read at present: connection refused$/,
    );
    expect(second).toHaveTextContent(/prod-eu.*Live/);
  });

  it('names the noisiest objects, each with the rule that ignores it', async () => {
    await renderScreen(<SourcesView />);
    const noisy = await screen.findByRole('region', {
      name: 'Noisiest objects',
    });
    expect(noisy).toHaveTextContent('ConfigMap rebalancer-state');
    expect(noisy).toHaveTextContent('90,412');
    expect(noisy).toHaveTextContent('rebalancer-operator');
    expect(noisy).toHaveTextContent('- kind: ConfigMap name: rebalancer-state');
    expect(
      within(noisy).getByRole('button', { name: 'Copy rule' }),
    ).toBeVisible();
    expect(
      screen.getByRole('region', { name: 'Held back as noise' }),
    ).toHaveTextContent('5,210');
  });

  it('names the permission that is lacking', async () => {
    await renderScreen(<SourcesView />, {
      answers: {
        getSources: async () => {
          throw await responseError({
            status: 403,
            name: 'NotAllowedError',
            message: 'changes.operate is needed',
          });
        },
      },
    });
    expect(await screen.findByText(/changes\.operate/)).toBeVisible();
    expect(screen.queryByRole('table')).not.toBeInTheDocument();
  });
});
