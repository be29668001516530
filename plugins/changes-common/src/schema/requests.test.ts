import { customEvent, timelineQuery } from './requests';
import { observation } from './event';

const firstIssue = (result: {
  success: boolean;
  error?: { issues: { path: PropertyKey[]; message: string }[] };
}) => result.error?.issues[0];

describe('customEvent', () => {
  const event = { title: 'Rotated keys', entityRefs: ['component:rest-api'] };

  it('takes the least that makes sense', () => {
    expect(customEvent.parse(event)).toEqual({
      ...event,
      type: 'change',
      kind: 'custom',
      severity: 'info',
    });
  });

  it.each([
    [{ title: '' }, 'title'],
    [{ entityRefs: [] }, 'entityRefs'],
    [{ kind: 'deployed' }, 'kind'],
    [{ status: 'open' }, 'status'],
    [{ type: 'alert', status: 'failed' }, 'status'],
    [{ startedAt: '19.11.2026' }, 'startedAt'],
    [
      {
        startedAt: '2026-11-19T02:41:08Z',
        endedAt: '2026-11-19T03:41:07+01:00',
      },
      'endedAt',
    ],
    [{ links: [{ title: 'x', url: 'data:text/html,x' }] }, 'links'],
  ])('refuses %j by the name of the field', (wrong, field) => {
    const issue = firstIssue(customEvent.safeParse({ ...event, ...wrong }));
    expect(issue?.path[0]).toBe(field);
  });
});

describe('timelineQuery', () => {
  it('has defaults', () => {
    expect(timelineQuery.parse({})).toEqual({
      degree: 2,
      direction: 'upstream',
      perLane: 500,
    });
  });

  it.each([{ degree: 5 }, { perLane: 2001 }, { type: ['changes'] }])(
    'refuses %j',
    query => expect(timelineQuery.safeParse(query).success).toBe(false),
  );
});

describe('observation', () => {
  it('refuses what is not JSON', () => {
    const result = observation.safeParse({
      type: 'change',
      kind: 'config',
      instance: 'prod-eu',
      key: 'k',
      title: 't',
      severity: 'info',
      observedAt: '2026-11-19T02:41:08Z',
      subjects: ['kubernetes:prod-eu/shop/ConfigMap/a'],
      after: { when: () => 1 },
    });
    expect(firstIssue(result)?.path).toEqual(['after']);
  });
});
