export * from './ApiFailure';
export * from './Reflector';
export * from './Timers';
