import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SECRET_SHAPES } from './secretShapes';

describe('SECRET_SHAPES', () => {
  it('are all listed by the documentation', () => {
    const docs = readFileSync(
      path.resolve(__dirname, '../../../../docs/redaction.md'),
      'utf8',
    );
    for (const { name } of SECRET_SHAPES) expect(docs).toContain(`| ${name}`);
  });

  it('have sticky patterns, which look at one place only', () => {
    for (const { pattern } of SECRET_SHAPES) expect(pattern.sticky).toBe(true);
  });
});
