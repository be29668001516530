import { type Stage, refOf } from '../Stage.ts';

/** A migration of the shared database, told at its start and at its end. */
export function migration(
  stage: Stage,
  { from, name, to }: { name: string; from: number; to: number },
): void {
  const { clock, tools } = stage;
  const told = {
    key: name,
    title: `orders-db: migration ${name}`,
    kind: 'migration',
    entityRefs: [refOf(stage, 'orders-db')],
    actor: { name: 'orders-db migrator', kind: 'bot' as const },
  };
  clock.at(from, () => tools.flyway.tell({ ...told, status: 'in-progress' }));
  clock.at(to, () =>
    tools.flyway.tell({
      ...told,
      status: 'succeeded',
      startedAt: from,
      endedAt: to,
    }),
  );
}

/** Trouble of a provider, as its status page tells it. */
export function thirdParty(
  stage: Stage,
  of: { service: string; title: string; from: number; to: number },
): void {
  const { clock, tools, world } = stage;
  const { from, service, title, to } = of;
  const page = world.thirdParties.find(party => party.service === service);
  const told = {
    key: `${service}/${new Date(from).toISOString().slice(0, 16)}`,
    title,
    kind: 'third-party',
    severity: 'warning' as const,
    entityRefs: [refOf(stage, service)],
    links: page ? [{ title: 'Status page', url: page.statusPage }] : [],
  };
  clock.at(from, () =>
    tools.statuspage.tell({ ...told, status: 'in-progress' }),
  );
  clock.at(to, () =>
    tools.statuspage.tell({
      ...told,
      status: 'succeeded',
      startedAt: from,
      endedAt: to,
    }),
  );
}
