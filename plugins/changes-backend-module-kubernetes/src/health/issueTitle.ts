/** Says of which workload a finding is. Containers often have the name of their workload: it is not told twice. */
export function issueTitle(workload: string, finding: string): string {
  return finding.startsWith(`${workload} `)
    ? finding
    : `${workload}: ${finding}`;
}
