/*
 * Who made which change, by servers' audit logs. Both tables hold what is recent only, since the two sides of a write come minutes apart
 * at most; what was found out stands in the event. kept_at is the portal's own time, from_at and to_at are the server's.
 */

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  const isSqlite = knex.client.config.client.includes('sqlite3');
  const clustered = isSqlite ? 'without rowid' : '';
  for (const statement of [
    // What an audit log said of a write. actor: JSON.
    `create table attribution (
      source text not null,
      instance text not null,
      id text not null,
      subject text not null,
      verb text not null,
      manager text,
      subresource text,
      from_at bigint not null,
      to_at bigint not null,
      actor text not null,
      kept_at bigint not null,
      primary key (source, instance, id)
    ) ${clustered}`,
    `create index attribution_by_subject on attribution (subject, to_at)`,
    `create index attribution_by_age on attribution (source, instance, kept_at)`,

    // The write that made an event. attribution: id of the one that named its actor, changes: how often that was altered.
    `create table written (
      public_id text primary key,
      source text not null,
      instance text not null,
      subject text not null,
      verb text not null,
      manager text,
      subresource text,
      from_at bigint not null,
      to_at bigint not null,
      sequence bigint,
      actor text,
      attribution text,
      changes integer not null,
      kept_at bigint not null
    ) ${clustered}`,
    `create index written_by_subject on written (subject, to_at)`,
    `create index written_by_age on written (kept_at)`,
  ]) {
    await knex.raw(statement);
  }
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('written');
  await knex.schema.dropTable('attribution');
};
