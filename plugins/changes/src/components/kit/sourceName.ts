import type { CoverageEntry } from './coverageEntries';

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

/** A source's instance among others: with the instance's name where the source alone would not say which. */
export function coverageName(
  entry: Pick<CoverageEntry, 'source' | 'instance'>,
  among: Pick<CoverageEntry, 'source'>[],
): string {
  const name = sourceName(entry.source);
  const isOnlyOne =
    among.filter(other => other.source === entry.source).length === 1;
  return isOnlyOne && entry.source !== 'kubernetes'
    ? name
    : `${name} ${entry.instance}`;
}
