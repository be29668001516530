// The kinds that alerts of a source ever had: they are few, see src/store/AlertKinds.ts.

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  const isSqlite = knex.client.config.client.includes('sqlite3');
  await knex.raw(
    `create table alert_kind (
      source text not null,
      kind text not null,
      primary key (source, kind)
    ) ${isSqlite ? 'without rowid' : ''}`,
  );
  await knex.raw(
    `insert into alert_kind (source, kind)
     select distinct s.text, k.text
     from event e
     join word s on s.id = e.source
     join word k on k.id = e.kind
     where e.type = 1`,
  );
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('alert_kind');
};
