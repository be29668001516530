import { Refusal } from '../http/Refusal.ts';
import type { Repository } from '../repository/Repository.ts';

/** The commit that a name stands for, or GitHub's refusal. */
export async function commitOf(
  repository: Repository,
  name: string,
): Promise<string> {
  const id = await repository.git.resolve(name);
  if (!id) throw new Refusal(422, `No commit found for SHA: ${name}`);
  return id;
}

/** The same where GitHub knows no better word. */
export async function commitOr404(
  repository: Repository,
  name: string,
): Promise<string> {
  const id = await repository.git.resolve(name);
  if (!id) throw Refusal.notFound();
  return id;
}
