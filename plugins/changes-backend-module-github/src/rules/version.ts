/**
 * Whether a text reads like one version and no other: at least two numbers (`v2.14.1`, `2.14.1-rc.1`, `2026.11.19`, `release-42.1`).
 * `v2` alone is a tag that people move; `latest`, `stable` and branches' names say nothing.
 */
export function isVersion(text: string): boolean {
  return (
    text.length <= 128 &&
    /^(?:[a-z][\w-]*?[-_/@])?v?\d+(?:[._]\d+)+(?:[-+._]?[\w.+-]+)?$/i.test(text)
  );
}

/**
 * What a version's tag may be called, the likeliest first: as written, with and without `v`, and behind the name of a part of a
 * monorepo, as release tools write it (`rest-api-v2.14.1`, `rest-api@2.14.1`, `rest-api/v2.14.1`).
 * @param options - `parts`: names of the entity's part of the repository; `plain`: a tag without a part's name may be meant, too.
 */
export function tagNames(
  version: string,
  options: { parts: readonly string[]; plain: boolean },
): string[] {
  const bare = version.replace(/^v(?=\d)/, '');
  const plain = options.plain ? [version, `v${bare}`, bare] : [];
  const prefixed = options.parts.flatMap(part => [
    `${part}-v${bare}`,
    `${part}@${bare}`,
    `${part}/v${bare}`,
    `${part}-${bare}`,
  ]);
  // A tag that names the part itself can only mean this part.
  const named = options.parts.some(part => version.startsWith(part))
    ? [version]
    : [];
  return [...new Set([...named, ...plain, ...prefixed])];
}
