// Which replicas are there, and how much each collects, so that they share; see src/store/LeaseTable.ts.

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.raw(
    `create table source_replica (
      source text not null,
      holder text not null,
      held integer not null,
      waiting integer not null,
      expires_at bigint not null,
      primary key (source, holder)
    )`,
  );
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('source_replica');
};
