import fc from 'fast-check';
import { ADA, BEN, NOW, SHOP } from '../__testUtils__/story.ts';
import { GithubWorld } from '../GithubWorld.ts';
import { html } from './html.ts';

/** Many pages are read, and each asks Git several times. */
const PROPERTY_TIMEOUT_MS = 60_000;

describe('the pages of the demo’s GitHub', () => {
  let world: GithubWorld;
  const open = (path: string) => fetch(`http://${world.host}${path}`);
  const read = async (path: string) => (await open(path)).text();

  beforeEach(async () => {
    world = await GithubWorld.create({ now: () => NOW, stories: [SHOP] });
  });
  afterEach(() => world.close());

  it('show a pull request as its link in the API says', async () => {
    const { html_url } = await (
      await fetch(`${world.url}/repos/acme/shop/pulls/7`)
    ).json();
    expect(html_url).toBe(`http://${world.host}/acme/shop/pull/7`);
    const text = await (await fetch(html_url)).text();
    for (const shown of [
      'Sell more',
      'Cheaper is better.',
      'pricing',
      '✓ approved',
      '-export const PRICE = 50;',
      '+export const PRICE = 5;',
    ]) {
      expect(text).toContain(shown);
    }
  });

  it('answer every address that they link to', async () => {
    const { repository } = world;
    await repository.check({ name: 'build', conclusion: 'failure' });
    await repository.deploy({ environment: 'prod', creator: ADA });
    const seen = new Set<string>();
    const left = [
      '/',
      '/ben',
      '/acme/shop/compare/v1.0.0...v1.1.0',
      '/acme/shop/compare/v1.0.0',
      '/acme/shop/pull/7/files',
    ];
    for (let path = left.shift(); path; path = left.shift()) {
      if (seen.has(path)) continue;
      seen.add(path);
      const answer = await open(path);
      expect([path, answer.status]).toEqual([path, 200]);
      const text = await answer.text();
      for (const [, , link] of text.matchAll(/(href|src)="([^"]*)"/g)) {
        left.push(link);
      }
    }
    expect(seen.size).toBeGreaterThan(15);
  });

  it('say that nothing may run in them or be loaded from elsewhere', async () => {
    const { headers } = await open('/acme/shop');
    expect(headers.get('content-security-policy')).toContain(
      "default-src 'none'",
    );
    expect(await read('/acme/shop')).not.toMatch(
      /<script|<style|\s(?:style|on\w+)=/,
    );
  });

  it('say so when there is no such thing', async () => {
    for (const path of [
      '/acme/shop/pull/99',
      '/acme/shop/commit/v9',
      '/acme/shop/compare/v1.0.0...v9',
      '/acme/shop/blob/main/..%2f..%2fetc%2fpasswd',
      '/acme/other',
      '/%ff',
    ]) {
      expect([path, (await open(path)).status]).toEqual([path, 404]);
    }
  });

  it(
    'show whatever anybody wrote as text',
    async () => {
      const { repository } = world;
      await fc.assert(
        fc.asyncProperty(hostile(), hostile(), async (one, other) => {
          const pull = await repository.merge({
            pullRequest: {
              title: `t${one}`,
              body: other,
              author: BEN,
              labels: [one],
            },
            reviews: [{ by: ADA, state: 'COMMENTED', body: one, at: NOW }],
            files: { 'src/shop.ts': () => `${one}\n${other}\n` },
          });
          await repository.checks.setStatus({
            sha: pull.head,
            context: one,
            state: 'failure',
            description: other,
            creator: BEN,
          });
          for (const path of [
            `pull/${pull.number}`,
            `commit/${pull.merge?.commit}`,
            'blob/main/src/shop.ts',
          ]) {
            expect(angleBracketsIn(await read(`/acme/shop/${path}`))).toEqual(
              [],
            );
          }
        }),
        { numRuns: 15 },
      );
    },
    PROPERTY_TIMEOUT_MS,
  );

  it('escape what is put into text and attributes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const written = html`<a title="${text}">${[text, html`<b>x</b>`]}</a>`;
        expect(
          written.text.replace(
            /^<a title="[^"<>]*">[^"'<>]*<b>x<\/b><\/a>$/,
            '',
          ),
        ).toBe('');
      }),
    );
  });
});

/** Text that would like to be more than that. */
function hostile() {
  return fc
    .array(
      fc.oneof(
        fc.constantFrom(
          '<marquee>',
          '"><marquee>',
          "'><marquee x='",
          '</pre><marquee>',
          '</code></td><marquee onload=alert(1)>',
          '&lt;',
          '${x}',
          '@@ -1 +1 @@',
          'diff --git a/x b/x',
        ),
        fc.string(),
      ),
      { minLength: 1, maxLength: 4 },
    )
    .map(parts => parts.join(' '));
}

/** What is left of a page without the tags that pages are made of: no further tag can hide in it. */
function angleBracketsIn(text: string): string[] {
  const tag =
    /<\/?(?:html|head|meta|title|link|body|header|main|footer|nav|div|span|section|aside|ul|li|table|tr|td|h1|h2|p|a|img|br|strong|code|pre|time)(?:\s+(?:class|href|src|alt|title|datetime|lang|charset|name|content|rel|id)="[^"<>]*")*\s*\/?>/g;
  return (
    text
      .replace('<!DOCTYPE html>', '')
      .replace(tag, '')
      .match(/[<>].{0,20}/g) ?? []
  );
}
