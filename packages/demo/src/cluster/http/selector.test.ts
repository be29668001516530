import type { KubernetesObject } from '../KubernetesObject.ts';
import { fieldSelector, labelSelector } from './selector.ts';

const object = (labels?: Record<string, string>): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'web-1',
    namespace: 'shop',
    uid: 'a',
    resourceVersion: '1',
    ...(labels ? { labels } : {}),
  },
});

describe('labelSelector', () => {
  const labels = { app: 'web', 'acme.io/tier': 'front', empty: '' };

  it.each([
    ['', true],
    ['app=web', true],
    ['app==web', true],
    ['app!=web', false],
    ['app=web,acme.io/tier=back', false],
    ['app in (api, web)', true],
    ['app in (api,web),acme.io/tier notin (back)', true],
    ['other notin (a)', true],
    ['app', true],
    ['!app', false],
    ['!other', true],
    ['empty=', true],
  ])('%s', (text, isMatch) => {
    expect(labelSelector(text)!(object(labels))).toBe(isMatch);
  });

  it('is none for what cannot be understood', () => {
    expect(labelSelector('app is web')).toBeUndefined();
    expect(labelSelector('!app')!(object())).toBe(true);
  });
});

describe('fieldSelector', () => {
  it.each([
    ['metadata.name=web-1', true],
    ['metadata.name==web-2', false],
    ['metadata.namespace=shop,metadata.name=web-1', true],
    ['metadata.name!=web-2', true],
    ['status.phase=Running', false],
    ['status.phase!=Running,metadata.name=web-1', true],
    ['type=Warning', undefined],
  ])('%s', (text, isMatch) => {
    expect(fieldSelector(text, { kind: 'Pod' })?.(object())).toBe(isMatch);
  });

  it('asks Events for what they warn about', () => {
    const event = {
      ...object(),
      kind: 'Event',
      type: 'Warning',
      involvedObject: { kind: 'Pod', name: 'web-1', uid: 'a' },
    };
    const isMatch = (text: string) =>
      fieldSelector(text, { kind: 'Event' })?.(event);
    expect(isMatch('type=Warning,involvedObject.name=web-1')).toBe(true);
    expect(isMatch('type=Normal')).toBe(false);
    expect(isMatch('status.phase=Running')).toBeUndefined();
  });
});
