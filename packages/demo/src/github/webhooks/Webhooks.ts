import type { RepositoryEvent } from '../repository/events.ts';
import type { Repository } from '../repository/Repository.ts';
import { accountShape, organizationShape } from '../shapes/account.ts';
import { date, placeOf, type Site } from '../shapes/Place.ts';
import { type DeliveryRecord, Hook, type WebhookTarget } from './Hook.ts';
import { payload } from './payload.ts';

const FIRST_HOOK_ID = 400_000_001;

/** Everybody who is told what happens in the repositories. */
export class Webhooks {
  readonly #now: () => number;
  readonly #hooks: Hook[] = [];
  #site: Site | undefined;

  static create(options: { now: () => number }): Webhooks {
    return new Webhooks(options.now);
  }

  private constructor(now: () => number) {
    this.#now = now;
  }

  /** The newest deliveries of every hook, oldest first. */
  get deliveries(): readonly DeliveryRecord[] {
    return this.#hooks.flatMap(hook => hook.deliveries);
  }

  /** Tells a new listener that it is one. */
  add(
    target: WebhookTarget,
    told: { site: Site; repository: Repository },
  ): void {
    const { site, repository } = told;
    const organization = organizationShape(site, repository.owner);
    const id = FIRST_HOOK_ID + this.#hooks.length;
    const hook = Hook.create({
      target,
      id,
      organization: organization.id,
      now: this.#now,
    });
    const at = date(this.#now());
    const url = `${site.api}/orgs/${repository.owner}/hooks/${id}`;
    hook.send({
      event: 'ping',
      payload: {
        zen: 'Keep it logically awesome.',
        hook_id: id,
        hook: {
          type: 'Organization',
          id,
          name: 'web',
          active: true,
          events: ['*'],
          config: {
            content_type: 'json',
            insecure_ssl: '0',
            secret: '********',
            url: target.url,
          },
          updated_at: at,
          created_at: at,
          url,
          ping_url: `${url}/pings`,
          deliveries_url: `${url}/deliveries`,
        },
        organization,
        sender: accountShape(site, repository.state.accounts[0]),
      },
    });
    this.#site = site;
    this.#hooks.push(hook);
  }

  /** Resolves when it has been put into every queue. */
  async tell(event: RepositoryEvent, repository: Repository): Promise<void> {
    // As long as nobody listens, nothing need be worked out.
    if (!this.#site) return;
    const told = {
      event: event.type,
      repository: repository.fullName,
      payload: await payload(placeOf(this.#site, repository), event),
    };
    for (const hook of this.#hooks) hook.send(told);
  }

  async settled(): Promise<void> {
    await Promise.all(this.#hooks.map(hook => hook.settled()));
  }

  async close(): Promise<void> {
    await Promise.all(this.#hooks.map(hook => hook.close()));
  }
}
