const TITLES: Readonly<Record<string, string>> = {
  alertmanager: 'Alertmanager',
  github: 'GitHub',
  grafana: 'Grafana',
  kubernetes: 'Kubernetes',
  launchdarkly: 'LaunchDarkly',
  pagerduty: 'PagerDuty',
};

/** A source's name as people write it. @internal */
export function sourceTitle(source: string): string {
  return TITLES[source] ?? source;
}
