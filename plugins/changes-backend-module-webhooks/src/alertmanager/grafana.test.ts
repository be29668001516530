import { mockServices } from '@backstage/backend-test-utils';
import { AuthenticationError } from '@backstage/errors';
import { receivers } from '../receivers';
import { toObservations } from './toObservations';

/*
 * A body in the shape of
 * https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/,
 * written for this project.
 */

const RECEIVED_AT = '2026-11-19T04:00:00.000Z';
const MAIN = { system: 'grafana', instance: 'main' } as const;

const notification = {
  receiver: 'ripple',
  status: 'firing',
  orgId: 1,
  version: '1',
  title: '[FIRING:1] Queue lag orders',
  state: 'alerting',
  message: '**Firing**',
  alerts: [
    {
      status: 'firing',
      labels: {
        alertname: 'Queue lag',
        grafana_folder: 'orders',
        severity: 'critical',
        service: 'data-processor',
      },
      annotations: { summary: 'Orders wait for more than five minutes' },
      startsAt: '2026-11-19T03:46:10.5+01:00',
      endsAt: '0001-01-01T00:00:00Z',
      generatorURL: 'https://grafana.acme.example/alerting/grafana/a1/view',
      fingerprint: 'e6349a25f5ef0e9e',
      silenceURL: 'https://grafana.acme.example/alerting/silence/new',
      dashboardURL: 'https://grafana.acme.example/d/orders',
      panelURL: 'https://grafana.acme.example/d/orders?viewPanel=2',
      values: { A: 312.5, B: null },
    },
  ],
};

function told(body: unknown) {
  const { histories = [] } = toObservations(body, RECEIVED_AT, MAIN);
  return histories.flatMap(history => history.toObservations([history.entry]));
}

describe("Grafana's alerts", () => {
  it('bring their value, and lead to their dashboard', () => {
    const [alert] = told(notification);
    expect(alert).toEqual(
      expect.objectContaining({
        type: 'alert',
        title: 'Orders wait for more than five minutes',
        severity: 'critical',
        status: 'open',
        start: '2026-11-19T02:46:10.500Z',
        subjects: ['grafana:main/data-processor'],
      }),
    );
    expect(alert.links?.map(({ title }) => title)).toEqual([
      'Grafana',
      'Dashboard',
      'Panel',
      'Silence',
    ]);
    expect(alert.evidence).toEqual(
      expect.arrayContaining([
        { label: 'Value A', text: '312.5' },
        { label: 'grafana_folder', text: 'orders' },
      ]),
    );
    expect(JSON.stringify(alert.evidence)).not.toContain('Value B');
  });

  it('do without a dashboard', () => {
    const [one] = notification.alerts;
    const [alert] = told({
      ...notification,
      alerts: [{ ...one, dashboardURL: '', panelURL: '', values: null }],
    });
    expect(alert.links?.map(({ title }) => title)).toEqual([
      'Grafana',
      'Silence',
    ]);
  });

  it('need the secret of their own instance', async () => {
    const [receiver] = receivers(
      mockServices.rootConfig({
        data: {
          changes: { webhooks: { grafana: [{ name: 'main', secret: 'one' }] } },
        },
      }),
    );
    expect(receiver.system).toBe('grafana');
    const verify = (authorization: string) =>
      receiver.verify(Buffer.from('{}'), { authorization }, 'main');
    await expect(verify('Bearer one')).resolves.toBeUndefined();
    await expect(verify('Bearer two')).rejects.toThrow(AuthenticationError);
    await expect(verify('Bearer two')).rejects.toThrow(
      'changes.webhooks.grafana',
    );
  });
});
