export * from './ApiFailure';
export * from './Reflector';
export * from './ReflectorSink';
export * from './Timers';
