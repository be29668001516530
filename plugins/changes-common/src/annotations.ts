/**
 * The catalog annotations that Ripple reads. All but the `changes/…` ones are those that other plugins already use.
 * @public
 */
export const ANNOTATIONS = {
  kubernetesId: 'backstage.io/kubernetes-id',
  kubernetesLabelSelector: 'backstage.io/kubernetes-label-selector',
  kubernetesNamespace: 'backstage.io/kubernetes-namespace',
  kubernetesCluster: 'backstage.io/kubernetes-cluster',
  githubProjectSlug: 'github.com/project-slug',
  githubUserLogin: 'github.com/user-login',
  sourceLocation: 'backstage.io/source-location',
  pagerdutyServiceId: 'pagerduty.com/service-id',
  pagerdutyAccount: 'pagerduty.com/account',
  launchdarklyProjectKey: 'launchdarkly.com/project-key',
  launchdarklyFilterTags: 'launchdarkly.com/filter-tags',
  /** Subjects of any source, separated by white space; for what no other annotation can name. */
  subjects: 'changes/subjects',
} as const;
