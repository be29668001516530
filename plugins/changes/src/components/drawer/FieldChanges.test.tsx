import { fireEvent, screen, within } from '@testing-library/react';
import type { EventDetail } from '@ripplehq/backstage-plugin-changes-common';
import { INCIDENT_NOW, incidentEventDetail } from '../../../dev/fixtures';
import { renderScreen } from '../../../dev/renderScreen';
import { FieldChanges } from './FieldChanges';

jest.setTimeout(60_000);

const BEFORE =
  'server:\n  port: 8080\n  pool: 20\n  timeout: 30s\nlevel: info\n';
const AFTER = BEFORE.replace('pool: 20', 'pool: 5');

function show(detail: Partial<EventDetail>) {
  const event = incidentEventDetail(INCIDENT_NOW, 'ra-deploy-2141')!;
  return renderScreen(<FieldChanges event={{ ...event, ...detail }} />);
}

describe('what differs', () => {
  it('is told by lines where a value has many', async () => {
    await show({
      diff: [{ path: "data['app.yaml']", before: BEFORE, after: AFTER }],
      before: undefined,
      after: undefined,
    });
    expect(await screen.findByText('pool: 20', { exact: false })).toBeVisible();
    const lines = screen
      .getAllByRole('row')
      .map(row => row.textContent?.replace(/^\d+/, '').trim());
    expect(lines.filter(line => line?.includes('pool'))).toHaveLength(2);
  });

  it('can be seen in both manifests, whole and as YAML', async () => {
    const manifest = (text: string) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'app', labels: { a: '1', b: '2', c: '3', d: '4' } },
      data: { 'app.yaml': text, other: 'x', more: 'y', still: 'z', last: 'l' },
    });
    await show({ diff: [], before: manifest(BEFORE), after: manifest(AFTER) });
    fireEvent.click(screen.getByRole('button', { name: 'Manifests as YAML' }));
    const whole = await screen.findByRole('button', {
      name: 'Show unchanged lines too',
    });
    expect(screen.queryByText('kind: ConfigMap')).toBeNull();
    fireEvent.click(whole);
    const table = (await screen.findByText('kind: ConfigMap')).closest(
      'table',
    )!;
    expect(within(table).getByText('last: l', { exact: false })).toBeVisible();
    for (const name of ['Copy manifest before', 'Copy manifest after']) {
      expect(screen.getByRole('button', { name })).toBeVisible();
    }
  });
});
