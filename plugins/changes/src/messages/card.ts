/** Words of the overview card. */
export const cardMessages = {
  title: 'Changes and health',
  issues_one: '{{count}} issue',
  issues_other: '{{count}} issues',
  replicas: '{{ready}}/{{desired}} replicas ready',
  upstreamWell: 'nothing upstream known to be wrong',
  likelyCause: 'Likely cause, {{percent}} %',
  cause: '{{title}}, {{moment}}. {{place}}',
  causeHere: 'In this service itself.',
  causeUpstream_one: '{{count}} hop upstream.',
  causeUpstream_other: '{{count}} hops upstream.',
  seeChange: 'See the change',
  lastChanges: 'Last changes, here and upstream',
  noChanges: 'No changes seen in 7 days',
  allChanges: 'All changes',
  health: 'Health',
} as const;
