export * from './ApiFailure';
export * from './askVersion';
export * from './isServed';
export * from './Pulse';
export * from './Reflector';
export * from './ReflectorSink';
export * from './Timers';
