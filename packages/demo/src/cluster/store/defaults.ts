import { type JsonObject, isObject, listAt, objectAt } from '../json.ts';

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];

const DEFAULTS: Record<string, (object: object) => JsonObject> = {
  Deployment: object => ({
    spec: {
      ...filled(withTemplate(objectAt(object, 'spec')), {
        replicas: 1,
        revisionHistoryLimit: 10,
        progressDeadlineSeconds: 600,
      }),
      strategy: strategyOf(objectAt(object, 'spec', 'strategy')),
    },
  }),
  ReplicaSet: object => ({
    spec: filled(withTemplate(objectAt(object, 'spec')), { replicas: 1 }),
  }),
  HorizontalPodAutoscaler: object => ({
    spec: filled(objectAt(object, 'spec'), { minReplicas: 1 }),
  }),
  Job: object => ({
    spec: filled(withTemplate(objectAt(object, 'spec')), {
      backoffLimit: 6,
      completionMode: 'NonIndexed',
      completions: 1,
      manualSelector: false,
      parallelism: 1,
      podReplacementPolicy: 'TerminatingOrFailed',
      suspend: false,
    }),
  }),
  Pod: object => ({
    spec: filled(podSpec(objectAt(object, 'spec')), {
      enableServiceLinks: true,
      preemptionPolicy: 'PreemptLowerPriority',
      priority: 0,
      serviceAccount: 'default',
      serviceAccountName: 'default',
    }),
  }),
  Secret: object => filled(object as JsonObject, { type: 'Opaque' }),
  Service: object => {
    const spec = objectAt(object, 'spec');
    return {
      spec: filled(
        {
          ...spec,
          ports: listAt(spec, 'ports').map(port =>
            filled(port, { protocol: 'TCP', targetPort: port.port }),
          ),
        },
        {
          type: 'ClusterIP',
          sessionAffinity: 'None',
          internalTrafficPolicy: 'Cluster',
          ipFamilies: ['IPv4'],
          ipFamilyPolicy: 'SingleStack',
        },
      ),
      status: filled(objectAt(object, 'status'), { loadBalancer: {} }),
    };
  },
};

/**
 * What the API server fills in where a manifest says nothing, as far as it shows in manifests and in what controllers do.
 * https://github.com/kubernetes/kubernetes/tree/v1.36.3/pkg/apis — defaults.go of each group
 */
export function withDefaults<T extends { kind: string }>(object: T): T {
  const defaults = DEFAULTS[object.kind];
  return defaults ? ({ ...object, ...defaults(object) } as T) : object;
}

/** With fields where there are none. */
function filled(object: JsonObject, defaults: JsonObject): JsonObject {
  return { ...defaults, ...object };
}

function strategyOf(strategy: JsonObject): JsonObject {
  const { type = 'RollingUpdate', rollingUpdate } = strategy;
  return type === 'RollingUpdate'
    ? {
        type,
        rollingUpdate: {
          maxSurge: '25%',
          maxUnavailable: '25%',
          ...(isObject(rollingUpdate) ? rollingUpdate : {}),
        },
      }
    : { type };
}

function withTemplate(spec: JsonObject): JsonObject {
  const template = objectAt(spec, 'template');
  return {
    ...spec,
    template: { ...template, spec: podSpec(objectAt(template, 'spec')) },
  };
}

function podSpec(spec: JsonObject): JsonObject {
  const initContainers = listAt(spec, 'initContainers');
  return filled(
    {
      ...spec,
      containers: listAt(spec, 'containers').map(container),
      ...(initContainers.length > 0
        ? { initContainers: initContainers.map(container) }
        : {}),
    },
    {
      dnsPolicy: 'ClusterFirst',
      restartPolicy: 'Always',
      schedulerName: 'default-scheduler',
      securityContext: {},
      terminationGracePeriodSeconds: 30,
    },
  );
}

function container(value: JsonObject): JsonObject {
  const image = String(value.image ?? '');
  const ports = listAt(value, 'ports');
  const probes = PROBES.flatMap(name =>
    isObject(value[name]) ? [[name, probe(value[name])]] : [],
  );
  return filled(
    {
      ...value,
      ...(ports.length > 0
        ? { ports: ports.map(port => filled(port, { protocol: 'TCP' })) }
        : {}),
      ...Object.fromEntries(probes),
    },
    {
      imagePullPolicy: /:(?!latest$)[^/]+$|@/.test(image)
        ? 'IfNotPresent'
        : 'Always',
      resources: {},
      terminationMessagePath: '/dev/termination-log',
      terminationMessagePolicy: 'File',
    },
  );
}

function probe(value: JsonObject): JsonObject {
  return filled(
    {
      ...value,
      ...(isObject(value.httpGet)
        ? { httpGet: filled(value.httpGet, { scheme: 'HTTP' }) }
        : {}),
    },
    {
      failureThreshold: 3,
      periodSeconds: 10,
      successThreshold: 1,
      timeoutSeconds: 1,
    },
  );
}
