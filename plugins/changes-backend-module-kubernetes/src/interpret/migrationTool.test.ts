import { migrationToolOf } from './migrationTool';

const toolOf = (image: string, commandLine: string) =>
  migrationToolOf([{ image, commandLine }]);

describe('migrationToolOf', () => {
  it.each([
    ['flyway', 'flyway/flyway:10-alpine', 'migrate'],
    ['flyway', 'registry.acme.example:5000/tools/flyway@sha256:ab', ''],
    ['flyway', 'acme/orders:v41', '/flyway/flyway -url=x migrate'],
    ['liquibase', 'liquibase/liquibase:4.29', 'update'],
    ['alembic', 'acme/orders:v42', 'alembic upgrade head'],
    ['alembic', 'acme/orders:v42', 'sh -c alembic upgrade head && echo done'],
    ['alembic', 'acme/orders:v42', 'flask db upgrade'],
    ['prisma', 'acme/web:1', 'npx prisma migrate deploy'],
    ['rails', 'acme/shop:1', 'bundle exec rails db:migrate'],
    ['rails', 'acme/shop:1', 'bin/rake db:schema:load'],
    ['django', 'acme/admin:1', 'python manage.py migrate --noinput'],
    ['django', 'acme/admin:1', 'python -m django migrate'],
    ['atlas', 'arigaio/atlas:latest', 'migrate apply --url x'],
    ['atlas', 'acme/db:1', 'atlas schema apply'],
    ['golang-migrate', 'migrate/migrate:v4', '-path /m -database x up'],
    ['goose', 'acme/api:1', 'goose -dir db postgres up'],
    ['laravel', 'acme/php:1', 'php artisan migrate --force'],
  ])('knows %s in %s %s', (tool, image, commandLine) => {
    expect(toolOf(image, commandLine)).toBe(tool);
  });

  it.each([
    ['acme/orders:v1', 'node server.js'],
    ['acme/flyway-docs:1', 'nginx'],
    ['flyway/flyway:10', 'info'],
    ['liquibase/liquibase:4.29', 'status --verbose'],
    ['acme/web:1', 'prisma generate'],
    ['acme/admin:1', 'python manage.py collectstatic'],
    ['acme/shop:1', 'rails assets:precompile'],
    ['acme/vm-migrate:1', 'migrate-vms --all'],
  ])('sees none in %s %s', (image, commandLine) => {
    expect(toolOf(image, commandLine)).toBeUndefined();
  });
});
