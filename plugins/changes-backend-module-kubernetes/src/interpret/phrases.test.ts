import type { FieldChange } from '@ripplehq/backstage-plugin-changes-common';
import { phrasesOf } from './phrases';

const CONTAINER = 'spec.template.spec.containers[app]';
const said = (...changes: FieldChange[]) =>
  phrasesOf(changes).map(phrase => phrase.text);

describe('phrasesOf', () => {
  it.each<[FieldChange, string]>([
    [
      { path: 'metadata.annotations', after: { 'acme.example/team': 'a' } },
      'added annotation acme.example/team',
    ],
    [
      { path: 'metadata.labels', before: { a: '1', b: '2' } },
      'removed 2 labels',
    ],
    [{ path: 'spec.replicas', before: 50, after: 5 }, 'cut replicas 50 → 5'],
    [{ path: 'spec.replicas', before: 2, after: 3 }, 'raised replicas 2 → 3'],
    [
      {
        path: `${CONTAINER}.image`,
        before: 'reg.io:5000/acme/app:v1',
        after: 'reg.io:5000/acme/app:v2',
      },
      'deployed v2',
    ],
    [
      {
        path: `${CONTAINER}.image`,
        before: 'acme/app:v1',
        after: 'beta/app:v1',
      },
      'deployed beta/app:v1',
    ],
    [
      {
        path: `${CONTAINER}.resources.limits.memory`,
        before: '1Gi',
        after: '512Mi',
      },
      'lowered memory limit 1Gi → 512Mi',
    ],
    [
      {
        path: `${CONTAINER}.resources.requests.cpu`,
        before: '0.5',
        after: '750m',
      },
      'raised cpu request 0.5 → 750m',
    ],
    [
      { path: `${CONTAINER}.resources.limits`, after: { memory: '64Mi' } },
      'added memory limit',
    ],
    [
      { path: `${CONTAINER}.resources.limits`, after: { memory: 1, cpu: 1 } },
      'changed resources',
    ],
    [{ path: 'spec.paused', after: true }, 'paused its rollouts'],
    [{ path: 'spec.paused', before: true }, 'resumed its rollouts'],
    [
      { path: `${CONTAINER}.readinessProbe`, before: { httpGet: {} } },
      'removed readiness probe',
    ],
    [
      {
        path: `${CONTAINER}.livenessProbe.periodSeconds`,
        before: 10,
        after: 1,
      },
      'changed liveness probe periodSeconds 10 → 1',
    ],
    [
      {
        path: `${CONTAINER}.env[LOG_LEVEL].value`,
        before: 'info',
        after: 'debug',
      },
      'changed LOG_LEVEL info → debug',
    ],
    [
      { path: `${CONTAINER}.env[A]`, before: { name: 'A', value: '1' } },
      'removed A',
    ],
    [
      { path: `${CONTAINER}.env[DB_PASSWORD].value`, redacted: true },
      'changed DB_PASSWORD',
    ],
    [
      {
        path: "metadata.labels['app.kubernetes.io/part-of']",
        before: 'a',
        after: 'b',
      },
      'changed label app.kubernetes.io/part-of a → b',
    ],
  ])('%j', (change, text) => expect(said(change)).toEqual([text]));

  it('names what is likely to break something first', () => {
    expect(
      said(
        { path: "metadata.labels['team']", before: 'a', after: 'b' },
        { path: `${CONTAINER}.image`, before: 'a:v1', after: 'a:v2' },
        { path: 'spec.replicas', before: 50, after: 5 },
      ),
    ).toEqual([
      'cut replicas 50 → 5',
      'deployed v2',
      'changed label team a → b',
    ]);
  });

  it('does not put long values into a title', () => {
    expect(
      said({
        path: `${CONTAINER}.env[A].value`,
        before: 'x',
        after: 'y'.repeat(50),
      }),
    ).toEqual(['changed A']);
  });
});
