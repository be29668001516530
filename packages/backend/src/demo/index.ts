export { authModuleDemo } from './authModuleDemo';
export { permissionModuleDemo } from './permissionModuleDemo';
