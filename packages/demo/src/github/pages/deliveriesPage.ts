import type { DeliveryRecord } from '../webhooks/Hook.ts';
import { html } from './html.ts';
import { ago, page } from './layout.ts';

const TONES: Record<DeliveryRecord['state'], string> = {
  waiting: 'wait',
  delivered: 'good',
  refused: 'bad',
  'given-up': 'bad',
};

/** What was told by webhooks, the newest first, and what became of it. */
export function deliveriesPage(
  deliveries: readonly DeliveryRecord[],
  now: number,
): string {
  return page({
    title: 'Recent deliveries',
    main: html`<h1>Recent deliveries</h1>
      <p class="quiet">
        Webhooks go out one after the other. While their receiver is away they
        are sent again for a quarter of an hour, under the same id; GitHub
        itself leaves that to its users.
      </p>
      ${deliveries.length === 0
        ? html`<p class="quiet">None.</p>`
        : html`<ul class="card rows">
            ${deliveries.toReversed().map(
              one =>
                html`<li>
                  <span class="${TONES[one.state]}">${one.state}</span>
                  <div class="grow">
                    <strong
                      >${one.event}${one.action && `.${one.action}`}</strong
                    >
                    ${one.repository}<br /><code>${one.guid}</code>
                    <span class="quiet"
                      >${one.attempts}
                      ${one.attempts === 1 ? 'attempt' : 'attempts'}, last
                      answer ${one.answer ?? 'none'}</span
                    >
                  </div>
                  <div class="right">${ago(one.at, now)}</div>
                </li>`,
            )}
          </ul>`}`,
  });
}
