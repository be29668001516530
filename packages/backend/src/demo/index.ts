export { authModuleDemo } from './authModuleDemo';
export { demoDatabase } from './demoDatabase';
export { permissionModuleDemo } from './permissionModuleDemo';
