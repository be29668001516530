import type { WorldDescription } from './WorldDescription.ts';

const NAME = /^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$/;

/** What is wrong with a description, in sentences; a world is only made of one without problems. */
export function problemsOf(world: WorldDescription): string[] {
  const { clusters, people, services, systems, teams, thirdParties } = world;
  const clusterNames = namesOf(clusters);
  const teamNames = namesOf(teams);
  const systemNames = namesOf(systems);
  const serviceNames = namesOf(services);
  return [
    ...[clusters, teams, people, systems, services].flatMap(duplicates),
    ...missing(systems, 'owner', row => [row.owner], teamNames),
    ...missing(people, 'team', row => row.team ?? [], teamNames),
    ...missing(people, 'mayNotSee', row => row.mayNotSee ?? [], serviceNames),
    ...missing(services, 'owner', row => [row.owner], teamNames),
    ...missing(services, 'system', row => [row.system], systemNames),
    ...missing(services, 'needs', row => row.needs, serviceNames),
    ...(clusterNames.has(world.hub) ? [] : [`hub: there is no '${world.hub}'`]),
    ...missing(services, 'canaryIn', row => row.canaryIn ?? [], clusterNames),
    ...missing(
      services,
      'runs',
      row => Object.keys(row.runs ?? {}),
      clusterNames,
    ),
    ...thirdParties
      .filter(({ service }) => !serviceNames.has(service))
      .map(({ service }) => `thirdParties: there is no service '${service}'`),
    ...services.flatMap(row => [
      ...(row.needs.includes(row.name) ? [`${row.name} needs itself`] : []),
      ...(row.runs && !row.version
        ? [`${row.name} runs, but has no version`]
        : []),
      ...(row.autoscaler && !row.runs?.[row.autoscaler.cluster]
        ? [`${row.name} does not run where its autoscaler is`]
        : []),
    ]),
    ...(people.some(({ canSignIn }) => canSignIn)
      ? []
      : ['nobody can sign in']),
  ];
}

function namesOf(rows: readonly { name: string }[]): ReadonlySet<string> {
  return new Set(rows.map(({ name }) => name));
}

function duplicates(rows: readonly { name: string }[]): string[] {
  return rows.flatMap(({ name }, index) => [
    ...(NAME.test(name) ? [] : [`'${name}' is no name of a catalog entity`]),
    ...(rows.findIndex(row => row.name === name) < index
      ? [`'${name}' is there twice`]
      : []),
  ]);
}

function missing<T extends { name: string }>(
  rows: readonly T[],
  field: string,
  namedBy: (row: T) => string | string[],
  known: ReadonlySet<string>,
): string[] {
  return rows.flatMap(row =>
    [namedBy(row)]
      .flat()
      .filter(name => !known.has(name))
      .map(name => `${row.name}.${field}: there is no '${name}'`),
  );
}
