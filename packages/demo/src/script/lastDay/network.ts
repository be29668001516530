import { type Stage, refOf } from '../Stage.ts';
import { span } from '../time.ts';
import { thirdParty } from './occasions.ts';

/** What lies outside of the clusters: the cloud's network, and providers. */
export function network(stage: Stage, onset: number): void {
  const { clock, tools } = stage;
  const at = (time: string) => onset + span(time);
  const entityRefs = [refOf(stage, 'vpc-eu-central')];
  clock.at(at('-8:04'), () =>
    tools.aws.tell({
      key: 'sg-0a1f/ingress/8443',
      title: 'Security group sg-0a1f: 1 inbound rule added',
      kind: 'network',
      entityRefs,
      actor: { name: 'h.lindqvist', kind: 'user' },
      diff: [{ path: 'ingress[8443]', after: '10.3.0.0/16' }],
      details: { How: 'In the console; no commit' },
    }),
  );
  clock.at(at('-0:25'), () =>
    tools.aws.tell({
      key: 'rtb-77/10.9.0.0',
      title: 'Route table rtb-77: 1 route changed',
      kind: 'network',
      entityRefs,
      actor: { name: 'terraform', kind: 'bot' },
      diff: [
        { path: 'routes[10.9.0.0/16]', before: 'pcx-0b2e', after: 'tgw-41c0' },
      ],
    }),
  );
  thirdParty(stage, {
    service: 'stripe',
    title: 'Stripe: elevated API latency',
    from: at('-7:41'),
    to: at('-6:58'),
  });
  thirdParty(stage, {
    service: 'sendgrid',
    title: 'SendGrid: delayed delivery to one provider',
    from: at('-10:05'),
    to: at('-9:10'),
  });
}
