// What each instance of a source holds back as noise, and its noisiest subjects; see src/store/NoiseNotes.ts.

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.raw(
    `create table source_noise (
      source text not null,
      instance text not null,
      body text not null,
      primary key (source, instance)
    )`,
  );
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('source_noise');
};
