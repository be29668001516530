import { InputError } from '@backstage/errors';
import type {
  Observation,
  SourceState,
} from '@ripplehq/backstage-plugin-changes-common';
import fc from 'fast-check';
import { fuzz } from '../__testUtils__/fuzz';
import {
  SERVICE,
  STORY,
  delivery,
  incident,
  reference,
  remark,
} from '../__testUtils__/incidentStory';
import { toObservations } from './toObservations';

const RECEIVED_AT = '2026-11-19T04:00:00.000Z';
const ACCOUNT = { instance: 'main' };

/** What all of the deliveries say together. */
function told(bodies: readonly unknown[]): Observation[] {
  const entries: SourceState[] = [];
  let observations: Observation[] = [];
  for (const body of bodies) {
    const { histories = [] } = toObservations(body, RECEIVED_AT, ACCOUNT);
    for (const history of histories) {
      entries.push(history.entry);
      observations = history.toObservations(entries);
    }
  }
  return observations;
}

const upTo = (type: string) =>
  STORY.slice(0, STORY.findIndex(({ event }) => event.event_type === type) + 1);

describe("PagerDuty's incidents", () => {
  it('begin when they were created', () => {
    expect(told(upTo('incident.triggered'))).toEqual([
      expect.objectContaining({
        type: 'alert',
        kind: 'incident',
        instance: 'main',
        key: 'incident/PGR0VU2',
        title: 'Orders are processed too slowly',
        severity: 'critical',
        status: 'open',
        start: '2026-11-19T02:41:08.000Z',
        observedAt: '2026-11-19T02:41:08.781Z',
        actor: { name: 'data-processor', kind: 'bot' },
        subjects: ['pagerduty:main/PDPROC1'],
        links: [
          {
            title: 'Incident #8841 in PagerDuty',
            url: 'https://acme.pagerduty.com/incidents/PGR0VU2',
          },
        ],
      }),
    ]);
  });

  it('are acknowledged, and open again when nobody goes on', () => {
    expect(told(upTo('incident.acknowledged'))[0].status).toBe('acknowledged');
    expect(told(upTo('incident.unacknowledged'))[0].status).toBe('open');
  });

  it('end when they are resolved', () => {
    expect(told(upTo('incident.resolved'))[0].end).toEqual({
      at: '2026-11-19T03:05:00.000Z',
      status: 'resolved',
    });
  });

  it('are a second alert from their reopening on', () => {
    const [first, second, ...more] = told(STORY);
    expect(more).toEqual([]);
    expect(first).toMatchObject({
      key: 'incident/PGR0VU2',
      title: 'Orders are processed too slowly',
      start: '2026-11-19T02:41:08.000Z',
      end: { at: '2026-11-19T03:05:00.000Z' },
    });
    expect(second).toMatchObject({
      key: 'incident/PGR0VU2#2026-11-19T03:20:00.000Z',
      title: 'Orders were too slow',
      start: '2026-11-19T03:20:00.000Z',
      end: { at: '2026-11-19T03:40:00.000Z' },
      actor: { name: 'Alex Kim', kind: 'user' },
    });
  });

  it('tell who did and said what', () => {
    expect(told(upTo('incident.resolved'))[0].evidence).toEqual([
      { label: 'PagerDuty', text: 'Incident #8841' },
      { label: 'Service', text: 'data-processor' },
      { label: 'Priority', text: 'P1' },
      { label: 'Urgency', text: 'high' },
      { label: 'Assigned to', text: 'Alex Kim' },
      { label: 'Escalation policy', text: 'Data' },
      { label: 'Acknowledged', text: '2026-11-19T02:45:10.100Z by Alex Kim' },
      { label: 'Acknowledged', text: '2026-11-19T02:57:00.000Z by Alex Kim' },
      { label: 'Note by Alex Kim', text: 'rest-api has only 5 replicas' },
      {
        label: 'Asked for help by Alex Kim',
        text: 'Maeve “Please look at rest-api”',
      },
      { label: 'Answered by Alex Kim', text: 'Maeve accepted' },
      { label: 'Status update by Alex Kim', text: 'A fix is on its way' },
      { label: 'Resolved', text: '2026-11-19T03:05:00.000Z by Alex Kim' },
    ]);
  });

  it('say the same whatever came first, and however often', () => {
    const whole = told(STORY);
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...STORY, ...STORY], {
          minLength: 2 * STORY.length,
        }),
        shuffled => {
          expect(told(shuffled)).toEqual(whole);
        },
      ),
    );
  });

  it('are resolved in a tie with any other state', () => {
    const at = '02:41:09.000';
    const tie = [
      delivery('incident.resolved', at),
      delivery('incident.acknowledged', at),
      delivery('incident.unacknowledged', at),
      delivery('incident.triggered', at),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(tie, { minLength: 4 }), shuffled => {
        expect(told(shuffled)[0].end?.status).toBe('resolved');
      }),
    );
  });

  it('wait for a delivery that names the service, when a note comes first', () => {
    const note = delivery(
      'incident.annotated',
      '02:42:00.000',
      remark('incident_note', { content: 'Looking' }),
    );
    expect(told([note])).toEqual([]);
    expect(told([note, STORY[0]])[0].evidence).toContainEqual({
      label: 'Note by Alex Kim',
      text: 'Looking',
    });
  });

  it('are known by any delivery when others were not subscribed to or lost', () => {
    expect(told([delivery('incident.reassigned', '02:56:00.000')])).toEqual([
      expect.objectContaining({
        status: 'open',
        start: '2026-11-19T02:41:08.000Z',
      }),
    ]);
  });

  it.each([
    [{ priority: reference('priority', 'P', 'P1') }, 'critical'],
    [{ priority: reference('priority', 'P', 'P2') }, 'error'],
    [{ priority: reference('priority', 'P', 'Sev-3 (minor)') }, 'warning'],
    [{ priority: reference('priority', 'P', 'SEV4') }, 'info'],
    [{ priority: reference('priority', 'P', 'Drop everything') }, 'critical'],
    [{ urgency: 'low' }, 'warning'],
    [{ urgency: null }, 'unknown'],
    [{ urgency: 'severe' }, 'unknown'],
  ])('of %j are %s', (overrides, severity) => {
    const body = delivery(
      'incident.triggered',
      '02:41:08.000',
      incident(overrides),
    );
    expect(told([body])[0].severity).toBe(severity);
  });

  it('lose a priority that is taken away', () => {
    const [one] = told([
      ...upTo('incident.priority_updated'),
      delivery(
        'incident.priority_updated',
        '02:50:00.000',
        incident({ priority: null, urgency: 'low' }),
      ),
    ]);
    expect(one.severity).toBe('warning');
  });

  it('need nothing but their ids', () => {
    const least = {
      event: {
        id: '01LEAST',
        event_type: 'incident.triggered',
        data: { id: 'PGR0VU2', service: { id: 'PDPROC1' } },
      },
    };
    expect(told([least])).toEqual([
      expect.objectContaining({
        title: 'Incident PGR0VU2',
        status: 'open',
        start: RECEIVED_AT,
      }),
    ]);
  });

  it('lose nothing else by an odd part', () => {
    const odd = delivery(
      'incident.triggered',
      '02:41:08.000',
      {
        id: 'PGR0VU2',
        html_url: 'data:text/html,<script>alert(1)</script>',
        number: 'nine',
        title: '  <b>Down</b>\n\u0000 since\ttoday  ',
        service: { id: 'PDPROC1', summary: null },
        assignees: [null, 7, { summary: 'Alex' }],
        priority: 3,
        created_at: '0001-01-01T00:00:00Z',
      },
      { occurred_at: 'soon', agent: null },
    );
    expect(told([odd])).toEqual([
      expect.objectContaining({
        title: '<b>Down</b> since today',
        severity: 'unknown',
        start: RECEIVED_AT,
        actor: undefined,
        links: [],
        subjects: ['pagerduty:main/PDPROC1'],
      }),
    ]);
  });
});

