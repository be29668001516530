/** A process, as `ps -o pid=,ppid=,rss=,args=` prints it. */
export interface ProcessRow {
  pid: number;
  parent: number;
  rssMib: number;
  command: string;
}

/** Reads what `ps -A -o pid=,ppid=,rss=,args=` printed. */
export function parseProcesses(text: string): ProcessRow[] {
  return [...text.matchAll(/^\s*(\d+)\s+(\d+)\s+(\d+)\s+(.*)$/gm)].map(
    ([, pid, parent, rssKib, command]) => ({
      pid: Number(pid),
      parent: Number(parent),
      rssMib: Number(rssKib) / 1024,
      command,
    }),
  );
}

/** A process and all that it started, directly or not. */
export function treeOf(
  root: number,
  processes: readonly ProcessRow[],
): ProcessRow[] {
  const inTree = new Set([root]);
  let before = 0;
  while (inTree.size > before) {
    before = inTree.size;
    for (const { pid, parent } of processes) {
      if (inTree.has(parent)) inTree.add(pid);
    }
  }
  return processes.filter(({ pid }) => inTree.has(pid));
}
