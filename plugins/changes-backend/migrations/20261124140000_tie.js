// By which names events are gathered into others, see src/store/TieWriter.ts.

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  const isSqlite = knex.client.config.client.includes('sqlite3');
  for (const statement of [
    // role: 0 the whole, 1 the part. from_at, to_at: a whole's time; to_at null while it lasts. rank: the part's choice, 0 first.
    `create table tie (
      thread text not null,
      role smallint not null,
      event_id bigint not null,
      rank smallint not null,
      from_at bigint,
      to_at bigint,
      said_at bigint not null,
      primary key (thread, role, event_id)
    ) ${isSqlite ? 'without rowid' : ''}`,
    `create index tie_by_event on tie (event_id)`,
    `create index tie_by_age on tie (said_at)`,
  ]) {
    await knex.raw(statement);
  }
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('tie');
};
