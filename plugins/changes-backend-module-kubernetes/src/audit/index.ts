export * from './KubernetesAudit';
export * from './auditTokens';
