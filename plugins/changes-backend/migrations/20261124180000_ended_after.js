// Of what ended while nobody watched: it ended between ended_after and ended_at.

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.raw('alter table event add column ended_after bigint');
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.raw('alter table event drop column ended_after');
};
