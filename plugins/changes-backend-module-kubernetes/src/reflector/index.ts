export * from './ApiFailure';
export * from './askVersion';
export * from './Reflector';
export * from './ReflectorSink';
export * from './Timers';
