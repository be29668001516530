/** A Warning that a component of Kubernetes wrote down about an object, with secrets hidden. */
export interface WarningEvent {
  /** e.g. `FailedScheduling`, `Unhealthy` */
  reason: string;
  message: string;
  /** Who says so: `kubelet`, `default-scheduler`. */
  component?: string;
  /** Of a pod: the part that it is about, `spec.containers{app}`. */
  fieldPath?: string;
  /** How often it was said. */
  count: number;
  firstAt: string;
  lastAt: string;
}
