import type { FieldChange } from '@ripplehq/backstage-plugin-changes-common';
import { imageVersion } from './image';
import { isWithin } from './FieldPath';
import { phrasesOf, type Phrase } from './phrases';

/** A less telling change is not named beside another. */
const WORTH_NAMING = 30;
/** Labels and annotations that name a commit or a version, for images whose tag does not move. */
const NAMES_CODE =
  /metadata\.(labels|annotations)\['(org\.opencontainers\.image\.revision|app\.komodor\.com\/.+\.ref|app\.kubernetes\.io\/version|tags\.datadoghq\.com\/version)'\]$/;
/** From here on a change deserves a second look. */
const RISKY = 75;

export type DeploymentKind =
  | 'rollback'
  | 'restart'
  | 'deployment'
  | 'scale'
  | 'autoscale'
  | 'config';

export interface Classified {
  kind: DeploymentKind;
  title: string;
  severity: 'info' | 'warning';
  /** The image changed, or what names its commit: commits may be found behind it. */
  hasCode: boolean;
}

export interface Question {
  name: string;
  /** Against the version before; empty when only something hidden differs. */
  changes: FieldChange[];
  /** The pod template differs, if only in something hidden. */
  templateChanged: boolean;
  /** The earlier revision that had the template which it has now; `unknown` where its number is not kept. */
  rollbackTo?: number | 'unknown';
  byAutoscaler: boolean;
}

/** What sort of change an update of a Deployment is: the first that matches. */
export function classify(question: Question): Classified {
  const { name, changes, templateChanged, rollbackTo } = question;
  const phrases = phrasesOf(changes);
  const classified = (kind: DeploymentKind, title: string): Classified => ({
    kind,
    title,
    severity: (phrases[0]?.risk ?? 0) >= RISKY ? 'warning' : 'info',
    hasCode:
      phrases.some(phrase => phrase.isImage) ||
      changes.some(change => NAMES_CODE.test(change.path)),
  });

  if (templateChanged && rollbackTo !== undefined) {
    return classified(
      'rollback',
      `${name} rolled back to ${rollbackTarget(changes, rollbackTo)}${rest(
        phrases,
        phrase => !phrase.path.startsWith('spec.template'),
      )}`,
    );
  }
  if (changes.length > 0 && changes.every(isRestart)) {
    return classified('restart', `${name} restarted`);
  }
  const replicas = changes.find(change => change.path === 'spec.replicas');
  if (!templateChanged && replicas && changes.length === 1) {
    const [before, after] = [replicas.before ?? 1, replicas.after ?? 1];
    return question.byAutoscaler
      ? classified('autoscale', `${name} autoscaled ${before} → ${after}`)
      : classified('scale', `${name} scaled ${before} → ${after}`);
  }
  return classified(
    templateChanged ? 'deployment' : 'config',
    `${name} ${sentence(phrases)}`,
  );
}

function sentence(phrases: Phrase[]): string {
  const image = phrases.find(phrase => phrase.isImage);
  const first = image ?? phrases[0];
  if (!first) return 'changed a hidden value';
  return `${first.text}${rest(
    phrases,
    phrase => phrase !== first && !phrase.isImage,
  )}`;
}

function rest(phrases: Phrase[], fits: (phrase: Phrase) => boolean): string {
  const next = phrases.find(
    phrase => fits(phrase) && phrase.risk >= WORTH_NAMING,
  );
  return next ? ` and ${next.text}` : '';
}

function rollbackTarget(
  changes: FieldChange[],
  revision: number | 'unknown',
): string {
  const image = changes.find(change => /\.image$/.test(change.path));
  const version =
    image?.after === undefined ? undefined : imageVersion(String(image.after));
  if (revision === 'unknown') return version ?? 'an earlier revision';
  return version ? `${version} (revision ${revision})` : `revision ${revision}`;
}

function isRestart(change: FieldChange): boolean {
  // Argo Rollouts has a field for it.
  if (change.path === 'spec.restartAt') return change.after !== undefined;
  return (
    isWithin(change.path, 'spec.template.metadata') &&
    (change.path.includes('kubectl.kubernetes.io/restartedAt') ||
      isOnlyRestartedAt(change))
  );
}

// The first restart of all brings the annotations with it.
function isOnlyRestartedAt(change: FieldChange): boolean {
  return (
    change.path === 'spec.template.metadata.annotations' &&
    [change.before, change.after].every(
      value =>
        value === undefined ||
        (typeof value === 'object' &&
          Object.keys(value ?? {}).join() ===
            'kubectl.kubernetes.io/restartedAt'),
    )
  );
}
