import type { HealthSettings } from '../health';
import type { BookName } from '../kinds';
import type { Places } from '../delivery';
import type { Book } from './Book';
import { Deliveries } from './Deliveries';
import { Endpoints } from './Endpoints';
import { Health } from './Health';
import { HelmReleases } from './HelmReleases';
import { Jobs } from './Jobs';
import type { Manifests } from './Manifests';
import { Nodes } from './Nodes';
import { PlainObjects } from './PlainObjects';
import { Services } from './Services';
import type { Surroundings } from './Surroundings';
import { Workloads } from './Workloads';

/** The books of one cluster, which know each other only by what their surroundings tell. */
export function createBooks({
  isListed,
  manifests,
  places,
  settings,
}: {
  isListed: Surroundings['isListed'];
  manifests: Manifests;
  places: Places;
  settings: HealthSettings;
}): Record<BookName, Book> & { releases: HelmReleases; health: Health } {
  // The books are made with what asks them: it may, once all are there.
  /* eslint-disable @typescript-eslint/no-use-before-define */
  const surroundings: Surroundings = {
    isListed,
    workloads: namespace => workloads.in(namespace),
    everyWorkload: () => workloads.everywhere(),
    workloadsOn: node => workloads.on(node),
    podsOn: (node, workload) => workloads.podsOn(node, workload),
    poolOf: node => nodes.poolOf(node),
    touchWorkloads: which => workloads.touchAll(which),
    autoscalerOf: workload => plain.autoscalerOf(workload),
    node: name => nodes.named(name),
    workloadFacts: uid => workloads.factsOf(uid),
    workloadOf: uid => workloads.workloadOf(uid),
    touchHealth: uid => health.touch(uid),
    note: (aspect, object, standing) => health.note(aspect, object, standing),
    knows: (kind, uid) => plain.has(kind, uid),
    budgetsOf: workload => plain.budgetsOf(workload),
    isSuspended: cronJob => plain.isSuspended(cronJob),
    scheduleOf: cronJob => jobs.scheduleOf(cronJob),
    touchSchedule: cronJob => plain.touchSchedule(cronJob),
    bindingsOf: (kind, role) => plain.bindingsOf(kind, role),
    service: (namespace, name) => services.find(namespace, name),
  };
  /* eslint-enable @typescript-eslint/no-use-before-define */
  const workloads = Workloads.create(surroundings, manifests);
  const plain = PlainObjects.create(surroundings, manifests);
  const services = Services.create(surroundings);
  const nodes = Nodes.create(surroundings);
  const jobs = Jobs.create(surroundings);
  const health = Health.create(surroundings, settings);
  return {
    workloads,
    plain,
    services,
    jobs,
    nodes,
    endpoints: Endpoints.create(surroundings),
    deliveries: Deliveries.create(places),
    releases: HelmReleases.create(surroundings),
    // What it judges by, the others have taken in before.
    health,
  };
}
