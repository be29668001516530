import { Receiver } from '../__testUtils__/Receiver.ts';
import { ADA, BEN, NOW, SHOP } from '../__testUtils__/story.ts';
import { GithubWorld } from '../GithubWorld.ts';
import { Hook, type RealTime } from './Hook.ts';

const SECRET = 'secret-of-the-test';

describe('the webhooks of the demo’s GitHub', () => {
  let receiver: Receiver;
  let world: GithubWorld;

  beforeEach(async () => {
    receiver = await Receiver.start(SECRET);
    world = await GithubWorld.create({
      now: () => NOW,
      stories: [SHOP],
      webhook: { url: receiver.url, secret: SECRET },
    });
  });
  afterEach(async () => {
    await world.close();
    await receiver.close();
  });

  const told = () =>
    receiver.received.map(({ event, body }) =>
      body.action ? `${event}.${body.action}` : event,
    );

  it('tell all that happens, in order and signed', async () => {
    const { repository } = world;
    const pull = await repository.pulls.open({
      title: 'Sell for less',
      body: '',
      author: BEN,
      labels: [],
      files: { 'src/shop.ts': old => old.replace('5', '3') },
    });
    await repository.pulls.review(pull.number, {
      by: ADA,
      state: 'APPROVED',
      body: 'Yes.',
    });
    await repository.pulls.merge(pull.number, { by: ADA });
    await repository.check({ name: 'build', conclusion: 'success' });
    await repository.release({ tag: 'v1.2.0', author: ADA });
    const deployment = await repository.deploy({
      environment: 'prod-eu',
      creator: ADA,
      state: 'in_progress',
    });
    await repository.deployments.setStatus(deployment.id, { state: 'success' });
    await repository.checks.setStatus({
      context: 'ci/jenkins',
      state: 'success',
      creator: ADA,
    });
    await world.delivered();

    expect(told()).toEqual([
      'ping',
      'push',
      'pull_request.opened',
      'pull_request_review.submitted',
      'pull_request.closed',
      'push',
      'check_run.completed',
      'push',
      'release.published',
      'deployment.created',
      'deployment_status.created',
      'deployment_status.created',
      'status',
    ]);
    const main = await repository.main();
    const [branch, merged, tag] = receiver.received.filter(
      one => one.event === 'push',
    );
    expect(branch.body).toMatchObject({ created: true, deleted: false });
    expect(merged.body).toMatchObject({
      ref: 'refs/heads/main',
      after: main,
      forced: false,
      commits: [
        {
          id: main,
          message: 'Sell for less (#8)',
          modified: ['src/shop.ts'],
          author: { username: 'ben' },
          committer: { username: 'web-flow' },
        },
      ],
      head_commit: { id: main },
      repository: { full_name: 'acme/shop', pushed_at: NOW / 1000 },
      pusher: { name: 'ada' },
    });
    expect(tag.body).toMatchObject({
      ref: 'refs/tags/v1.2.0',
      commits: [],
      head_commit: { id: main },
    });
    expect(receiver.received[4].body).toMatchObject({
      number: 8,
      pull_request: {
        merged: true,
        merge_commit_sha: main,
        merged_by: { login: 'ada' },
      },
      organization: { login: 'acme' },
      sender: { login: 'ada' },
    });
  });

  it('bear what a receiver tells GitHub’s deliveries by', async () => {
    await world.delivered();
    const [{ headers, guid }] = receiver.received;
    expect(guid).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': expect.stringMatching(/^GitHub-Hookshot\//),
      'x-github-hook-id': expect.stringMatching(/^\d+$/),
      'x-github-hook-installation-target-type': 'organization',
    });
  });

  it('can be looked up', async () => {
    await world.repository.push({ message: 'x', author: ADA, files: {} });
    await world.delivered();
    const [{ guid }] = receiver.received;
    const page = await fetch(`http://${world.host}/deliveries`);
    expect(await page.text()).toContain(guid);
    expect(world.deliveries).toMatchObject([
      { event: 'ping', state: 'delivered' },
      { event: 'push', state: 'delivered', repository: 'acme/shop' },
    ]);
  });

  it('tell nothing of what happened before there was a listener', async () => {
    await world.delivered();
    expect(told()).toEqual(['ping']);
  });
});

describe('a webhook whose receiver is away', () => {
  let receiver: Receiver;
  let hook: Hook;
  let time: number;
  /** Real time passes only in pauses. */
  const real: RealTime = {
    now: () => time,
    wait: async ms => {
      time += ms;
    },
  };
  const start = (secret = SECRET) => {
    hook = Hook.create({
      target: { url: receiver.url, secret },
      id: 1,
      organization: 2,
      now: () => NOW,
      real,
    });
  };

  beforeEach(async () => {
    time = 0;
    receiver = await Receiver.start(SECRET);
    start();
  });
  afterEach(async () => {
    await hook.close();
    await receiver.close();
  });

  it('is sent again, under the same guid and in order', async () => {
    receiver.refusals.push(503, 404, 500);
    hook.send({ event: 'push', payload: { ref: 'one' } });
    hook.send({ event: 'push', payload: { ref: 'two' } });
    await hook.settled();
    expect(receiver.received.map(one => one.body.ref)).toEqual(['one', 'two']);
    expect(hook.deliveries).toMatchObject([
      { state: 'delivered', attempts: 4, answer: 202 },
      { state: 'delivered', attempts: 1 },
    ]);
    expect(receiver.received[0].guid).toBe(hook.deliveries[0].guid);
  });

  it('is given up after a quarter of an hour', async () => {
    receiver.refusals.push(...Array<number>(1000).fill(503));
    hook.send({ event: 'push', payload: {} });
    await hook.settled();
    expect(hook.deliveries).toMatchObject([{ state: 'given-up', answer: 503 }]);
    expect(time).toBeGreaterThan(15 * 60_000);
    expect(time).toBeLessThan(16 * 60_000);
    receiver.refusals.length = 0;
    hook.send({ event: 'push', payload: { ref: 'later' } });
    await hook.settled();
    expect(receiver.received.map(one => one.body.ref)).toEqual(['later']);
  });

  it('is not sent again when its proof is refused', async () => {
    start('a wrong secret');
    hook.send({ event: 'push', payload: {} });
    await hook.settled();
    expect(hook.deliveries).toMatchObject([
      { state: 'refused', attempts: 1, answer: 403 },
    ]);
  });

  it('keeps no more waiting than it can', async () => {
    receiver.refusals.push(503);
    for (let ref = 0; ref < 600; ref += 1) {
      hook.send({ event: 'push', payload: { ref } });
    }
    await hook.settled();
    expect(receiver.received).toHaveLength(500);
    expect(receiver.received.at(-1)?.body.ref).toBe(599);
    expect(hook.deliveries).toHaveLength(200);
  });

  it('says why there was no answer', async () => {
    await receiver.close();
    hook.send({ event: 'push', payload: {} });
    await hook.settled();
    expect(hook.deliveries).toMatchObject([
      { state: 'given-up', answer: 'ECONNREFUSED' },
    ]);
    receiver = await Receiver.start(SECRET);
  });
});
