import { deflated } from './details';
import type { Sql } from './Sql';

/** Keeps webhook bodies that could not be understood, for whoever mends their reading. */
export class Deliveries {
  readonly #sql: Sql;

  static create(options: { sql: Sql }): Deliveries {
    return new Deliveries(options.sql);
  }

  private constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** `body` holds no secret. `receivedAt` in milliseconds. */
  async keep(delivery: {
    system: string;
    instance: string;
    receivedAt: number;
    reason: string;
    body: unknown;
  }): Promise<void> {
    await this.#sql.run(
      `insert into delivery (system, instance, received_at, reason, body)
       values (?, ?, ?, ?, ?)`,
      [
        delivery.system,
        delivery.instance,
        delivery.receivedAt,
        delivery.reason,
        await deflated(JSON.stringify(delivery.body)),
      ],
    );
  }
}