describe("PagerDuty's other webhooks", () => {
  it('tell of changes of a service', () => {
    const body = delivery('service.updated', '03:00:00.000', SERVICE, {
      agent: null,
    });
    expect(toObservations(body, RECEIVED_AT, ACCOUNT)).toEqual({
      observations: [
        expect.objectContaining({
          type: 'change',
          kind: 'config',
          title: 'PagerDuty service data-processor was changed',
          start: '2026-11-19T03:00:00.000Z',
          subjects: ['pagerduty:main/PDPROC1'],
        }),
      ],
      subjects: [
        expect.objectContaining({ kind: 'service', name: 'data-processor' }),
      ],
    });
  });

  it.each(['pagey.ping', 'incident.workflow.started', 'team.renamed'])(
    'say nothing by %s',
    type => {
      const body = delivery(type, '03:00:00.000', {
        message: 'Hello from your friend Pagey!',
        type: 'ping',
        incident: { id: 'PGR0VU2' },
      });
      expect(toObservations(body, RECEIVED_AT, ACCOUNT)).toEqual({});
    },
  );

  it.each([
    ['{', 'The body is no JSON'],
    [null, 'body: '],
    [{}, 'event: '],
    [{ event: { event_type: 'incident.triggered' } }, 'event.id: '],
    [delivery('incident.triggered', '02:41:08.000', {}), 'id: '],
    [
      { messages: [{ event: 'incident.trigger' }] },
      'This is a webhook of version 2 or 1',
    ],
  ])('are refused with a reason: %j', (body, reason) => {
    const read = () => toObservations(body, RECEIVED_AT, ACCOUNT);
    expect(read).toThrow(InputError);
    expect(read).toThrow(reason);
  });

  it('are read or refused, whatever is in them', () => {
    const read = (body: unknown) => toObservations(body, RECEIVED_AT, ACCOUNT);
    expect(fuzz(STORY, read)).toBeGreaterThan(0);
  });
});
