import type { EventRow } from '../store/rows';
import { storedEvent } from '../store/rows';
import type { LaneEntity } from '../graph/lanes';
import { EventJson } from './EventJson';
import { JsonBuffer } from './JsonBuffer';
import { Presenter } from './present';
import { Timestamps } from './Timestamps';

const WORDS = [
  '',
  'deployment',
  'kubernetes',
  'prod-eu',
  'Prüfung "1"',
  'shop\n',
];
const word = (id: number) => WORDS[id];

const lane = (name: string, subjectIds: number[]): LaneEntity => ({
  place: {
    entityRef: `component:default/${name}`,
    title: name,
    degree: 0,
    path: [],
  },
  entity: {
    id: 1,
    ref: `component:default/${name}`,
    title: name,
    kind: 'Component',
    annotations: {},
  },
  bindings: subjectIds.map(subjectId => ({
    entityId: 1,
    subjectId,
    subject:
      subjectId === 9 ? 'catalog:component/default/x' : `test:a/${subjectId}`,
    source: subjectId === 9 ? 'catalog' : 'test',
  })),
});
const lanes = [lane('rest-api', [1, 2]), lane('orders-db', [2, 9])];

const bare: EventRow = {
  id: 7,
  public_id: 'aB-_9',
  type: 0,
  kind: 1,
  source: 2,
  instance: 3,
  cluster: null,
  environment: null,
  namespace: null,
  status: 0,
  severity: 1,
  title: 'rest-api deployed',
  started_at: Date.UTC(2026, 10, 19, 2, 41, 8, 7),
  ended_at: null,
  ended_after: null,
  observed_from: null,
  observed_to: null,
  reconstructed: 0,
  actor_detail: null,
  links: null,
  part_of: null,
  has_diff: 0,
  has_code: 0,
  subjects: '[1]',
};
const full: EventRow = {
  ...bare,
  id: 8,
  type: 1,
  status: 13,
  severity: 4,
  cluster: 3,
  environment: 4,
  namespace: 5,
  title: 'cut replicas 50 → 5, "said" 🦉 \\ \u2028\ud800',
  ended_at: Date.UTC(2026, 10, 20),
  ended_after: Date.UTC(2026, 10, 19, 23),
  observed_from: Date.UTC(1969, 11, 31, 23, 59, 59, 999),
  observed_to: Date.UTC(2026, 1, 28, 23, 59, 59, 1),
  reconstructed: 1,
  actor_detail: '{"name":"Zoë","kind":"user","byHand":true}',
  links: '[{"title":"→","url":"https://example.com/"}]',
  part_of: 'parent',
  has_diff: 1,
  has_code: 1,
  subjects: '[2,9,77]',
};

describe('EventJson', () => {
  it('writes what a reader would be given of the same rows', () => {
    const rows = [bare, full, { ...bare, id: 9, subjects: '[77]' }];
    const presenter = Presenter.create(lanes);
    const replicas = { max: 5, steps: [{ at: 'then', value: 5 }] };
    const json = JsonBuffer.create();
    EventJson.create({
      lanes,
      word,
      replicas: new Map([[8, JSON.stringify(replicas)]]),
    }).write(rows, json);
    expect(JSON.parse(json.bytes().toString())).toEqual(
      rows.map(row => {
        const event = storedEvent(row, word);
        return JSON.parse(
          JSON.stringify({
            ...presenter.event(event),
            lanes: presenter.lanesOf(event.subjectIds),
            ...(row.id === 8 ? { replicas } : {}),
          }),
        );
      }),
    );
  });

  it('writes an empty list', () => {
    const json = JsonBuffer.create();
    EventJson.create({ lanes, word, replicas: new Map() }).write([], json);
    expect(json.bytes().toString()).toBe('[]');
  });
});

it('JsonBuffer holds more than it began with', () => {
  const json = JsonBuffer.create();
  for (let i = 0; i < 3; i++) json.add('→'.repeat(50_000));
  expect(json.bytes().toString()).toBe('→'.repeat(150_000));
});

it('Timestamps are those of Date', () => {
  const timestamps = Timestamps.create();
  for (const ms of [
    0,
    -1,
    999,
    Date.UTC(2026, 11, 31, 23, 59, 59, 999),
    Date.UTC(2024, 1, 29),
    253_402_300_800_000,
  ]) {
    expect(timestamps.of(ms)).toBe(new Date(ms).toISOString());
  }
});
