import type { Entity } from '@backstage/catalog-model';
import { INCIDENT_NOW, incidentHealth } from '../../../dev/fixtures';
import { bindingLookups, suggestedAnnotation } from './bindingLookups';

const { coverage } = incidentHealth(INCIDENT_NOW);

function entity(annotations: Record<string, string> = {}): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'legacy-batch', annotations },
  };
}

describe('bindingLookups', () => {
  it('says what was looked for, in how many clusters, and which could not be asked', () => {
    expect(
      bindingLookups(
        entity({ 'github.com/project-slug': 'acme/legacy-batch' }),
        { coverage },
        INCIDENT_NOW,
      ),
    ).toEqual([
      {
        type: 'annotation',
        key: 'backstage.io/kubernetes-label-selector',
        value: undefined,
      },
      {
        type: 'label',
        key: 'backstage.io/kubernetes-id',
        value: 'legacy-batch',
        clusters: 2,
      },
      expect.objectContaining({ type: 'cluster', cluster: 'dr-eu' }),
      {
        type: 'annotation',
        key: 'github.com/project-slug',
        value: 'acme/legacy-batch',
      },
    ]);
  });

  it('looks by the selector alone where one is set', () => {
    const set = entity({ 'backstage.io/kubernetes-label-selector': 'app=x' });
    expect(bindingLookups(set, { coverage }, INCIDENT_NOW)).toContainEqual({
      type: 'selector',
      value: 'app=x',
      clusters: 2,
    });
    expect(suggestedAnnotation(set)).toBe(
      'backstage.io/kubernetes-label-selector: app=x',
    );
  });
});
