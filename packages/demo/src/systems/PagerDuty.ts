import { createHmac } from 'node:crypto';
import type { Outbox } from './Outbox.ts';

const WEB = 'https://acme.pagerduty.com';
const API = 'https://api.pagerduty.com';
/** Crockford's alphabet, in which PagerDuty writes ids. */
const ID_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Somebody or something that PagerDuty names. */
interface Reference {
  id: string;
  type: string;
  summary: string;
  self: string;
  html_url: string;
}

/** An incident as it stands. Plain JSON, so that it can be kept. */
export interface PagerDutyIncident {
  id: string;
  number: number;
  title: string;
  serviceId: string;
  serviceName: string;
  urgency: 'high' | 'low';
  /** Epoch milliseconds. */
  createdAt: number;
  status: 'triggered' | 'acknowledged' | 'resolved';
}

/** Where and how it sends. */
export interface PagerDutyOptions {
  outbox: Outbox;
  /** Of the webhook subscription. */
  url: string;
  /** With which every body is signed. */
  secret: string;
  random: () => number;
  now: () => number;
  /** Incidents so far. */
  count?: number;
}

/** A PagerDuty account with one webhook subscription (v3): it opens, acknowledges and resolves incidents, and says so, signed. */
export class PagerDuty {
  readonly #options: PagerDutyOptions;
  readonly #subscription: string;
  #count: number;

  static create(options: PagerDutyOptions): PagerDuty {
    return new PagerDuty(options);
  }

  private constructor(options: PagerDutyOptions) {
    this.#options = options;
    this.#count = options.count ?? 8840;
    this.#subscription = this.#id('PW');
  }

  /** Number of the newest incident. */
  get count(): number {
    return this.#count;
  }

  /** Opens an incident now. */
  trigger(of: {
    serviceId: string;
    serviceName: string;
    title: string;
    urgency?: 'high' | 'low';
  }): PagerDutyIncident {
    this.#count += 1;
    const incident: PagerDutyIncident = {
      urgency: 'high',
      ...of,
      id: this.#id('P'),
      number: this.#count,
      createdAt: this.#options.now(),
      status: 'triggered',
    };
    // The service's own integration opened it.
    this.#tell(incident, serviceOf(incident));
    return incident;
  }

  acknowledge(incident: PagerDutyIncident, by: string): PagerDutyIncident {
    const acknowledged = { ...incident, status: 'acknowledged' as const };
    this.#tell(acknowledged, personOf(by));
    return acknowledged;
  }

  resolve(incident: PagerDutyIncident, by: string): PagerDutyIncident {
    const resolved = { ...incident, status: 'resolved' as const };
    this.#tell(resolved, personOf(by));
    return resolved;
  }

  #tell(incident: PagerDutyIncident, agent: Reference): void {
    const { now, outbox, secret, url } = this.#options;
    const body = JSON.stringify({
      event: {
        id: this.#id('01'),
        event_type: `incident.${incident.status}`,
        resource_type: 'incident',
        occurred_at: new Date(now()).toISOString(),
        agent,
        client: null,
        data: incidentData(incident),
      },
    });
    const signature = createHmac('sha256', secret).update(body).digest('hex');
    outbox.send({
      url,
      body,
      headers: {
        'X-PagerDuty-Signature': `v1=${signature}`,
        'X-Webhook-Id': this.#subscription,
        'User-Agent': 'PagerDuty-Webhook/V3.0',
      },
    });
  }

  #id(prefix: string): string {
    const length = prefix === '01' ? 24 : 12;
    let id = prefix;
    while (id.length < length) {
      id += ID_ALPHABET[Math.floor(this.#options.random() * 32)];
    }
    return id;
  }
}

function incidentData(incident: PagerDutyIncident) {
  return {
    id: incident.id,
    type: 'incident',
    self: `${API}/incidents/${incident.id}`,
    html_url: `${WEB}/incidents/${incident.id}`,
    number: incident.number,
    status: incident.status,
    incident_key: `demo-${incident.number}`,
    created_at: new Date(incident.createdAt).toISOString(),
    title: incident.title,
    service: serviceOf(incident),
    assignees: [],
    escalation_policy: reference(
      'PESCAL1',
      'escalation_policy_reference',
      'Default',
    ),
    teams: [],
    priority: null,
    urgency: incident.urgency,
    conference_bridge: null,
    resolve_reason: null,
  };
}

function serviceOf({ serviceId, serviceName }: PagerDutyIncident): Reference {
  return reference(serviceId, 'service_reference', serviceName);
}

function personOf(name: string): Reference {
  const id = `PU${name.replace(/[^A-Za-z]/g, '').toUpperCase()}`.slice(0, 10);
  return reference(id, 'user_reference', name);
}

function reference(id: string, type: string, summary: string): Reference {
  const path = `${type
    .replace('_reference', '')
    .replace('policy', 'policie')}s`;
  return {
    id,
    type,
    summary,
    self: `${API}/${path}/${id}`,
    html_url: `${WEB}/${path}/${id}`,
  };
}
