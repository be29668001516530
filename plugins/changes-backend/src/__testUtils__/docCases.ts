import { readFileSync } from 'node:fs';
import { resolvePackagePath } from '@backstage/backend-plugin-api';

/** A case of a rule, as the documentation tells it. */
export interface DocCase {
  name: string;
  status: string;
  /** The sentence; empty where none is told. */
  said: string;
}

/** The rows of a page's tables that name a case in their first cell. */
export function docCases(page: string): DocCase[] {
  const path = resolvePackagePath(
    '@ripplehq/backstage-plugin-changes-backend',
    '../../docs',
    page,
  );
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap(line => {
      const cells = line.split('|').map(cell => cell.trim());
      const name = /^`([a-z-]+)`$/.exec(cells[1] ?? '')?.[1];
      if (name === undefined) return [];
      const [, , , status, said = ''] = cells;
      return [{ name, status, said: said.replace(/^_|_$/g, '') }];
    });
}
