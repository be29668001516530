export * from './KubernetesAudit';
export * from './auditConfig';
