import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { makeIncidents } from './generate/makeIncidents';
import { rippleRanker } from './rippleRanker';
import { readCases, suspectCase } from './SuspectCase';
import { Topology } from './Topology';

describe('made-up incidents', () => {
  const options = { seed: 3, count: 20, templates: 'tuning' } as const;

  it('are the same for the same seed, and cases as they should be', () => {
    const incidents = makeIncidents(options);
    expect(incidents).toEqual(makeIncidents(options));
    expect(incidents.map(one => suspectCase.parse(one))).toEqual(incidents);
    const causes = incidents.flatMap(({ events, symptom, truth }) =>
      events
        .filter(({ id }) => id === truth!.cause)
        .map(({ startedAt }) => startedAt <= symptom.at),
    );
    expect(causes.length).toBeGreaterThan(0);
    expect(causes).not.toContain(false);
  });

  it('can be ranked without their truth', () => {
    const [{ truth, ...one }] = makeIncidents(options);
    const { suspects, noChange } = rippleRanker(one);
    const sum = suspects.reduce((all, s) => all + s.probability, noChange);
    expect(sum).toBeCloseTo(1, 6);
  });
});

describe('readCases', () => {
  it('names file, line and field of what is not a case', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'cases-'));
    const file = path.join(folder, 'cases.jsonl');
    const [incident] = makeIncidents({
      seed: 1,
      count: 1,
      templates: 'tuning',
    });
    await writeFile(
      file,
      `${JSON.stringify(incident)}\n{"id":"x","entities":[{}]}\n`,
    );
    await expect(readCases([file])).rejects.toThrow(
      `${file}:2: entities.0.ref`,
    );
    await rm(folder, { recursive: true });
  });
});

describe('Topology', () => {
  it('follows dependencies, APIs to whoever provides them, and a System to its parts', () => {
    const topology = Topology.create({
      relations: [
        { from: 'component:a', to: 'component:b', type: 'dependsOn' },
        { from: 'component:b', to: 'api:c', type: 'consumesApi' },
        { from: 'component:c', to: 'api:c', type: 'providesApi' },
        { from: 'component:a', to: 'system:s', type: 'partOf' },
        { from: 'component:x', to: 'component:a', type: 'dependsOn' },
      ],
    });
    expect([...topology.pathsFrom('component:a').keys()]).toEqual([
      'component:a',
      'component:b',
      'component:c',
    ]);
    expect([...topology.pathsFrom('system:s').keys()]).toEqual([
      'system:s',
      'component:a',
      'component:b',
      'component:c',
    ]);
  });
});
