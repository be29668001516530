const NAMES: Record<string, string> = {
  kubernetes: 'Kubernetes',
  github: 'GitHub',
  gitlab: 'GitLab',
  pagerduty: 'PagerDuty',
  datadog: 'Datadog',
  launchdarkly: 'LaunchDarkly',
  argocd: 'Argo CD',
  aws: 'AWS',
  grafana: 'Grafana',
  alertmanager: 'Alertmanager',
  catalog: 'Catalog',
  statuspage: 'Status pages',
};

/** A source as its makers write it; one that is not known is shown as it is. Names are not translated. */
export function sourceName(source: string): string {
  return NAMES[source] ?? source;
}
