import { type ServiceRow, rowNamed } from '../../world/index.ts';
import type { Manifest } from '../../cluster/index.ts';
import { bindingLabels } from '../../catalog/index.ts';
import type { Place } from '../Fleet.ts';
import { type Stage, refOf } from '../Stage.ts';
import { ARGO } from '../writers.ts';

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

/** A Job that the delivery tool applies before it deploys. */
export interface JobRow extends Place {
  name: string;
  image: string;
  args: string[];
  at: number;
  /** How long it runs. */
  seconds: number;
  fails?: true;
}

/** Runs in the cluster, once. */
export function runJob({ clock, clusters, world }: Stage, job: JobRow): void {
  const manifest = jobManifest(rowNamed(world.services, job.service), job);
  clock.at(job.at, () => void clusters.get(job.cluster)!.apply(manifest, ARGO));
}

/** A migration that runs in the cluster. */
export function migrationJob(
  stage: Stage,
  job: Omit<JobRow, 'image' | 'args'>,
): void {
  runJob(stage, {
    ...job,
    image: 'flyway/flyway:11.14.1',
    args: ['-url=jdbc:postgresql://orders-db:5432/orders', 'migrate'],
  });
}

function jobManifest(service: ServiceRow, job: JobRow): Manifest {
  const { args, fails, image, name, seconds } = job;
  const labels = bindingLabels(service);
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace: service.system, labels },
    spec: {
      backoffLimit: 1,
      template: {
        metadata: {
          labels,
          annotations: {
            'demo.ripple.dev/run-seconds': String(seconds),
            ...(fails ? { 'demo.ripple.dev/behavior': 'fail' } : {}),
          },
        },
        spec: {
          restartPolicy: 'Never',
          containers: [{ name: image.replace(/^.*\/|:.*$/g, ''), image, args }],
        },
      },
    },
  };
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
