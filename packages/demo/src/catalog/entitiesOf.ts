import {
  type PersonRow,
  type ServiceRow,
  type SystemRow,
  type TeamRow,
  type WorldDescription,
  emailOf,
  entityRefOf,
  isResource,
  rowNamed,
} from '../world/index.ts';

/** The cluster of what runs where nobody looks. */
const UNWATCHED_CLUSTER = 'dr-eu';
const ORGANIZATION = 'engineering';

/** An entity as a catalog file holds it. */
export interface CatalogEntity {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    title?: string;
    description?: string;
    annotations?: Record<string, string>;
    tags?: string[];
    links?: { title: string; url: string }[];
  };
  spec: Record<string, unknown>;
}

/** Everything that the catalog knows of the world. `web`: the address of the pages of the world's GitHub. */
export function entitiesOf(
  world: WorldDescription,
  { web }: { web: string },
): CatalogEntity[] {
  const { domain, organization, people, services, systems, teams } = world;
  return [
    entity('Domain', domain.name, {
      title: domain.title,
      description: domain.description,
      spec: { owner: group(ORGANIZATION) },
    }),
    entity('Group', ORGANIZATION, {
      title: 'Engineering',
      spec: { type: 'department', children: [] },
    }),
    ...teams.map(teamEntity),
    ...people.map(personEntity),
    ...systems.map(system => systemEntity(system, domain.name)),
    ...services.flatMap(service => apiEntity(service)),
    ...services.map(service =>
      serviceEntity(service, world, `${web}/${organization}/${service.name}`),
    ),
  ];
}

/** What the portal's Kubernetes objects of a service are labelled with, beside what they select their pods by. */
export function bindingLabels(service: ServiceRow): Record<string, string> {
  return service.binding === 'none' || service.binding === 'selector'
    ? {}
    : { 'backstage.io/kubernetes-id': service.name };
}

/** The label by which a service's Deployment finds its pods. */
export function podLabels(service: ServiceRow): Record<string, string> {
  return service.binding === 'none'
    ? { app: `${service.name}-1` }
    : { 'app.kubernetes.io/name': service.name };
}

function serviceEntity(
  service: ServiceRow,
  world: WorldDescription,
  repositoryUrl: string,
): CatalogEntity {
  const needed = service.needs.map(name => rowNamed(world.services, name));
  const common = {
    type: service.type,
    owner: group(service.owner),
    system: service.system,
  };
  // Only components can consume APIs.
  const consumed = isResource(service) ? [] : needed.filter(({ api }) => api);
  const dependsOn = needed.filter(row => !consumed.includes(row));
  return entity(isResource(service) ? 'Resource' : 'Component', service.name, {
    description: service.description,
    annotations: {
      ...kubernetesAnnotations(service),
      ...(service.language
        ? {
            'github.com/project-slug': `${world.organization}/${service.name}`,
            'backstage.io/source-location': `url:${repositoryUrl}/`,
          }
        : {}),
      ...(service.pagerduty
        ? { 'pagerduty.com/service-id': service.pagerduty }
        : {}),
    },
    links: world.thirdParties
      .filter(({ service: name }) => name === service.name)
      .map(({ statusPage, title }) => ({
        title: `${title}'s status`,
        url: statusPage,
      })),
    spec: {
      ...common,
      ...(isResource(service) ? {} : { lifecycle: 'production' }),
      ...list('providesApis', service.api ? [service.api] : []),
      ...list(
        'consumesApis',
        consumed.flatMap(({ api }) => api ?? []),
      ),
      ...list('dependsOn', dependsOn.map(entityRefOf)),
    },
  });
}

function kubernetesAnnotations(service: ServiceRow): Record<string, string> {
  if (service.binding === 'elsewhere') {
    return {
      'backstage.io/kubernetes-id': service.name,
      'backstage.io/kubernetes-cluster': UNWATCHED_CLUSTER,
    };
  }
  if (!service.runs || service.binding === 'none') return {};
  const [[label, value]] = Object.entries(podLabels(service));
  return service.binding === 'selector'
    ? { 'backstage.io/kubernetes-label-selector': `${label}=${value}` }
    : { 'backstage.io/kubernetes-id': service.name };
}

function apiEntity({
  api,
  description,
  owner,
  system,
}: ServiceRow): CatalogEntity[] {
  if (!api) return [];
  return [
    entity('API', api, {
      description,
      spec: {
        type: 'openapi',
        lifecycle: 'production',
        owner: group(owner),
        system,
        definition: JSON.stringify({
          openapi: '3.1.0',
          info: { title: api, version: '1.0.0' },
          paths: {},
        }),
      },
    }),
  ];
}

function systemEntity(
  { name, owner, title }: SystemRow,
  domain: string,
): CatalogEntity {
  return entity('System', name, {
    title,
    spec: { owner: group(owner), domain },
  });
}

function teamEntity({ email, name, title }: TeamRow): CatalogEntity {
  return entity('Group', name, {
    spec: {
      type: 'team',
      profile: { displayName: title, email },
      parent: ORGANIZATION,
      children: [],
    },
  });
}

function personEntity(person: PersonRow): CatalogEntity {
  const { github, name, team, title } = person;
  return entity('User', name, {
    annotations: github ? { 'github.com/user-login': github.login } : {},
    spec: {
      profile: { displayName: title, email: emailOf(person) },
      memberOf: team ? [team] : [],
    },
  });
}

function entity(
  kind: string,
  name: string,
  rest: {
    title?: string;
    description?: string;
    annotations?: Record<string, string>;
    links?: { title: string; url: string }[];
    spec: Record<string, unknown>;
  },
): CatalogEntity {
  const { annotations = {}, description, links = [], spec, title } = rest;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: {
      name,
      ...(title ? { title } : {}),
      ...(description ? { description } : {}),
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
      ...(links.length > 0 ? { links } : {}),
    },
    spec,
  };
}

function list(name: string, values: string[]): Record<string, string[]> {
  return values.length > 0 ? { [name]: values } : {};
}

function group(name: string): string {
  return `group:default/${name}`;
}
