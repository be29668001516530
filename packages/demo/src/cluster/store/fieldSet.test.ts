import {
  type FieldSet,
  compare,
  difference,
  fieldsOf,
  intersects,
  removeFields,
  union,
} from './fieldSet.ts';

const container = (more: object) => ({
  spec: {
    template: { spec: { containers: [{ name: 'app', image: 'a', ...more }] } },
  },
});
const inContainer = (fields: FieldSet) => ({
  'f:spec': {
    'f:template': {
      'f:spec': { 'f:containers': { 'k:{"name":"app"}': fields } },
    },
  },
});

describe('fieldsOf', () => {
  it.each([
    [
      'labels by key, not what the API server writes',
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'a', namespace: 'b', uid: 'c', labels: { x: 'y' } },
        data: { A: '1' },
      },
      { 'f:metadata': { 'f:labels': { 'f:x': {} } }, 'f:data': { 'f:A': {} } },
    ],
    [
      'items of lists by their keys',
      container({ env: [{ name: 'A', value: '1' }] }),
      inContainer({
        '.': {},
        'f:name': {},
        'f:image': {},
        'f:env': {
          'k:{"name":"A"}': { '.': {}, 'f:name': {}, 'f:value': {} },
        },
      }),
    ],
    [
      'ports with their default protocol',
      container({ ports: [{ containerPort: 80 }] }),
      inContainer({
        '.': {},
        'f:name': {},
        'f:image': {},
        'f:ports': {
          'k:{"containerPort":80,"protocol":"TCP"}': {
            '.': {},
            'f:containerPort': {},
          },
        },
      }),
    ],
    [
      'members of sets, and lists without keys as a whole',
      { metadata: { finalizers: ['x/y'] }, spec: { metrics: [{ a: 1 }] } },
      {
        'f:metadata': { 'f:finalizers': { 'v:"x/y"': {} } },
        'f:spec': { 'f:metrics': {} },
      },
    ],
    [
      'selectors as a whole, empty maps as such',
      { spec: { selector: { matchLabels: { a: 'b' } }, emptyDir: {} } },
      { 'f:spec': { 'f:selector': {}, 'f:emptyDir': {} } },
    ],
  ])('names %s', (_, object, fields) => {
    expect(fieldsOf(object)).toEqual(fields);
  });
});

describe('compare', () => {
  it('tells what was changed and what was removed, and nothing else', () => {
    const before = container({ env: [{ name: 'A', value: '1' }], args: ['x'] });
    const after = {
      spec: {
        template: {
          spec: {
            containers: [
              { name: 'app', image: 'b', env: [{ name: 'B', value: '1' }] },
            ],
          },
        },
      },
    };
    expect(compare(before, after)).toEqual({
      taken: inContainer({
        'f:image': {},
        'f:env': {
          'k:{"name":"B"}': { '.': {}, 'f:name': {}, 'f:value': {} },
        },
      }),
      removed: inContainer({
        'f:args': {},
        'f:env': {
          'k:{"name":"A"}': { '.': {}, 'f:name': {}, 'f:value': {} },
        },
      }),
    });
  });

  it('gives whoever adds a map the map as well, but not what every object has', () => {
    const { taken } = compare(
      { metadata: { name: 'a' }, spec: {} },
      {
        metadata: { name: 'a', annotations: { x: 'y' } },
        spec: { template: { spec: { containers: [] } } },
      },
    );
    expect(taken).toEqual({
      'f:metadata': { 'f:annotations': { '.': {}, 'f:x': {} } },
    });
  });

  it('does not mind the order of items', () => {
    const env = [
      { name: 'A', value: '1' },
      { name: 'B', value: '2' },
    ];
    expect(
      compare(container({ env }), container({ env: env.toReversed() })),
    ).toEqual({ taken: {}, removed: {} });
  });
});

describe('sets of fields', () => {
  const labels = { 'f:metadata': { 'f:labels': { '.': {}, 'f:a': {} } } };
  const other = { 'f:metadata': { 'f:labels': { 'f:b': {} } } };

  it('are united, and parted again', () => {
    const both = union(labels, other);
    expect(both).toEqual({
      'f:metadata': { 'f:labels': { '.': {}, 'f:a': {}, 'f:b': {} } },
    });
    expect(difference(both, labels)).toEqual(other);
    expect(difference(both, both)).toEqual({});
    expect(union(labels, {})).toEqual(labels);
  });

  it('meet only where both own the same', () => {
    expect(intersects(labels, other)).toBe(false);
    expect(intersects(union(labels, other), other)).toBe(true);
  });

  it('are taken out of objects, with what becomes empty by that', () => {
    const object = {
      metadata: { name: 'a', labels: { a: '1' } },
      ...container({ imagePullPolicy: 'Always' }),
    };
    expect(removeFields(object, labels)).toEqual({
      metadata: { name: 'a' },
      ...container({ imagePullPolicy: 'Always' }),
    });
    // An item goes with what was filled in.
    const gone = removeFields(object, inContainer({ '.': {}, 'f:name': {} }));
    expect(gone).toEqual({ metadata: object.metadata });
    expect(removeFields(object, {})).toBe(object);
  });
});
