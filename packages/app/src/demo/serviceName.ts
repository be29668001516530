/** "data-processor" of `component:default/data-processor`. */
export function serviceName(entityRef: string): string {
  return entityRef.slice(entityRef.lastIndexOf('/') + 1);
}
