/** Files that a package manager writes. */
const LOCK_FILES = new Set([
  'bun.lock',
  'cargo.lock',
  'composer.lock',
  'deno.lock',
  'flake.lock',
  'gemfile.lock',
  'go.sum',
  'gradle.lockfile',
  'mix.lock',
  'npm-shrinkwrap.json',
  'package-lock.json',
  'package.resolved',
  'packages.lock.json',
  'pdm.lock',
  'pipfile.lock',
  'pnpm-lock.yaml',
  'podfile.lock',
  'poetry.lock',
  'pubspec.lock',
  'uv.lock',
  'yarn.lock',
  '.terraform.lock.hcl',
  'chart.lock',
]);
/** Folders and names of what generators write. */
const GENERATED_PATH =
  /(^|\/)(node_modules|vendor|__snapshots__|__generated__)\/|(^|\/)zz_generated\.|\.(min\.(js|css)|(js|css)\.map|snap|pb\.go|pb\.(h|cc)|g\.dart|generated\.\w+|designer\.cs)$|_pb2(_grpc)?\.pyi?$|_pb\.(d\.ts|js)$/i;
/** What Go and others write at the top of a generated file. */
const GENERATED_MARK = /code generated .* do not edit|@generated\b/i;
/** The mark stands at the top of the file, so only a patch that shows it counts. */
const TOP_CHARS = 1_000;

/** Whether a person would want the file folded: a lock file, or one that a program wrote. */
export function isGenerated(path: string, patch: string | undefined): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  return (
    LOCK_FILES.has(name) ||
    GENERATED_PATH.test(path) ||
    (!!patch &&
      /^@@ -[01](,\d+)? /.test(patch) &&
      GENERATED_MARK.test(patch.slice(0, TOP_CHARS)))
  );
}
