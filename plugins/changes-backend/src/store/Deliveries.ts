import { encodeJson } from './details';
import type { Sql } from './Sql';

const KEPT_AN_INSTANCE = 1000;

/** Keeps webhook bodies that could not be understood, the newest thousand of an instance, for whoever mends their reading. */
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
        await encodeJson(delivery.body),
      ],
    );
    const { system, instance } = delivery;
    await this.#sql.run(
      `delete from delivery
       where system = ? and instance = ? and id <= (
         select id from delivery
         where system = ? and instance = ?
         order by id desc
         limit 1 offset ${KEPT_AN_INSTANCE}
       )`,
      [system, instance, system, instance],
    );
  }
}
