import type { CodeFile } from '@ripplehq/backstage-plugin-changes-common';

/** What is deployed rather than compiled: it explains more incidents than code of the same size. */
const DEPLOYED =
  /(^|\/)(deploy|deployment|charts?|helm|k8s|kubernetes|manifests|kustomize|environments?)\/|values[^/]*\.ya?ml$|\.tf$|Dockerfile$/i;
const TEST = /(^|\/)(__tests__|tests?|spec)\/|\.(test|spec)\.[a-z]+$/i;
const PROSE = /\.(md|txt|rst|adoc)$/i;

/** Files, those first that are most likely to matter: configuration, code, tests, prose, what was generated. */
export function rankedFiles(files: readonly CodeFile[]): CodeFile[] {
  return [...files].sort((a, b) => order(a) - order(b));
}

/** Whether a file says how something is deployed. */
export function isDeployed(file: CodeFile): boolean {
  return !file.generated && DEPLOYED.test(file.path);
}

function order(file: CodeFile): number {
  if (file.generated) return 4;
  if (isDeployed(file)) return 0;
  if (PROSE.test(file.path)) return 3;
  return TEST.test(file.path) ? 2 : 1;
}
