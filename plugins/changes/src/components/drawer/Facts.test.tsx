import { screen } from '@testing-library/react';
import type { Actor } from '@ripplehq/backstage-plugin-changes-common';
import { INCIDENT_NOW, incidentEventDetail } from '../../../dev/fixtures';
import { renderScreen } from '../../../dev/renderScreen';
import { Facts } from './Facts';

jest.setTimeout(60_000);

async function who(actor: Actor | undefined): Promise<string> {
  const event = incidentEventDetail(INCIDENT_NOW, 'ra-deploy-2141')!;
  await renderScreen(
    <Facts event={{ ...event, actor }} titles={new Map()} now={INCIDENT_NOW} />,
  );
  return screen.getByText('Who').nextElementSibling!.textContent!;
}

describe('who changed something', () => {
  it('is said with why it was by hand', async () => {
    expect(
      await who({
        name: 'ines@acme.example',
        kind: 'user',
        byHand: true,
        originReason: 'A person worked with kubectl edit',
        client: 'kubectl/v1.36.3 (linux/amd64)',
        groups: ['team-data', 'on-call'],
      }),
    ).toBe(
      'ines@acme.example · by hand, outside the pipelineA person worked with kubectl editClient: kubectl/v1.36.3 (linux/amd64)Groups: team-data, on-call',
    );
  });

  it('is said with why nobody knows where it came from', async () => {
    const text = await who({
      name: 'kubectl-client-side-apply',
      kind: 'unknown',
      originUnknown: true,
      originReason: 'kubectl does not say whether a person or a script ran it',
    });
    expect(text).toContain('origin not known');
    expect(text).toContain('kubectl does not say');
    expect(text).not.toContain('by hand');
  });

  it('is the short name of an account, with its exact one below', async () => {
    expect(
      await who({
        name: 'argocd-application-controller',
        kind: 'bot',
        user: 'system:serviceaccount:argocd:argocd-application-controller',
        groups: ['system:serviceaccounts', 'system:authenticated'],
      }),
    ).toBe(
      'argocd-application-controllerUser: system:serviceaccount:argocd:argocd-application-controller',
    );
  });

  it('is not known', async () => {
    expect(await who(undefined)).toMatch(/^Not known/);
  });
});
